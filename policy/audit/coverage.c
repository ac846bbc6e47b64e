/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which keys of the rules a log has, and what each cost. A key is read where the kernel
 * wrote it, in SYSCALL and URINGOP: `key=` of an AVC is something else.
 */
#include "policy/audit/coverage.h"

#include <stdlib.h>

#include "analyzer/record/field.h"
#include "policy/audit/asked.h"
#include "policy/audit/hiding.h"
#include "policy/audit/tables.h"

struct covering {
	const struct avow_audit_rules *rules;
	struct avow_arena *arena;
	struct avow_coverage *out;
	struct avow_coverage_key *keys;
	struct avow_coverage_type *types;
	struct avow_buf scratch;
	avow_trouble_function on_trouble;
	void *data;
};

/* Types that hold no denial, complete none, and are not about who logged in. */
static const struct {
	const char *name, *loses;
} spares[] = {
	{ "BPF", "which BPF programs were loaded" },
	{ "CRED_ACQ", "when PAM gave credentials; USER_START stays" },
	{ "CRED_DISP", "when PAM took credentials back; USER_END stays" },
	{ "CRED_REFR", "when PAM renewed credentials" },
	{ "CRYPTO_KEY_USER", "keys of each ssh session" },
	{ "CRYPTO_SESSION", "ciphers of each ssh session" },
	{ "NETFILTER_CFG", "changes of the packet filter" },
	{ "NETFILTER_PKT", "packets that rules of the packet filter log" },
	{ "SERVICE_START", "when services were started; the journal has it too" },
	{ "SERVICE_STOP", "when services were stopped; the journal has it too" },
};

static const char *copy_text(struct covering *covering, struct avow_span text)
{
	return avow_arena_string(covering->arena, text);
}

static struct avow_coverage_key *find_key(struct covering *covering,
					  struct avow_span name)
{
	struct avow_coverage *out = covering->out;
	struct avow_coverage_key *key;

	for (size_t i = 0; i < out->key_count; i++)
		if (avow_span_is(name, covering->keys[i].name))
			return covering->keys + i;
	if (out->key_count == AVOW_AUDIT_COVERED_KEYS)
		return NULL;
	key = covering->keys + out->key_count;
	key->name = copy_text(covering, name);
	if (!key->name)
		return NULL;
	out->key_count++;
	return key;
}

static struct avow_coverage_type *find_type(struct covering *covering,
					    struct avow_span name)
{
	struct avow_coverage *out = covering->out;
	struct avow_coverage_type *type;

	for (size_t i = 0; i < out->type_count; i++)
		if (avow_span_is(name, covering->types[i].name))
			return covering->types + i;
	if (out->type_count == AVOW_AUDIT_COVERED_TYPES)
		return NULL;
	type = covering->types + out->type_count;
	type->name = copy_text(covering, name);
	if (!type->name)
		return NULL;
	out->type_count++;
	return type;
}

/* Keys stand one behind the other, with byte 1 between. */
static void add_keys(struct covering *covering, struct avow_span text,
		     const struct avow_group *group)
{
	while (text.length) {
		size_t length = avow_span_find(text, 1);
		struct avow_coverage_key *key =
			find_key(covering, avow_span_first(text, length));

		if (key) {
			key->events++;
			key->bytes += group->bytes;
		}
		text = avow_span_skip(text, length + 1);
	}
}

static void count_keys(struct covering *covering, const struct avow_group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct avow_group_record *record = group->records + i;
		struct avow_span body = record->body;
		struct avow_field field;

		if (record->type != AVOW_RECORD_SYSCALL &&
		    !avow_span_is(record->type_name, "URINGOP"))
			continue;
		while (avow_field_next(&body, &field)) {
			struct avow_span text;

			if (!avow_span_is(field.name, "key"))
				continue;
			text = avow_field_text(&field, &covering->scratch);
			covering->out->keyed_events += text.length > 0;
			covering->out->keyed_bytes += text.length ? group->bytes : 0;
			add_keys(covering, text, group);
		}
		return;
	}
}

/* An AVC of SELinux, of a file whose place it does not know. */
static bool is_nameless(struct avow_span body)
{
	struct avow_field field;
	bool is_file = false, has_path = false;

	while (avow_field_next(&body, &field)) {
		is_file |= avow_span_is(field.name, "ino");
		has_path |= avow_span_is(field.name, "path");
	}
	return is_file && !has_path;
}

static void count_denials(struct covering *covering, const struct avow_group *group)
{
	struct avow_coverage *out = covering->out;
	bool has_call = avow_group_find(group, AVOW_RECORD_SYSCALL) != NULL;
	bool has_path = avow_group_find(group, AVOW_RECORD_PATH) != NULL;

	for (size_t i = 0; i < group->count; i++) {
		if (group->records[i].type != AVOW_RECORD_AVC)
			continue;
		out->denials++;
		if (!is_nameless(group->records[i].body))
			continue;
		out->nameless++;
		out->with_path += has_path;
		out->without_call += !has_call;
	}
}

static int take_group(void *data, const struct avow_group *group)
{
	struct covering *covering = data;

	covering->out->events++;
	covering->out->bytes += group->bytes;
	for (size_t i = 0; i < group->count; i++) {
		struct avow_coverage_type *type = find_type(
			covering, avow_record_bare_type(group->records[i].type_name));

		if (!type)
			continue;
		type->records++;
		type->bytes += group->records[i].bytes;
	}
	count_keys(covering, group);
	count_denials(covering, group);
	return covering->scratch.failed ? AVOW_E_NOMEM : AVOW_OK;
}

static void pass_on(void *data, const struct avow_error *error)
{
	const struct covering *covering = data;

	covering->on_trouble(covering->data, error);
}

static const char *place_of(struct covering *covering,
			    const struct avow_audit_statement *statement)
{
	struct avow_buf text = { 0 };
	const char *place;

	avow_buf_printf(&text, "%s:%u", statement->line->source->path,
			statement->line->number);
	place = copy_text(covering, avow_buf_span(&text));
	avow_buf_free(&text);
	return place;
}

static void take_rule(struct covering *covering,
		      const struct avow_audit_statement *statement)
{
	const struct avow_audit_rule *rule = statement->rule;
	const struct avow_audit_field *field = avow_audit_field_of(rule, AUDIT_FILTERKEY);
	struct avow_span text = field ? field->text : avow_span_make("", 0);

	if (rule->is_deletion || rule->action != AUDIT_ALWAYS ||
	    (rule->list != AUDIT_FILTER_EXIT && rule->list != AVOW_AUDIT_LIST_IO_URING))
		return;
	covering->out->rules++;
	covering->out->rules_without_key += !text.length;
	while (text.length) {
		size_t length = avow_span_find(text, 1);
		struct avow_coverage_key *key =
			find_key(covering, avow_span_first(text, length));

		if (key && !key->rules++)
			key->place = place_of(covering, statement);
		text = avow_span_skip(text, length + 1);
	}
}

static void take_rules(struct covering *covering)
{
	const struct avow_audit_rules *rules = covering->rules;

	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			if (at->rule)
				take_rule(covering, at);
}

static int compare_keys(const void *left, const void *right)
{
	const struct avow_coverage_key *a = left, *b = right;

	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	return strcmp(a->name, b->name);
}

static int compare_types(const void *left, const void *right)
{
	const struct avow_coverage_type *a = left, *b = right;

	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	return strcmp(a->name, b->name);
}

static void tell_spares(struct covering *covering)
{
	struct avow_buf rule = { 0 };

	for (size_t i = 0; i < covering->out->type_count; i++) {
		struct avow_coverage_type *type = covering->types + i;

		for (size_t j = 0; j < AVOW_ARRAY_SIZE(spares); j++) {
			if (strcmp(type->name, spares[j].name) != 0)
				continue;
			avow_buf_clear(&rule);
			avow_buf_printf(&rule, "-a always,exclude -F msgtype=%s",
					type->name);
			type->loses = spares[j].loses;
			type->rule = copy_text(covering, avow_buf_span(&rule));
		}
	}
	avow_buf_free(&rule);
}

static int gather(struct covering *covering, const struct avow_inputs *inputs)
{
	struct avow_coverage *out = covering->out;
	int result;

	covering->keys = avow_arena_alloc(
		covering->arena, AVOW_AUDIT_COVERED_KEYS * sizeof(*covering->keys));
	covering->types = avow_arena_alloc(
		covering->arena, AVOW_AUDIT_COVERED_TYPES * sizeof(*covering->types));
	if (!covering->keys || !covering->types)
		return AVOW_E_NOMEM;
	out->keys = covering->keys;
	out->types = covering->types;
	take_rules(covering);
	result = avow_groups_read(inputs, take_group, pass_on, covering);
	qsort(covering->keys, out->key_count, sizeof(*covering->keys), compare_keys);
	qsort(covering->types, out->type_count, sizeof(*covering->types), compare_types);
	tell_spares(covering);
	return result;
}

int avow_audit_cover(const struct avow_audit_rules *rules,
		     const struct avow_inputs *inputs, avow_trouble_function on_trouble,
		     void *data, struct avow_arena *arena, struct avow_coverage *out)
{
	struct covering covering = { .rules = rules,
				     .arena = arena,
				     .out = out,
				     .on_trouble = on_trouble,
				     .data = data };
	int result;

	*out = (struct avow_coverage){ 0 };
	result = gather(&covering, inputs);
	avow_buf_free(&covering.scratch);
	return result ? result : avow_audit_hints(rules, arena, out);
}
