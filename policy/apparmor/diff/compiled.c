/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compiled profiles taken apart. The format is a stream of tagged values, little endian:
 * security/apparmor/policy_unpack.c of Linux, parser/parser_interface.c of AppArmor.
 */
#include "policy/apparmor/diff/compiled.h"

enum tag {
	TAG_U8,
	TAG_U16,
	TAG_U32,
	TAG_U64,
	TAG_NAME,
	TAG_STRING,
	TAG_BLOB,
	TAG_STRUCT,
	TAG_STRUCT_END,
	TAG_LIST,
	TAG_LIST_END,
	TAG_ARRAY,
	TAG_ARRAY_END
};

struct token {
	enum tag tag;
	struct avow_span value; /* of names, strings, blobs: what they hold */
	struct avow_span whole;
};

struct reading {
	struct avow_arena *arena;
	struct avow_span rest;
	struct compiled *now;
	struct avow_span namespace;
	unsigned depth;
	bool is_table; /* of targets */
	const char *defect;
};

static uint64_t little(struct avow_span bytes, size_t at, size_t width)
{
	uint64_t value = 0;

	for (size_t i = width; i-- > 0;)
		value = value << 8 | (unsigned char)bytes.data[at + i];
	return value;
}

/* How many bytes follow the tag before the value, and how many the value has. */
static bool measure(const struct reading *r, enum tag tag, size_t *head, size_t *length)
{
	static const uint8_t widths[] = { 1, 2, 4, 8, 2, 2, 4, 0, 0, 0, 0, 2, 0 };

	*head = 1 + widths[tag];
	*length = 0;
	if (r->rest.length < *head)
		return false;
	if (tag == TAG_NAME || tag == TAG_STRING || tag == TAG_BLOB)
		*length = (size_t)little(r->rest, 1, widths[tag]);
	return r->rest.length - *head >= *length;
}

static bool next(struct reading *r, struct token *token)
{
	size_t head, length;

	if (!r->rest.length)
		return false;
	token->tag = (enum tag)r->rest.data[0];
	if ((unsigned char)r->rest.data[0] > TAG_ARRAY_END ||
	    !measure(r, token->tag, &head, &length)) {
		r->defect = "a compiled profile is not of a known form";
		return false;
	}
	token->value = avow_span_make(r->rest.data + head, length);
	token->whole = avow_span_first(r->rest, head + length);
	if ((token->tag == TAG_NAME || token->tag == TAG_STRING) && length &&
	    token->value.data[length - 1] == '\0')
		token->value.length--;
	r->rest = avow_span_skip(r->rest, head + length);
	return true;
}

static void add_target(struct reading *r, struct avow_span target)
{
	struct compiled *now = r->now;
	struct avow_span *targets =
		avow_arena_alloc(r->arena, (now->target_count + 1) * sizeof(*targets));

	if (!targets) {
		r->defect = "memory is out";
		return;
	}
	for (size_t i = 0; i < now->target_count; i++)
		targets[i] = now->targets[i];
	targets[now->target_count++] = target;
	now->targets = targets;
}

/* A profile is a structure whose first value is its name. */
static void begin_profile(struct reading *r, struct compiled ***end)
{
	struct compiled *profile = avow_arena_alloc(r->arena, sizeof(*profile));
	struct avow_buf name = { 0 };
	struct token token;

	if (!next(r, &token) || token.tag != TAG_STRUCT || !next(r, &token) ||
	    token.tag != TAG_STRING || !profile) {
		r->defect = "a compiled profile has no name";
		return;
	}
	if (r->namespace.length)
		avow_buf_printf(&name, ":%.*s:", (int)r->namespace.length,
				r->namespace.data);
	avow_buf_append(&name, token.value);
	profile->name = avow_arena_string(r->arena, avow_buf_span(&name));
	if (!profile->name)
		r->defect = "memory is out";
	avow_buf_free(&name);
	profile->file_dfa = COMPILED_DFAS_MAX;
	**end = profile;
	*end = &profile->next;
	r->now = profile;
	r->depth = 1;
}

static void take_dfa(struct reading *r)
{
	struct token token;

	if (!next(r, &token) || token.tag != TAG_BLOB ||
	    r->now->dfa_count == COMPILED_DFAS_MAX) {
		r->defect = "a compiled profile has no automaton where one belongs";
		return;
	}
	r->now->dfas[r->now->dfa_count++] = token.value;
	avow_buf_puts(&r->now->facts, "dfa");
}

/* What stands inside a profile. */
static void take(struct reading *r, const struct token *token)
{
	bool is_name = token->tag == TAG_NAME;

	if (is_name && avow_span_is(token->value, "aadfa")) {
		take_dfa(r);
		return;
	}
	if (is_name && avow_span_is(token->value, "perms"))
		r->defect = "tables of permissions beside automata are not compared";
	if (is_name && avow_span_is(token->value, "xtable")) {
		r->is_table = true;
		r->now->file_dfa = r->now->dfa_count - 1;
		return;
	}
	if (token->tag == TAG_STRUCT)
		r->depth++;
	if (token->tag == TAG_STRUCT_END)
		r->depth--;
	if (r->is_table && token->tag == TAG_STRING)
		add_target(r, token->value);
	if (r->is_table && token->tag == TAG_STRUCT_END)
		r->is_table = false;
	else if (!r->is_table)
		avow_buf_append(&r->now->facts, token->whole);
	if (!r->depth)
		r->now = NULL;
}

const char *avow_compiled_read(struct avow_arena *arena, struct avow_span bytes,
			       struct compiled **list)
{
	struct reading r = { .arena = arena, .rest = bytes };
	struct compiled **end = list;
	struct token token;

	*list = NULL;
	while (!r.defect && next(&r, &token)) {
		if (r.now) {
			take(&r, &token);
		} else if (token.tag == TAG_NAME &&
			   avow_span_is(token.value, "namespace")) {
			if (next(&r, &token))
				r.namespace = token.value;
		} else if (token.tag == TAG_NAME &&
			   avow_span_is(token.value, "version")) {
			r.namespace = avow_span_of("");
		} else if (token.tag == TAG_NAME &&
			   avow_span_is(token.value, "profile")) {
			begin_profile(&r, &end);
		}
	}
	if (!r.defect && r.now)
		r.defect = "a compiled profile is cut short";
	for (const struct compiled *at = *list; at; at = at->next)
		if (at->facts.failed)
			r.defect = "memory is out";
	return r.defect;
}

void avow_compiled_free(struct compiled *list)
{
	for (; list; list = list->next)
		avow_buf_free(&list->facts);
}
