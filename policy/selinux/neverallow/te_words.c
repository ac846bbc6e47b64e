/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Words and marks of the policy language, as checkpolicy's policy_scan.l takes them
 * apart; comments of both it and m4 are passed over. What they mean is te.c's.
 */
#include "policy/selinux/neverallow/te.h"

static bool is_word_byte(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || byte == '_' || byte == '.';
}

static void skip_line(struct te_reader *reader)
{
	while (reader->at < reader->text.length && reader->text.data[reader->at] != '\n')
		reader->at++;
}

static void skip_blanks(struct te_reader *reader)
{
	while (reader->at < reader->text.length) {
		char byte = reader->text.data[reader->at];

		if (byte == '#') {
			skip_line(reader);
			continue;
		}
		if (byte != ' ' && (byte < '\t' || byte > '\r'))
			return;
		reader->line += byte == '\n';
		reader->at++;
	}
}

/* A hyphen within a name is of the name; a number ends at it: 0x10-0x1f. */
static size_t word_length(struct avow_span text)
{
	bool is_number = text.data[0] >= '0' && text.data[0] <= '9';
	size_t length = 0;

	while (length < text.length &&
	       (is_word_byte(text.data[length]) ||
		(text.data[length] == '-' && length && !is_number)))
		length++;
	return length;
}

static void next_word(struct te_reader *reader)
{
	struct avow_span rest;
	size_t length;

	skip_blanks(reader);
	rest = avow_span_skip(reader->text, reader->at);
	reader->now.line = reader->line;
	reader->now.kind = TE_END;
	reader->now.text = avow_span_first(rest, 0);
	if (!rest.length)
		return;
	length = word_length(rest);
	reader->now.kind = length ? TE_WORD : TE_MARK;
	reader->now.text = avow_span_first(rest, length ? length : 1);
	reader->at += reader->now.text.length;
}

/* `dnl` is m4's comment. */
void avow_te_next(struct te_reader *reader)
{
	for (;;) {
		next_word(reader);
		if (!avow_span_is(reader->now.text, "dnl"))
			return;
		skip_line(reader);
	}
}

bool avow_te_is_mark(const struct te_reader *reader, char mark)
{
	return reader->now.kind == TE_MARK && reader->now.text.data[0] == mark;
}

bool avow_te_is_word(const struct te_reader *reader, const char *word)
{
	return reader->now.kind == TE_WORD && avow_span_is(reader->now.text, word);
}

bool avow_te_take_mark(struct te_reader *reader, char mark)
{
	if (!avow_te_is_mark(reader, mark))
		return false;
	avow_te_next(reader);
	return true;
}
