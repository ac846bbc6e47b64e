/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `abi <NAME>,`: the features that a file of profiles was written for. They are not
 * looked up: which of a profile's rules the kernel mediates is told by its records.
 */
#include "policy/apparmor/profiles/reader.h"

void avow_comma_read(struct avow_profile_reader *reader, struct avow_cursor *cursor)
{
	struct avow_token token = avow_token_peek(cursor, AVOW_WORDS_RULE);

	if (token.kind == AVOW_TOKEN_COMMA)
		avow_token_next(cursor, AVOW_WORDS_RULE);
	else
		avow_reader_defect(reader, cursor, token.line, false,
				   "a comma is missing");
}

/* The bytes of <...> at the cursor, blanks within it too; 0 when it is not closed. */
static size_t length_of(const struct avow_cursor *cursor)
{
	struct avow_span rest = avow_span_skip(cursor->source->text, cursor->at);
	size_t end = avow_span_find(rest, '>');

	if (end == rest.length || avow_span_find(rest, '\n') < end)
		return 0;
	return end + 1;
}

static bool is_blank(struct avow_span text)
{
	return !text.length || avow_span_is(text, "\"\"");
}

static const char *read_name(struct avow_cursor *cursor, const struct avow_token *open)
{
	size_t length;
	struct avow_span name;

	cursor->at = open->at;
	length = length_of(cursor);
	if (!length)
		return "a < is not closed";
	name = avow_span_make(cursor->source->text.data + cursor->at + 1, length - 2);
	cursor->at += length;
	if (avow_span_find(name, '"') < name.length &&
	    (name.data[0] != '"' || name.data[name.length - 1] != '"'))
		return "quotes stand around the whole of a name in < >";
	return is_blank(avow_span_trim_end(avow_span_trim_front(name)))
		       ? "abi names no file"
		       : NULL;
}

void avow_abi_read(struct avow_profile_reader *reader, struct avow_cursor *cursor)
{
	const char *defect = NULL;
	struct avow_token token;

	avow_token_next(cursor, AVOW_WORDS_RULE);
	token = avow_token_next(cursor, AVOW_WORDS_NAME);
	if (token.kind != AVOW_TOKEN_WORD)
		defect = "abi names no file";
	else if (token.text.data[0] == '<')
		defect = read_name(cursor, &token);
	else if (is_blank(token.text))
		defect = "abi names no file";
	if (!defect)
		reader->abi = avow_span_make(cursor->source->text.data + token.at,
					     cursor->at - token.at);
	if (!defect) {
		avow_comma_read(reader, cursor);
		return;
	}
	avow_reader_defect(reader, cursor, token.line, false, "%s", defect);
	if (token.kind != AVOW_TOKEN_COMMA)
		avow_reader_skip(cursor);
}
