/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads files of entries line by line, and writes the lines of one. */
#include "policy/entries.h"

#define LINE_MAX_BYTES 65536
#define ID_LENGTH 12

struct parser {
	const struct avow_entry_form *form;
	void *data;
	struct avow_arena *arena;
	struct avow_buf comment; /* lines that wait for their entry */
	struct avow_entry entry;
	bool has_entry, is_broken;
	size_t line;
	bool failed; /* memory is out */
};

static void doubt(struct parser *parser, size_t line, const char *text)
{
	parser->failed |= parser->form->doubt(parser->data, line, text) < 0;
}

/* The line is wrong, and so is the entry that it belongs to. */
static void refuse(struct parser *parser, const char *text)
{
	doubt(parser, parser->line, text);
	parser->is_broken = true;
}

bool avow_entry_is_day(const char *text)
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

bool avow_entry_is_id(struct avow_span id)
{
	for (size_t i = 0; i < id.length; i++)
		if (!id.data[i] || !strchr("0123456789abcdef", id.data[i]))
			return false;
	return id.length == ID_LENGTH;
}

/* Keeps the entry that is complete now. */
static void end_entry(struct parser *parser)
{
	const char *wrong = NULL;

	if (parser->has_entry && !parser->is_broken)
		wrong = parser->form->whole(parser->data, &parser->entry);
	if (wrong)
		doubt(parser, parser->entry.line, wrong);
	parser->has_entry = false;
	parser->is_broken = false;
}

static const char *keep(struct parser *parser, struct avow_span text)
{
	const char *out = avow_arena_string(parser->arena, text);

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

struct avow_span avow_entry_word(struct avow_span *rest)
{
	struct avow_span word = avow_span_first(*rest, avow_span_find(*rest, ' '));

	*rest = trim(avow_span_skip(*rest, word.length));
	return word;
}

/* What git writes into a file that it could not merge: seven times the same. */
static bool is_conflict(struct avow_span line)
{
	static const char *const marks[] = { "<<<<<<<", "|||||||", "=======", ">>>>>>>" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(marks); i++)
		if (avow_span_starts_with(line, marks[i]))
			return true;
	return false;
}

static void begin_entry(struct parser *parser, struct avow_span line)
{
	const char *wrong;

	end_entry(parser);
	parser->entry = (struct avow_entry){ .line = parser->line, .head = line };
	parser->has_entry = true;
	parser->entry.comment = keep(parser, avow_buf_span(&parser->comment));
	avow_buf_clear(&parser->comment);
	wrong = is_conflict(line) ? "a merge conflict was left in the file"
				  : parser->form->head(parser->data, &parser->entry);
	if (wrong)
		refuse(parser, wrong);
}

static void take_value(struct parser *parser, struct avow_span line)
{
	const struct avow_entry_form *form = parser->form;
	size_t colon = avow_span_find(line, ':');
	struct avow_span name = trim(avow_span_first(line, colon));
	struct avow_span value = trim(avow_span_skip(line, colon + 1));
	const char *wrong = NULL;
	size_t key = 0;

	if (!parser->has_entry) {
		doubt(parser, parser->line, "the line belongs to no entry");
		return;
	}
	while (key < form->key_count && !avow_span_is(name, form->keys[key]))
		key++;
	if (key == form->key_count || colon == line.length)
		wrong = form->wrong_key;
	else if (parser->entry.values[key])
		wrong = "the entry says this twice";
	else if (avow_span_is_empty(value))
		wrong = "the value is empty";
	else
		parser->entry.values[key] = keep(parser, value);
	if (!wrong)
		wrong = form->value(parser->data, key, parser->entry.values[key]);
	if (wrong)
		refuse(parser, wrong);
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
	struct avow_span text = trim(line);

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

int avow_entries_parse(struct avow_span text, const struct avow_entry_form *form,
		       void *data, struct avow_arena *arena, const char **trailer)
{
	struct parser parser = { .form = form, .data = data, .arena = arena };

	while (!avow_span_is_empty(text)) {
		size_t length = avow_span_find(text, '\n');

		parser.line++;
		take_line(&parser, avow_span_first(text, length));
		text = avow_span_skip(text, length + 1);
	}
	end_entry(&parser);
	*trailer = keep(&parser, avow_buf_span(&parser.comment));
	parser.failed |= parser.comment.failed;
	avow_buf_free(&parser.comment);
	return parser.failed ? AVOW_E_NOMEM : 0;
}

const char *avow_entry_line(struct avow_arena *arena, const char *text)
{
	char *out = avow_arena_string(arena, avow_span_of(text ? text : ""));

	for (char *at = out; at && *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			*at = ' ';
	return out;
}

void avow_entry_print_values(const char *const *keys, size_t count,
			     const char *const *values, struct avow_buf *out)
{
	for (size_t i = 0; i < count; i++)
		if (values[i])
			avow_buf_printf(out, "    %s: %s\n", keys[i], values[i]);
}
