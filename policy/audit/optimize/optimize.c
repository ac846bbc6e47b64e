/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The passes in a row, each held against events before it is taken. */
#include "policy/audit/optimize/optimizer.h"

#include <stdarg.h>
#include <stdio.h>

#include "policy/audit/cost.h"

static void (*const passes[])(struct avow_audit_optimizer *) = {
	avow_audit_pass_drop,   avow_audit_pass_narrow, avow_audit_pass_merge,
	avow_audit_pass_fields, avow_audit_pass_order,  avow_audit_pass_shield,
};

void avow_audit_because(struct avow_audit_optimizer *optimizer,
			struct avow_audit_candidate *item, const char *format, ...)
{
	struct avow_buf text = { 0 };
	char line[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (item->why)
		avow_buf_printf(&text, "%s\n", item->why);
	avow_buf_puts(&text, line);
	item->why = text.failed
			    ? NULL
			    : avow_arena_string(optimizer->arena, avow_buf_span(&text));
	optimizer->is_out_of_memory |= !item->why;
	avow_buf_free(&text);
}

bool avow_audit_make_room(struct avow_audit_optimizer *optimizer, size_t place,
			  size_t count)
{
	struct avow_audit_candidate *items = optimizer->items;
	size_t wanted = optimizer->count + count;

	if (!count)
		return true;
	if (wanted > optimizer->room) {
		items = avow_arena_alloc(optimizer->arena, 2 * wanted * sizeof(*items));
		if (!items) {
			optimizer->is_out_of_memory = true;
			return false;
		}
		if (optimizer->count)
			memcpy(items, optimizer->items,
			       optimizer->count * sizeof(*items));
		optimizer->items = items;
		optimizer->room = 2 * wanted;
	}
	memmove(items + place + count, items + place,
		(optimizer->count - place) * sizeof(*items));
	memset(items + place, 0, count * sizeof(*items));
	optimizer->count = wanted;
	return true;
}

void avow_audit_take_out(struct avow_audit_optimizer *optimizer, size_t place)
{
	struct avow_audit_candidate *items = optimizer->items;

	optimizer->count--;
	memmove(items + place, items + place + 1,
		(optimizer->count - place) * sizeof(*items));
}

void avow_audit_move(struct avow_audit_optimizer *optimizer, size_t from, size_t to)
{
	struct avow_audit_candidate *items = optimizer->items;
	struct avow_audit_candidate item = items[from];

	if (from > to)
		memmove(items + to + 1, items + to, (from - to) * sizeof(*items));
	else
		memmove(items + from, items + from + 1, (to - from) * sizeof(*items));
	items[to] = item;
}

/* The items as the kernel would ask them. */
static int ask(const struct avow_audit_optimizer *optimizer, struct avow_arena *arena,
	       struct avow_audit_asked *out)
{
	out->rules =
		avow_arena_alloc(arena, (optimizer->count + 1) * sizeof(*out->rules));
	if (!out->rules)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < optimizer->count; i++)
		out->rules[i] = &optimizer->items[i].rule;
	out->count = optimizer->count;
	return AVOW_OK;
}

static const struct avow_audit_statement *
find_statement(const struct avow_audit_rules *rules, const struct avow_audit_rule *rule)
{
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			if (at->rule == rule)
				return at;
	return NULL;
}

static int begin(struct avow_audit_optimizer *optimizer,
		 const struct avow_audit_asked *asked)
{
	if (!avow_audit_make_room(optimizer, 0, asked->count))
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < asked->count; i++) {
		struct avow_audit_candidate *item = optimizer->items + i;
		size_t size = asked->rules[i]->field_count * sizeof(*item->rule.fields);

		item->rule = *asked->rules[i];
		item->rule.is_first = false;
		item->origin = find_statement(optimizer->rules, asked->rules[i]);
		/* Room for an arch that is added. */
		item->rule.fields = avow_arena_alloc(
			optimizer->arena, size + 2 * sizeof(*item->rule.fields));
		if (!item->rule.fields)
			return AVOW_E_NOMEM;
		if (size)
			memcpy(item->rule.fields, asked->rules[i]->fields, size);
	}
	return AVOW_OK;
}

/* A copy of the items, which a pass that is not taken gives back. */
struct kept {
	struct avow_audit_candidate *items;
	size_t count;
};

static int keep(const struct avow_audit_optimizer *optimizer, struct avow_arena *arena,
		struct kept *out)
{
	size_t size = optimizer->count * sizeof(*out->items);

	out->count = optimizer->count;
	out->items = avow_arena_alloc(arena, size + 1);
	if (!out->items)
		return AVOW_E_NOMEM;
	if (size)
		memcpy(out->items, optimizer->items, size);
	for (size_t i = 0; i < out->count; i++) {
		struct avow_audit_rule *rule = &out->items[i].rule;
		struct avow_audit_field *fields = rule->fields;

		size = rule->field_count * sizeof(*fields);
		rule->fields = avow_arena_alloc(arena, size + 2 * sizeof(*fields));
		if (!rule->fields)
			return AVOW_E_NOMEM;
		if (size)
			memcpy(rule->fields, fields, size);
	}
	return AVOW_OK;
}

static int run_pass(struct avow_audit_optimizer *optimizer, size_t pass,
		    const struct avow_audit_asked *old)
{
	const struct avow_audit_optimize_options no_log = { .inputs = NULL };
	struct avow_audit_asked new = *old;
	struct avow_audit_proof proof;
	struct kept kept;

	if (keep(optimizer, optimizer->arena, &kept))
		return AVOW_E_NOMEM;
	passes[pass](optimizer);
	if (optimizer->is_out_of_memory || ask(optimizer, optimizer->arena, &new) ||
	    avow_audit_prove(old, &new, &no_log, false, &proof))
		return AVOW_E_NOMEM;
	if (proof.differing) {
		optimizer->items = kept.items;
		optimizer->count = optimizer->room = kept.count;
		optimizer->refused++;
	}
	return AVOW_OK;
}

struct counting {
	const struct avow_audit_optimizer *optimizer;
	const struct avow_audit_asked *asked;
	struct avow_arena arena;
};

static int count_hit(void *data, const struct avow_group *group)
{
	struct counting *counting = data;
	struct avow_audit_verdict verdict;
	struct avow_audit_event event;

	avow_arena_clear(&counting->arena);
	if (!avow_audit_event_read(group, &counting->arena, &event))
		return AVOW_OK;
	verdict = avow_audit_evaluate(counting->asked, &event);
	for (size_t i = 0; verdict.is_recorded && i < counting->asked->count; i++)
		if (counting->asked->rules[i] == verdict.rule)
			counting->optimizer->items[i].hits++;
	return AVOW_OK;
}

static void stay_silent(void *data, const struct avow_error *error)
{
	(void)data;
	(void)error;
}

/* The first reading of the log; the second tells what cannot be read. */
static int count_hits(const struct avow_audit_optimizer *optimizer,
		      const struct avow_audit_asked *asked,
		      const struct avow_audit_optimize_options *options)
{
	struct counting counting = { .optimizer = optimizer, .asked = asked };
	int result = AVOW_OK;

	if (options->inputs)
		result = avow_groups_read(options->inputs, count_hit, stay_silent,
					  &counting);
	avow_arena_free(&counting.arena);
	return result;
}

static void measure(const struct avow_audit_asked *old,
		    const struct avow_audit_asked *new, struct avow_audit_optimized *out)
{
	static const char *const shown[] = { "getppid", "read",    "openat",  "stat",
					     "execve",  "connect", "unlinkat" };
	size_t calls = 0;

	out->mean = (struct avow_audit_gain){ .call = "mean" };
	for (unsigned call = 0; call < AVOW_AUDIT_NUMBERS; call++) {
		if (!avow_call_name(old->machine, call).length)
			continue;
		out->mean.before += avow_audit_cost_of(old, call).nanoseconds;
		out->mean.after += avow_audit_cost_of(new, call).nanoseconds;
		calls++;
	}
	out->mean.before /= (double)calls;
	out->mean.after /= (double)calls;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(shown); i++) {
		int call = avow_call_number(old->machine, avow_span_of(shown[i]), NULL);

		if (call < 0)
			continue;
		out->gains[out->gain_count++] = (struct avow_audit_gain){
			shown[i], avow_audit_cost_of(old, (unsigned)call).nanoseconds,
			avow_audit_cost_of(new, (unsigned)call).nanoseconds
		};
	}
}

/* What is written is read again, and held against all events. */
static int prove_text(const struct avow_audit_optimizer *optimizer,
		      const struct avow_audit_asked *old,
		      const struct avow_audit_optimize_options *options,
		      struct avow_audit_optimized *out, struct avow_error *error)
{
	const struct avow_audit_options reading = { .target = optimizer->rules->target,
						    .root = "" };
	struct avow_audit_proof proof = { .differing = 1 };
	struct avow_audit_rules *again;
	struct avow_audit_asked new;
	int result = avow_audit_read_text("", avow_buf_span(&out->text), &reading, &again,
					  error);

	if (result)
		return result;
	result = avow_audit_asked_of(again, optimizer->arena, &new);
	if (!result && !again->error_count)
		result = avow_audit_prove(old, &new, options, true, &proof);
	if (!result)
		measure(old, &new, out);
	avow_audit_free(again);
	out->drawn = proof.drawn;
	out->recorded = proof.recorded;
	if (result)
		return avow_error_nomem(error);
	if (proof.differing)
		return avow_error_set(error, AVOW_E_INPUT,
				      "the rules as rewritten would decide %llu events "
				      "otherwise, which is a mistake of avow: nothing is "
				      "written",
				      (unsigned long long)proof.differing);
	return AVOW_OK;
}

/* What cannot be put into another order without a change of what it means. */
static int check_statements(const struct avow_audit_rules *rules,
			    struct avow_error *error)
{
	const struct avow_audit_statement *lock = NULL;

	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next) {
			bool is_part =
				at->kind == AVOW_AUDIT_DELETE_ALL && at->word.length;

			if (lock && at->rule)
				return avow_error_set(
					error, AVOW_E_INPUT,
					"%s:%u: the rule stands behind -e 2, and is "
					"never loaded",
					at->line->source->path, at->line->number);
			if (is_part || (at->rule && at->rule->is_deletion))
				return avow_error_set(
					error, AVOW_E_INPUT,
					"%s:%u: rules are deleted here: write those that "
					"are to stay",
					at->line->source->path, at->line->number);
			if (at->kind == AVOW_AUDIT_ENABLED && at->value == 2)
				lock = at;
		}
	return AVOW_OK;
}

static int optimize(struct avow_audit_optimizer *optimizer,
		    const struct avow_audit_optimize_options *options,
		    struct avow_audit_optimized *out, struct avow_error *error)
{
	struct avow_audit_asked old;

	if (avow_audit_asked_of(optimizer->rules, optimizer->arena, &old))
		return avow_error_nomem(error);
	if (old.count > AVOW_AUDIT_OPTIMIZED_MAX)
		return avow_error_set(error, AVOW_E_INPUT,
				      "there are %zu rules, and %d can be compared with "
				      "each other",
				      old.count, AVOW_AUDIT_OPTIMIZED_MAX);
	if (begin(optimizer, &old) || count_hits(optimizer, &old, options))
		return avow_error_nomem(error);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(passes); i++)
		if (run_pass(optimizer, i, &old))
			return avow_error_nomem(error);
	out->rules_before = old.count;
	out->rules_after = optimizer->count;
	out->refused = optimizer->refused;
	avow_audit_write_optimized(optimizer, out);
	if (out->text.failed)
		return avow_error_nomem(error);
	return prove_text(optimizer, &old, options, out, error);
}

int avow_audit_optimize(const struct avow_audit_rules *rules,
			const struct avow_audit_optimize_options *options,
			struct avow_audit_optimized *out, struct avow_error *error)
{
	struct avow_arena arena = { 0 };
	struct avow_audit_optimizer optimizer = { .rules = rules, .arena = &arena };
	int result;

	*out = (struct avow_audit_optimized){ 0 };
	result = check_statements(rules, error);
	if (!result)
		result = optimize(&optimizer, options, out, error);
	avow_arena_free(&arena);
	return result;
}

void avow_audit_optimized_free(struct avow_audit_optimized *optimized)
{
	avow_buf_free(&optimized->text);
}
