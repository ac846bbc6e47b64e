/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands at the front of a file of profiles: variables, aliases, abi, includes. */
#include "policy/apparmor/profiles/reader.h"

#include "policy/apparmor/pattern/escape.h"

/* Quotes stand around a whole value; a ! has a backslash before it. */
static bool is_broken(struct avow_span word)
{
	if (word.data[0] == '"')
		return word.length < 2 || word.data[word.length - 1] != '"';
	return word.data[0] == '!';
}

/* The values to the end of the line, without quotes and escapes. */
static void read_values(struct avow_profile_reader *reader, struct avow_cursor *cursor,
			struct avow_variable *variable)
{
	struct avow_buf value = { 0 };
	size_t before = variable->count;
	struct avow_token token;

	for (;;) {
		token = avow_token_next(cursor, AVOW_WORDS_LINE);
		if (token.kind == AVOW_TOKEN_LINE || token.kind == AVOW_TOKEN_END)
			break;
		if (token.kind != AVOW_TOKEN_WORD) {
			avow_reader_defect(reader, cursor, token.line, false,
					   "values of a variable have no comma or sign "
					   "behind them");
			continue;
		}
		if (is_broken(token.text))
			avow_reader_defect(reader, cursor, token.line, false,
					   "a value of a variable has a quote that is "
					   "not closed, or a !");
		avow_buf_clear(&value);
		avow_aare_unquote(token.text, &value);
		reader->is_out_of_memory |=
			value.failed ||
			avow_variables_append(&reader->variables, variable, reader->arena,
					      avow_buf_span(&value));
	}
	avow_buf_free(&value);
	if (variable->count == before)
		avow_reader_defect(reader, cursor, token.line, false,
				   "a variable is given no value");
}

static void read_boolean(struct avow_profile_reader *reader, struct avow_cursor *cursor,
			 struct avow_variable *variable, uint32_t line)
{
	const char *defect = avow_condition_read(reader, cursor, &variable->boolean);

	variable->is_boolean = true;
	if (defect)
		avow_reader_defect(reader, cursor, line, false, "%s", defect);
}

static bool is_name(struct avow_span name)
{
	for (size_t i = 0; i < name.length; i++) {
		char byte = name.data[i];
		bool is_letter =
			(byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');

		if (!is_letter && (i == 0 || (byte != '_' && (byte < '0' || byte > '9'))))
			return false;
	}
	return name.length > 0;
}

/* What the sign of an assignment does to the variable there is; or what is wrong. */
static const char *apply_sign(struct avow_span sign, bool is_boolean,
			      struct avow_variable *old)
{
	if (old && old->is_boolean != is_boolean)
		return "this variable is of the other kind";
	if (avow_span_is(sign, "+=")) {
		if (is_boolean)
			return "a boolean variable cannot be added to";
		return old ? NULL : "this variable was not defined before";
	}
	if (avow_span_is(sign, ":=") && old)
		old->count = 0;
	if (avow_span_is(sign, "=") && old)
		return "this variable was defined before";
	return NULL;
}

static void read_assignment(struct avow_profile_reader *reader,
			    struct avow_cursor *cursor)
{
	struct avow_token word = avow_token_next(cursor, AVOW_WORDS_RULE);
	struct avow_token sign = avow_token_next(cursor, AVOW_WORDS_RULE);
	struct avow_span name = avow_variable_name(word.text);
	bool is_boolean = word.text.data[0] == '$';
	struct avow_variable *old = avow_variables_find(&reader->variables, name);
	struct avow_variable *variable = old, ignored = { 0 };
	const char *defect = apply_sign(sign.text, is_boolean, old);

	if (!is_name(name))
		defect = "this is no name of a variable";
	if (defect)
		avow_reader_defect(reader, cursor, word.line, false, "%.*s: %s",
				   (int)word.text.length, word.text.data, defect);
	if (defect || (old && avow_span_is(sign.text, "?=")))
		variable = &ignored;
	else if (!old)
		variable = avow_variables_add(&reader->variables, reader->arena, name);
	reader->is_out_of_memory |= !variable;
	if (!variable)
		return;
	if (is_boolean)
		read_boolean(reader, cursor, variable, word.line);
	else
		read_values(reader, cursor, variable);
}

/* alias /from/ -> /to/, */
static void read_alias(struct avow_profile_reader *reader, struct avow_cursor *cursor)
{
	struct avow_token from, arrow, to;
	struct avow_alias *alias = avow_reader_alloc(reader, sizeof(*alias));
	struct avow_cursor begin;

	avow_token_next(cursor, AVOW_WORDS_RULE);
	begin = *cursor;
	from = avow_token_next(cursor, AVOW_WORDS_RULE);
	arrow = avow_token_next(cursor, AVOW_WORDS_RULE);
	to = avow_token_next(cursor, AVOW_WORDS_RULE);
	if (from.kind != AVOW_TOKEN_WORD || arrow.kind != AVOW_TOKEN_ARROW ||
	    to.kind != AVOW_TOKEN_WORD) {
		avow_reader_defect(reader, cursor, from.line, false,
				   "an alias is `alias /from/ -> /to/,`");
		*cursor = begin;
		avow_reader_skip(cursor);
		return;
	}
	avow_comma_read(reader, cursor);
	if (!alias || avow_reader_expand(reader, from.text, &alias->from) ||
	    avow_reader_expand(reader, to.text, &alias->to))
		return;
	if (!avow_span_starts_with(alias->from, "/") ||
	    !avow_span_starts_with(alias->to, "/")) {
		avow_reader_defect(reader, cursor, from.line, false,
				   "the paths of an alias begin with a /");
		return;
	}
	alias->next = reader->aliases;
	reader->aliases = alias;
}

static void read_included(struct avow_profile_reader *reader, struct avow_cursor *cursor,
			  void *context)
{
	(void)context;
	avow_preamble_read(reader, cursor);
}

/* `@{NAME}` is an assignment when its sign follows, else a profile begins. */
static bool is_assignment(const struct avow_cursor *cursor)
{
	struct avow_cursor copy = *cursor;
	struct avow_token word = avow_token_next(&copy, AVOW_WORDS_RULE);
	struct avow_token sign = avow_token_next(&copy, AVOW_WORDS_RULE);

	return word.kind == AVOW_TOKEN_WORD && word.text.length > 1 &&
	       (word.text.data[0] == '@' || word.text.data[0] == '$') &&
	       (sign.kind == AVOW_TOKEN_EQUALS || sign.kind == AVOW_TOKEN_COMPARISON);
}

void avow_preamble_read(struct avow_profile_reader *reader, struct avow_cursor *cursor)
{
	struct avow_include_request request;

	for (;;) {
		struct avow_token token;

		if (avow_include_read(cursor, &request)) {
			avow_include_open(reader, cursor, &request, read_included, NULL);
			continue;
		}
		token = avow_token_peek(cursor, AVOW_WORDS_RULE);
		if (avow_token_is(&token, "alias") || avow_token_is(&token, "rewrite"))
			read_alias(reader, cursor);
		else if (avow_token_is(&token, "abi"))
			avow_abi_read(reader, cursor);
		else if (is_assignment(cursor))
			read_assignment(reader, cursor);
		else
			break;
	}
}
