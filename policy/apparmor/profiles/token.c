/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words and signs of a profile. What they mean is in read.c and rules/. */
#include "policy/apparmor/profiles/token.h"

static char peek(const struct avow_cursor *c, size_t ahead)
{
	struct avow_span text = c->source->text;

	return c->at + ahead < text.length ? text.data[c->at + ahead] : '\0';
}

static bool is_over(const struct avow_cursor *c)
{
	return c->at >= c->source->text.length;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r';
}

static void skip_comment(struct avow_cursor *c)
{
	while (!is_over(c) && peek(c, 0) != '\n')
		c->at++;
}

/*
 * Blanks, comments, and lines where they do not matter. Where they do, behind the sign of
 * an assignment, the scanner of apparmor_parser 3.0 knows no comments: `@{X}=/a # b` has
 * three values.
 */
static void skip_blanks(struct avow_cursor *c, bool has_lines)
{
	for (; !is_over(c); c->at++) {
		char byte = peek(c, 0);

		if (byte == '#' && !has_lines) {
			skip_comment(c);
			byte = peek(c, 0);
			if (is_over(c))
				return;
		}
		if (has_lines && byte == '\\' && peek(c, 1) == '\n') {
			c->at++;
			c->line++;
		} else if (byte == '\n' && !has_lines) {
			c->line++;
		} else if (!is_blank(byte)) {
			return;
		}
	}
}

/* A byte that can follow a comma within a word: `/foo,bar`. */
static bool joins(char byte)
{
	return byte && !is_blank(byte) && byte != '\n' && byte != '"' && byte != '!' &&
	       byte != ',';
}

static bool is_path(char first)
{
	return first == '/' || first == '@' || first == ':' || first == '&';
}

/* Whether what stands at the cursor ends a word that began with @first. */
static bool ends(const struct avow_cursor *c, enum avow_words words, char first)
{
	char byte = peek(c, 0);

	if (is_blank(byte) || byte == '\n' || byte == '"' || byte == '!')
		return true;
	if (words == AVOW_WORDS_LIST || words == AVOW_WORDS_PEER)
		return byte == ',' || byte == '(' || byte == ')' ||
		       (words == AVOW_WORDS_PEER &&
			(byte == '=' || (byte == ':' && peek(c, 1) == '=')));
	if (words == AVOW_WORDS_RULE && !is_path(first))
		return strchr("=(){},<>+?:", byte) != NULL;
	return byte == ',' && !joins(peek(c, 1));
}

/* `@{NAME}` before an assignment is a word by itself; no path goes on with a +. */
static bool is_assigned(const struct avow_cursor *c)
{
	static const char *const signs[] = { "=", "+", "?=", ":=" };
	struct avow_span rest = avow_span_skip(c->source->text, c->at);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++)
		if (avow_span_starts_with(rest, signs[i]))
			return true;
	return false;
}

/* Over a variable's name at the cursor, to where it may be assigned to. */
static bool skip_variable(struct avow_cursor *c)
{
	size_t length = 1;

	while (peek(c, length) == '_' || peek(c, length) == '{' ||
	       (peek(c, length) >= '0' && peek(c, length) <= '9') ||
	       (peek(c, length) >= 'A' && peek(c, length) <= 'Z') ||
	       (peek(c, length) >= 'a' && peek(c, length) <= 'z'))
		length++;
	length += peek(c, length) == '}';
	c->at += length;
	return is_assigned(c);
}

static void skip_word(struct avow_cursor *c, enum avow_words words)
{
	char first = peek(c, 0);

	if (words == AVOW_WORDS_RULE && (first == '@' || first == '$') &&
	    skip_variable(c))
		return;
	while (!is_over(c) && !ends(c, words, first)) {
		if (peek(c, 0) == '\\' && peek(c, 1) && peek(c, 1) != '\n')
			c->at++;
		c->at++;
	}
}

/* A quote that is not closed in its line ends with it, so that no more is lost. */
static void skip_quoted(struct avow_cursor *c)
{
	for (c->at++; !is_over(c); c->at++) {
		char byte = peek(c, 0);

		if (byte == '\n')
			return;
		if (byte == '\\' && peek(c, 1) && peek(c, 1) != '\n')
			c->at++;
		else if (byte == '"')
			break;
	}
	c->at += !is_over(c);
}

#define IN(words) (1U << (words))
#define EVERYWHERE (~0U)
#define IN_RULE IN(AVOW_WORDS_RULE)

/* Which signs there are where: in a list, `{a,b}` is a value. */
static const struct {
	const char *text;
	enum avow_token_kind kind;
	unsigned words;
} signs[] = {
	{ "->", AVOW_TOKEN_ARROW, IN_RULE },
	{ "<=", AVOW_TOKEN_COMPARISON, IN_RULE },
	{ ">=", AVOW_TOKEN_COMPARISON, IN_RULE },
	{ "==", AVOW_TOKEN_COMPARISON, IN_RULE },
	{ "!=", AVOW_TOKEN_COMPARISON, IN_RULE },
	{ "+=", AVOW_TOKEN_COMPARISON, IN_RULE },
	{ "?=", AVOW_TOKEN_COMPARISON, IN_RULE },
	{ ":=", AVOW_TOKEN_COMPARISON, IN_RULE | IN(AVOW_WORDS_PEER) },
	{ "<", AVOW_TOKEN_COMPARISON, IN_RULE },
	{ ">", AVOW_TOKEN_COMPARISON, IN_RULE },
	{ "=", AVOW_TOKEN_EQUALS, IN_RULE | IN(AVOW_WORDS_PEER) },
	{ "+", AVOW_TOKEN_PLUS, IN_RULE },
	{ ",", AVOW_TOKEN_COMMA, EVERYWHERE },
	{ "(", AVOW_TOKEN_LIST, EVERYWHERE },
	{ ")", AVOW_TOKEN_LIST_END, EVERYWHERE },
	{ "{", AVOW_TOKEN_OPEN, IN_RULE },
	{ "}", AVOW_TOKEN_CLOSE, IN_RULE },
	{ "\n", AVOW_TOKEN_LINE, IN(AVOW_WORDS_LINE) },
};

static bool read_sign(struct avow_cursor *c, enum avow_words words,
		      struct avow_token *token)
{
	struct avow_span rest = avow_span_skip(c->source->text, c->at);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(signs); i++) {
		if (!(signs[i].words & IN(words)) ||
		    !avow_span_starts_with(rest, signs[i].text))
			continue;
		token->kind = signs[i].kind;
		c->at += strlen(signs[i].text);
		c->line += signs[i].kind == AVOW_TOKEN_LINE;
		return true;
	}
	return false;
}

struct avow_token avow_token_next(struct avow_cursor *cursor, enum avow_words words)
{
	struct avow_token token = { .kind = AVOW_TOKEN_END };

	skip_blanks(cursor, words == AVOW_WORDS_LINE);
	token.line = cursor->line;
	token.at = cursor->at;
	if (is_over(cursor))
		return token;
	if (!read_sign(cursor, words, &token)) {
		token.kind = AVOW_TOKEN_WORD;
		if (peek(cursor, 0) == '"')
			skip_quoted(cursor);
		else
			skip_word(cursor, words);
		if (cursor->at == token.at)
			cursor->at++;
	}
	token.text = avow_span_make(cursor->source->text.data + token.at,
				    cursor->at - token.at);
	return token;
}

struct avow_token avow_token_peek(const struct avow_cursor *cursor, enum avow_words words)
{
	struct avow_cursor copy = *cursor;

	return avow_token_next(&copy, words);
}
