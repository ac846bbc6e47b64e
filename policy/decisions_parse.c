/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads a file of decisions, line by line. A line that is wrong is a doubt with its
 * number and costs its entry; everything around it is used.
 */
#include <stdio.h>
#include <string.h>

#include "analyzer/base/contents.h"
#include "policy/decisions.h"

#define FILE_MAX_BYTES (16 << 20)
#define LINE_MAX_BYTES 65536
#define ID_LENGTH 12

struct parser {
	struct avow_rulings *out;
	struct avow_buf comment; /* lines that wait for their entry */
	struct avow_ruling entry;
	bool has_entry, is_broken;
	size_t line;
	bool failed; /* memory is out */
};

static void doubt(struct parser *parser, size_t line, const char *text)
{
	parser->failed |= avow_rulings_doubt(parser->out, line, text) < 0;
}

/* The line is wrong, and so is the entry that it belongs to. */
static void refuse(struct parser *parser, const char *text)
{
	doubt(parser, parser->line, text);
	parser->is_broken = true;
}

bool avow_ruling_is_day(const char *text)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int month, day;

	if (strlen(text) != 10)
		return false;
	for (size_t i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9')
			return false;
	month = (text[5] - '0') * 10 + text[6] - '0';
	day = (text[8] - '0') * 10 + text[9] - '0';
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

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

static void check_contradiction(struct parser *parser)
{
	struct avow_ruling *other = avow_rulings_find(parser->out, parser->entry.cluster);
	char text[96];

	if (!other || agrees(other, &parser->entry))
		return;
	snprintf(text, sizeof(text),
		 "it contradicts line %zu, of the same cluster: neither is followed",
		 other->line);
	doubt(parser, parser->entry.line, text);
	other->is_contradicted = true;
	parser->entry.is_contradicted = true;
}

static void check_complete(struct parser *parser)
{
	struct avow_ruling *entry = &parser->entry;

	parser->line = entry->line;
	if (!entry->is_refusal && !entry->values[AVOW_RULING_CHANGE])
		refuse(parser, "an acceptance needs a change: CODE");
	else if (entry->is_refusal && entry->values[AVOW_RULING_CHANGE])
		refuse(parser, "a refusal has no change");
}

/* Keeps the entry that is complete now. */
static void end_entry(struct parser *parser)
{
	size_t line = parser->line;

	if (parser->has_entry && !parser->is_broken)
		check_complete(parser);
	if (parser->has_entry && !parser->is_broken) {
		struct avow_ruling *place;

		check_contradiction(parser);
		place = avow_rulings_append(parser->out);
		parser->failed |= !place;
		if (place)
			*place = parser->entry;
	}
	parser->line = line;
	parser->has_entry = false;
	parser->is_broken = false;
}

static const char *keep(struct parser *parser, struct avow_span text)
{
	const char *out = avow_arena_string(&parser->out->arena, text);

	parser->failed |= !out;
	return out ? out : "";
}

/* A carriage return too: files come from other systems. */
static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct avow_span trim(struct avow_span text)
{
	while (text.length && is_blank(text.data[0]))
		text = avow_span_skip(text, 1);
	while (text.length && is_blank(text.data[text.length - 1]))
		text.length--;
	return text;
}

/* `accept ID  WORDS` */
static void begin_entry(struct parser *parser, struct avow_span line)
{
	struct avow_span verdict = avow_span_first(line, avow_span_find(line, ' '));
	struct avow_span rest = trim(avow_span_skip(line, verdict.length)), id;

	end_entry(parser);
	parser->entry = (struct avow_ruling){ .line = parser->line };
	parser->has_entry = true;
	parser->entry.comment = keep(parser, avow_buf_span(&parser->comment));
	avow_buf_clear(&parser->comment);
	parser->entry.is_refusal = avow_span_is(verdict, "refuse");
	if (!parser->entry.is_refusal && !avow_span_is(verdict, "accept")) {
		refuse(parser, "an entry begins with accept or refuse");
		return;
	}
	id = avow_span_first(rest, avow_span_find(rest, ' '));
	if (id.length != ID_LENGTH) {
		refuse(parser, "a cluster's id has 12 hexadecimal digits");
		return;
	}
	for (size_t i = 0; i < ID_LENGTH; i++)
		if (!strchr("0123456789abcdef", id.data[i])) {
			refuse(parser, "a cluster's id has 12 hexadecimal digits");
			return;
		}
	memcpy(parser->entry.cluster, id.data, ID_LENGTH);
	parser->entry.label = keep(parser, trim(avow_span_skip(rest, ID_LENGTH)));
}

static void take_value(struct parser *parser, struct avow_span line)
{
	size_t colon = avow_span_find(line, ':');
	struct avow_span name = trim(avow_span_first(line, colon));
	struct avow_span value = trim(avow_span_skip(line, colon + 1));
	int key = 0;

	if (!parser->has_entry) {
		doubt(parser, parser->line, "the line belongs to no entry");
		return;
	}
	while (key < AVOW_RULING_KEYS &&
	       !avow_span_is(name, avow_ruling_key_name((enum avow_ruling_key)key)))
		key++;
	if (key == AVOW_RULING_KEYS || colon == line.length)
		refuse(parser,
		       "a line of an entry is change, text, allow-risky, because, "
		       "until, by or date, a colon and a value");
	else if (parser->entry.values[key])
		refuse(parser, "the entry says this twice");
	else if (avow_span_is_empty(value))
		refuse(parser, "the value is empty");
	else
		parser->entry.values[key] = keep(parser, value);
	if (key == AVOW_RULING_UNTIL && parser->entry.values[key] &&
	    !avow_ruling_is_day(parser->entry.values[key]))
		refuse(parser, "a day is written YYYY-MM-DD");
}

/* A refusal of the line alone where the rest of the entry may be well. */
static bool is_text(struct parser *parser, struct avow_span line)
{
	if (line.length <= LINE_MAX_BYTES && !memchr(line.data, '\0', line.length))
		return true;
	refuse(parser, line.length > LINE_MAX_BYTES ? "the line is too long"
						    : "the line holds a NUL byte");
	return false;
}

static void take_line(struct parser *parser, struct avow_span line)
{
	struct avow_span text;

	text = trim(line);
	if (!is_text(parser, line))
		return;
	if (avow_span_is_empty(text)) {
		end_entry(parser);
	} else if (text.data[0] == '#') {
		if (line.data[0] == '#')
			end_entry(parser);
		avow_buf_append(&parser->comment, text);
		avow_buf_putc(&parser->comment, '\n');
	} else if (line.data[0] == ' ' || line.data[0] == '\t') {
		take_value(parser, text);
	} else {
		begin_entry(parser, text);
	}
}

int avow_rulings_parse(struct avow_span text, struct avow_rulings *out)
{
	struct parser parser = { .out = out };

	while (!avow_span_is_empty(text)) {
		size_t length = avow_span_find(text, '\n');

		parser.line++;
		take_line(&parser, avow_span_first(text, length));
		text = avow_span_skip(text, length + 1);
	}
	end_entry(&parser);
	out->trailer = keep(&parser, avow_buf_span(&parser.comment));
	parser.failed |= parser.comment.failed;
	avow_buf_free(&parser.comment);
	return parser.failed ? AVOW_E_NOMEM : 0;
}

int avow_rulings_read(const char *path, struct avow_rulings *out,
		      struct avow_error *error)
{
	struct avow_buf text = { 0 };
	int code = avow_contents_read(path, FILE_MAX_BYTES, &text, error);

	if (code == 0 && avow_rulings_parse(avow_buf_span(&text), out) < 0)
		code = avow_error_nomem(error);
	avow_buf_free(&text);
	return code;
}
