/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The baseline as text, read and written. */
#include "policy/baseline.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/base/contents.h"
#include "policy/entries.h"

const char *const avow_baseline_keys[AVOW_BASELINE_KEYS] = {
	[AVOW_BASELINE_SOURCE] = "source",
	[AVOW_BASELINE_TARGET] = "target",
	[AVOW_BASELINE_CLASS] = "class",
	[AVOW_BASELINE_PROFILE] = "profile",
	[AVOW_BASELINE_OBJECT] = "object",
	[AVOW_BASELINE_COMM] = "comm",
	[AVOW_BASELINE_PERMISSIONS] = "permissions",
	[AVOW_BASELINE_SCOPE] = "scope",
	[AVOW_BASELINE_OWNER] = "owner",
	[AVOW_BASELINE_TICKET] = "ticket",
	[AVOW_BASELINE_UNTIL] = "until",
	[AVOW_BASELINE_SEEN] = "seen",
	[AVOW_BASELINE_MISSED] = "missed",
	[AVOW_BASELINE_RECORD] = "record",
};

struct parser {
	struct avow_baseline *out;
	struct avow_baseline_entry entry;
	bool failed;
};

static int take_doubt(void *data, size_t line, const char *text)
{
	struct parser *parser = data;
	struct avow_baseline *out = parser->out;

	out->all_doubts++;
	if (out->doubt_count == AVOW_BASELINE_DOUBTS_MAX)
		return 0;
	text = avow_arena_string(&out->arena, avow_span_of(text));
	if (!text)
		return AVOW_E_NOMEM;
	out->doubts[out->doubt_count++] = (struct avow_baseline_doubt){ line, text };
	return 0;
}

static const char *take_head(void *data, const struct avow_entry *from)
{
	struct parser *parser = data;
	struct avow_span rest = from->head;
	struct avow_span word = avow_entry_word(&rest), id = avow_entry_word(&rest);

	parser->entry = (struct avow_baseline_entry){ .line = from->line };
	parser->entry.is_used = avow_span_is(word, "used");
	if (!parser->entry.is_used && !avow_span_is(word, "known"))
		return "an entry begins with known or used";
	if (!avow_span_is(id, "*") && !avow_entry_is_id(id))
		return "behind known or used stands a cluster's id of 12 hexadecimal "
		       "digits, or *";
	if (parser->entry.is_used && avow_span_is(id, "*"))
		return "what is used is named by its id";
	memcpy(parser->entry.id, id.data, id.length);
	parser->entry.label = avow_arena_string(&parser->out->arena, rest);
	parser->failed |= !parser->entry.label;
	return NULL;
}

static const char *check_value(void *data, size_t key, const char *value)
{
	uint64_t number;

	(void)data;
	switch (key) {
	case AVOW_BASELINE_UNTIL:
	case AVOW_BASELINE_SEEN:
		return avow_entry_is_day(value) ? NULL : "a day is written YYYY-MM-DD";
	case AVOW_BASELINE_SCOPE:
		return strcmp(value, "enforced") == 0 || strcmp(value, "permissive") == 0
			       ? NULL
			       : "a scope is enforced or permissive";
	case AVOW_BASELINE_MISSED:
		return avow_span_to_u64(avow_span_of(value), 10, &number)
			       ? NULL
			       : "missed is a number";
	default:
		return NULL;
	}
}

/* A glob without a letter of its own, or none at all. */
static bool is_any(const char *glob)
{
	return !glob || glob[strspn(glob, "*?")] == '\0';
}

static bool is_broad(const struct avow_baseline_entry *entry)
{
	for (int key = AVOW_BASELINE_SOURCE; key <= AVOW_BASELINE_COMM; key++)
		if (key != AVOW_BASELINE_CLASS && !is_any(entry->values[key]))
			return false;
	return true;
}

static bool has_glob(const struct avow_baseline_entry *entry)
{
	for (int key = AVOW_BASELINE_SOURCE; key <= AVOW_BASELINE_COMM; key++)
		if (entry->values[key])
			return true;
	return false;
}

static const char *find_fault(struct parser *parser)
{
	const struct avow_baseline_entry *entry = &parser->entry;

	if (strcmp(entry->id, "*") == 0)
		return is_broad(entry) && !parser->out->allows_broad
			       ? "the pattern matches everything of some class: name a "
				 "source, target, profile, object or comm, or give "
				 "--allow-broad"
			       : NULL;
	if (has_glob(entry))
		return "source, target, class, profile, object and comm are for "
		       "patterns, which have * for an id";
	return NULL;
}

struct avow_baseline_entry *avow_baseline_append(struct avow_baseline *baseline)
{
	size_t capacity = baseline->capacity ? 2 * baseline->capacity : 64;
	struct avow_baseline_entry *at;

	if (baseline->count == baseline->capacity) {
		at = avow_arena_alloc(&baseline->arena, capacity * sizeof(*at));
		if (!at)
			return NULL;
		if (baseline->count)
			memcpy(at, baseline->at, baseline->count * sizeof(*at));
		baseline->at = at;
		baseline->capacity = capacity;
	}
	baseline->at[baseline->count] =
		(struct avow_baseline_entry){ .label = "", .comment = "" };
	return &baseline->at[baseline->count++];
}

static const char *take_whole(void *data, const struct avow_entry *from)
{
	struct parser *parser = data;
	struct avow_baseline_entry *place;
	const char *fault;

	parser->entry.comment = from->comment;
	memcpy(parser->entry.values, from->values, sizeof(parser->entry.values));
	fault = find_fault(parser);
	if (fault)
		return fault;
	place = avow_baseline_append(parser->out);
	parser->failed |= !place;
	if (place)
		*place = parser->entry;
	return NULL;
}

static const struct avow_entry_form form = {
	.keys = avow_baseline_keys,
	.key_count = AVOW_BASELINE_KEYS,
	.wrong_key =
		"a line of an entry is source, target, class, profile, object, comm, "
		"permissions, scope, owner, ticket, until, seen, missed or record, "
		"a colon and a value",
	.head = take_head,
	.value = check_value,
	.whole = take_whole,
	.doubt = take_doubt,
};

/* '*' goes before all digits; what is used behind what is known of the same cluster. */
static int compare(const void *a, const void *b)
{
	const struct avow_baseline_entry *left = a, *right = b;
	int order = strcmp(left->id, right->id);

	if (order)
		return order;
	if (left->is_used != right->is_used)
		return left->is_used ? 1 : -1;
	return (left->line > right->line) - (left->line < right->line);
}

/* Entries of one cluster that say different things would hide each other. */
static void check_doubles(struct parser *parser)
{
	const struct avow_baseline *out = parser->out;
	char text[96];

	for (size_t i = 1; i < out->count; i++) {
		const struct avow_baseline_entry *a = out->at + i - 1, *b = out->at + i;

		if (strcmp(a->id, "*") == 0 || strcmp(a->id, b->id) != 0 ||
		    a->is_used != b->is_used)
			continue;
		snprintf(text, sizeof(text), "line %zu is an entry of the same cluster",
			 a->line);
		parser->failed |= take_doubt(parser, b->line, text) < 0;
	}
}

static void sort(struct avow_baseline *baseline)
{
	if (baseline->count)
		qsort(baseline->at, baseline->count, sizeof(*baseline->at), compare);
	baseline->sorted = baseline->count;
}

int avow_baseline_parse(struct avow_span text, struct avow_baseline *out)
{
	struct parser parser = { .out = out };
	int result = avow_entries_parse(text, &form, &parser, &out->arena, &out->trailer);

	sort(out);
	check_doubles(&parser);
	return result || parser.failed ? AVOW_E_NOMEM : 0;
}

int avow_baseline_read(const char *path, struct avow_baseline *out,
		       struct avow_error *error)
{
	struct avow_buf text = { 0 };
	int code = avow_contents_read(path, AVOW_ENTRIES_MAX_BYTES, &text, error);

	if (code == 0 && avow_baseline_parse(avow_buf_span(&text), out) < 0)
		code = avow_error_nomem(error);
	avow_buf_free(&text);
	return code;
}

struct avow_baseline_entry *avow_baseline_find(const struct avow_baseline *baseline,
					       const char *id, bool is_used)
{
	struct avow_baseline_entry key = { .is_used = is_used };
	size_t low = 0, high = baseline->sorted;

	memcpy(key.id, id, sizeof(key.id));
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct avow_baseline_entry *at = baseline->at + middle;
		int order = strcmp(key.id, at->id);

		if (!order)
			order = (int)key.is_used - (int)at->is_used;
		if (!order)
			return at;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

void avow_baseline_free(struct avow_baseline *baseline)
{
	avow_arena_free(&baseline->arena);
	*baseline = (struct avow_baseline){ 0 };
}

void avow_baseline_print(struct avow_baseline *baseline, struct avow_buf *out)
{
	sort(baseline);
	for (size_t i = 0; i < baseline->count; i++) {
		const struct avow_baseline_entry *entry = baseline->at + i;

		if (i > 0)
			avow_buf_putc(out, '\n');
		avow_buf_puts(out, entry->comment);
		avow_buf_printf(out, "%s %s", entry->is_used ? "used" : "known",
				entry->id);
		if (entry->label[0])
			avow_buf_printf(out, "  %s", entry->label);
		avow_buf_putc(out, '\n');
		avow_entry_print_values(avow_baseline_keys, AVOW_BASELINE_KEYS,
					entry->values, out);
	}
	if (baseline->trailer && baseline->trailer[0]) {
		if (baseline->count)
			avow_buf_putc(out, '\n');
		avow_buf_puts(out, baseline->trailer);
	}
}
