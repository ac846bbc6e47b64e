/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The checks of audit rules, asked for each target, and what they found put together. */
#include "policy/audit/lint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "policy/audit/linter.h"

static void (*const checks[])(struct avow_audit_linter *) = {
	avow_audit_check_control, avow_audit_check_lines,      avow_audit_check_hiding,
	avow_audit_check_order,   avow_audit_check_merge,      avow_audit_check_width,
	avow_audit_check_family,  avow_audit_check_conditions, avow_audit_check_cost,
	avow_audit_check_places,
};

/* A fault with where it is among the inputs and which targets have it. */
struct place {
	struct avow_fault fault;
	size_t source; /* its number */
	uint32_t targets;
};

static char *copy_text(struct avow_audit_linter *linter, struct avow_span text)
{
	char *copy = avow_arena_string(linter->arena, text);

	linter->is_out_of_memory |= !copy;
	return copy;
}

void avow_audit_found(struct avow_audit_linter *linter, enum avow_audit_code code,
		      const struct avow_audit_statement *statement,
		      struct avow_audit_mark mark, struct avow_buf *rewrite,
		      const char *format, ...)
{
	const struct avow_audit_code_row *row = avow_audit_code(code);
	const struct avow_audit_line *line = statement->line;
	struct avow_fault fault = {
		.code = row->code,
		.title = row->title,
		.severity = row->severity,
		.path = line->source->path,
		.line = line->number,
		.column = mark.column,
		.length = mark.length,
		.text = line->text,
		.why = row->why,
	};
	char text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	fault.says = copy_text(linter, avow_span_of(text));
	if (rewrite)
		fault.rewrite = copy_text(linter, avow_buf_span(rewrite));
	avow_buf_append(&linter->found,
			avow_span_make((const char *)&fault, sizeof(fault)));
}

const char *avow_audit_where(const struct avow_audit_statement *statement,
			     const struct avow_audit_statement *from,
			     struct avow_buf *out)
{
	avow_buf_clear(out);
	if (statement->line->source == from->line->source)
		avow_buf_printf(out, "line %u", statement->line->number);
	else
		avow_buf_printf(out, "%s:%u", statement->line->source->path,
				statement->line->number);
	return avow_buf_string(out);
}

static bool is_left_out(uint32_t type, unsigned but)
{
	if (type == AUDIT_FILTERKEY)
		return but & AVOW_AUDIT_BUT_KEY;
	if (type == AUDIT_ARCH)
		return but & AVOW_AUDIT_BUT_ARCH;
	if (type == AUDIT_WATCH || type == AUDIT_DIR)
		return but & AVOW_AUDIT_BUT_PLACE;
	return false;
}

/* Of permissions, more of them are wider. */
static bool is_wider_field(const struct avow_audit_field *a,
			   const struct avow_audit_field *b)
{
	if (a->type != b->type || a->operation != b->operation)
		return false;
	if (a->type == AUDIT_PERM)
		return (a->value & b->value) == b->value;
	return a->value == b->value && avow_span_equal(a->text, b->text);
}

bool avow_audit_is_wider(const struct avow_audit_rule *a, const struct avow_audit_rule *b,
			 unsigned but)
{
	for (size_t i = 0; i < a->field_count; i++) {
		size_t j = 0;

		if (is_left_out(a->fields[i].type, but))
			continue;
		while (j < b->field_count &&
		       !is_wider_field(a->fields + i, b->fields + j))
			j++;
		if (j == b->field_count)
			return false;
	}
	return true;
}

bool avow_audit_has_calls_of(const struct avow_audit_rule *a,
			     const struct avow_audit_rule *b)
{
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		if (b->mask[i] & ~a->mask[i])
			return false;
	return true;
}

bool avow_audit_differ_in_calls(const struct avow_audit_rule *a,
				const struct avow_audit_rule *b)
{
	return a->action == b->action && a->field_count == b->field_count &&
	       a->machine == b->machine && avow_audit_is_wider(a, b, 0) &&
	       avow_audit_is_wider(b, a, 0);
}

/* Rules in the order of the kernel's lists: -A before all, and none before -D. */
static void order_items(struct avow_audit_linter *linter)
{
	size_t first = linter->statement_count, end = first;

	for (size_t i = 0; i < linter->statement_count; i++) {
		const struct avow_audit_statement *statement = linter->statements[i];
		struct avow_audit_item item = { statement->rule, statement };

		if (statement->kind == AVOW_AUDIT_DELETE_ALL && !statement->word.length)
			first = end = linter->statement_count;
		if (!item.rule || item.rule->is_deletion)
			continue;
		if (item.rule->is_first)
			linter->items[--first] = item;
		else
			linter->items[end++] = item;
	}
	linter->items += first;
	linter->item_count = end - first;
}

static int prepare(struct avow_audit_linter *linter)
{
	const struct avow_audit_rules *rules = linter->rules;
	size_t count = 0;

	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			count++;
	linter->statements =
		avow_arena_alloc(linter->arena, (count + 1) * sizeof(void *));
	linter->items =
		avow_arena_alloc(linter->arena, (2 * count + 1) * sizeof(*linter->items));
	if (!linter->statements || !linter->items)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			linter->statements[linter->statement_count++] = at;
	order_items(linter);
	return 0;
}

/* The number of the file among the inputs: the first that was read is the last listed. */
static size_t source_number(const struct avow_audit_rules *rules, const char *path)
{
	size_t number = 0;
	const struct avow_audit_source *at = rules->sources;

	while (at && at->path != path)
		at = at->next;
	while (at) {
		number++;
		at = at->next;
	}
	return number;
}

static void add_places(const struct avow_audit_rules *rules,
		       const struct avow_fault *faults, size_t count, size_t target,
		       struct avow_buf *out)
{
	for (size_t i = 0; i < count; i++) {
		struct place place = { faults[i], source_number(rules, faults[i].path),
				       1u << target };

		avow_buf_append(out, avow_span_make((const char *)&place, sizeof(place)));
	}
}

static int lint_target(struct avow_audit_linted *linted, size_t target,
		       const struct avow_audit_lint_options *options,
		       struct avow_buf *places)
{
	struct avow_audit_rules *rules = linted->rules[target];
	struct avow_audit_linter linter = { .rules = rules,
					    .root = options->root,
					    .is_rooted = options->is_rooted,
					    .arena = &linted->arena };
	int code = prepare(&linter);

	for (size_t i = 0; !code && i < AVOW_ARRAY_SIZE(checks); i++)
		checks[i](&linter);
	add_places(rules, rules->faults, rules->fault_count, target, places);
	/* An arena's memory is aligned for any type; a buffer's is malloc()'s. */
	add_places(rules, (const struct avow_fault *)(const void *)linter.found.data,
		   linter.found.length / sizeof(struct avow_fault), target, places);
	if (linter.is_out_of_memory || linter.found.failed || places->failed)
		code = AVOW_E_NOMEM;
	avow_buf_free(&linter.found);
	return code;
}

static int compare_numbers(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = compare_numbers(a->source, b->source);

	if (!order)
		order = compare_numbers(a->fault.line, b->fault.line);
	if (!order)
		order = compare_numbers(a->fault.severity, b->fault.severity);
	if (!order)
		order = compare_numbers(a->fault.column, b->fault.column);
	if (!order)
		order = strcmp(a->fault.code, b->fault.code);
	if (!order)
		order = strcmp(a->fault.says, b->fault.says);
	return order ? order : compare_numbers(a->targets, b->targets);
}

static bool is_same(const struct place *a, const struct place *b)
{
	const char *left = a->fault.rewrite ? a->fault.rewrite : "";
	const char *right = b->fault.rewrite ? b->fault.rewrite : "";

	return a->source == b->source && a->fault.line == b->fault.line &&
	       a->fault.column == b->fault.column && a->fault.code == b->fault.code &&
	       strcmp(a->fault.says, b->fault.says) == 0 && strcmp(left, right) == 0;
}

/* "x86_64 and aarch64" of those that have it; NULL when all have. */
static const char *name_targets(struct avow_audit_linted *linted, uint32_t targets)
{
	struct avow_buf names = { 0 };
	char *copy;

	if (targets == (1u << linted->target_count) - 1)
		return NULL;
	for (size_t i = 0; i < linted->target_count; i++)
		if (targets >> i & 1)
			avow_buf_printf(&names, "%s%s", names.length ? "," : "",
					linted->rules[i]->target.machine->name);
	copy = avow_arena_string(&linted->arena, avow_buf_span(&names));
	avow_buf_free(&names);
	return copy ? copy : "";
}

/* By place; what several targets have, once. */
static int collect(struct avow_audit_linted *linted, struct avow_buf *places)
{
	struct place *at = (struct place *)(void *)places->data;
	size_t count = places->length / sizeof(*at), kept = 0;
	struct avow_fault *items =
		avow_arena_alloc(&linted->arena, (count + 1) * sizeof(*items));

	if (!items)
		return AVOW_E_NOMEM;
	if (count)
		qsort(at, count, sizeof(*at), compare_places);
	for (size_t i = 0; i < count; i++) {
		uint32_t targets = at[i].targets;
		struct avow_fault *item = items + kept++;

		*item = at[i].fault;
		while (i + 1 < count && is_same(at + i, at + i + 1))
			targets |= at[++i].targets;
		item->targets = name_targets(linted, targets);
		linted->faults.counts[item->severity]++;
	}
	linted->faults.items = items;
	linted->faults.count = kept;
	return 0;
}

static int lint_all(struct avow_audit_linted *linted, const char *const *paths,
		    size_t count, const struct avow_audit_lint_options *options,
		    struct avow_error *error)
{
	struct avow_buf places = { 0 };
	int code = 0;

	for (size_t i = 0; !code && i < options->targets->count; i++) {
		struct avow_audit_options reading = { .target =
							      options->targets->items[i],
						      .root = options->root };

		code = avow_audit_read(paths, count, &reading, linted->rules + i, error);
		if (code)
			break;
		linted->target_count = i + 1;
		if (lint_target(linted, i, options, &places))
			code = avow_error_nomem(error);
	}
	if (!code && collect(linted, &places))
		code = avow_error_nomem(error);
	avow_buf_free(&places);
	return code;
}

int avow_audit_lint(const char *const *paths, size_t count,
		    const struct avow_audit_lint_options *options,
		    struct avow_audit_linted **out, struct avow_error *error)
{
	struct avow_audit_linted *linted = calloc(1, sizeof(*linted));
	int code;

	if (!linted)
		return avow_error_nomem(error);
	code = lint_all(linted, paths, count, options, error);
	if (code)
		avow_audit_linted_free(linted);
	else
		*out = linted;
	return code;
}

void avow_audit_linted_free(struct avow_audit_linted *linted)
{
	if (!linted)
		return;
	for (size_t i = 0; i < linted->target_count; i++)
		avow_audit_free(linted->rules[i]);
	avow_arena_free(&linted->arena);
	free(linted);
}
