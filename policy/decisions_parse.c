/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a file of decisions, line by line. A line that is wrong is a doubt with its
 * number and costs its entry; everything around it is used.
 */
#include <stdio.h>
#include <string.h>

#include "analyzer/base/contents.h"
#include "policy/decisions.h"
#include "policy/entries.h"

struct parser {
	struct avow_rulings *out;
	struct avow_ruling entry;
	bool failed; /* memory is out */
};

static bool is_same_value(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether two entries say the same of their cluster, whoever decided it when. */
static bool agrees(const struct avow_ruling *a, const struct avow_ruling *b)
{
	return a->is_refusal == b->is_refusal &&
	       is_same_value(a->values[AVOW_RULING_CHANGE],
			     b->values[AVOW_RULING_CHANGE]) &&
	       is_same_value(a->values[AVOW_RULING_ALLOW_RISKY],
			     b->values[AVOW_RULING_ALLOW_RISKY]) &&
	       is_same_value(a->values[AVOW_RULING_UNTIL], b->values[AVOW_RULING_UNTIL]);
}

static int take_doubt(void *data, size_t line, const char *text)
{
	struct parser *parser = data;

	return avow_rulings_doubt(parser->out, line, text);
}

static void check_contradiction(struct parser *parser)
{
	struct avow_ruling *other = avow_rulings_find(parser->out, parser->entry.cluster);
	char text[96];

	if (!other || agrees(other, &parser->entry))
		return;
	snprintf(text, sizeof(text),
		 "it contradicts line %zu, of the same cluster: neither is followed",
		 other->line);
	parser->failed |= take_doubt(parser, parser->entry.line, text) < 0;
	other->is_contradicted = true;
	parser->entry.is_contradicted = true;
}

/* `accept ID  WORDS` */
static const char *take_head(void *data, const struct avow_entry *from)
{
	struct parser *parser = data;
	struct avow_span rest = from->head;
	struct avow_span verdict = avow_entry_word(&rest), id = avow_entry_word(&rest);

	parser->entry = (struct avow_ruling){ .line = from->line };
	parser->entry.is_refusal = avow_span_is(verdict, "refuse");
	if (!parser->entry.is_refusal && !avow_span_is(verdict, "accept"))
		return "an entry begins with accept or refuse";
	if (!avow_entry_is_id(id))
		return "a cluster's id has 12 hexadecimal digits";
	memcpy(parser->entry.cluster, id.data, id.length);
	parser->entry.label = avow_arena_string(&parser->out->arena, rest);
	parser->failed |= !parser->entry.label;
	return NULL;
}

static const char *check_value(void *data, size_t key, const char *value)
{
	(void)data;
	return key == AVOW_RULING_UNTIL && !avow_entry_is_day(value)
		       ? "a day is written YYYY-MM-DD"
		       : NULL;
}

static const char *take_whole(void *data, const struct avow_entry *from)
{
	struct parser *parser = data;
	struct avow_ruling *entry = &parser->entry, *place;

	entry->comment = from->comment;
	memcpy(entry->values, from->values, sizeof(entry->values));
	if (!entry->is_refusal && !entry->values[AVOW_RULING_CHANGE])
		return "an acceptance needs a change: CODE";
	if (entry->is_refusal && entry->values[AVOW_RULING_CHANGE])
		return "a refusal has no change";
	check_contradiction(parser);
	place = avow_rulings_append(parser->out);
	parser->failed |= !place;
	if (place)
		*place = *entry;
	return NULL;
}

static const struct avow_entry_form form = {
	.keys = avow_ruling_keys,
	.key_count = AVOW_RULING_KEYS,
	.wrong_key = "a line of an entry is change, text, allow-risky, because, until, "
		     "by or date, a colon and a value",
	.head = take_head,
	.value = check_value,
	.whole = take_whole,
	.doubt = take_doubt,
};

int avow_rulings_parse(struct avow_span text, struct avow_rulings *out)
{
	struct parser parser = { .out = out };
	int result = avow_entries_parse(text, &form, &parser, &out->arena, &out->trailer);

	return result || parser.failed ? AVOW_E_NOMEM : 0;
}

int avow_rulings_read(const char *path, struct avow_rulings *out,
		      struct avow_error *error)
{
	struct avow_buf text = { 0 };
	int code = avow_contents_read(path, AVOW_ENTRIES_MAX_BYTES, &text, error);

	if (code == 0 && avow_rulings_parse(avow_buf_span(&text), out) < 0)
		code = avow_error_nomem(error);
	avow_buf_free(&text);
	return code;
}
