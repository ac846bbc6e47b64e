/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_TOKEN_H
#define AVOW_APPARMOR_PROFILES_TOKEN_H

#include "policy/apparmor/profiles/profile.h"

/* Where reading stands in the text of one file. Copy it to look ahead. */
struct avow_cursor {
	const struct avow_profile_source *source;
	size_t at;     /* of source->text */
	uint32_t line; /* from 1 */
};

enum avow_token_kind {
	AVOW_TOKEN_END, /* of the file */
	AVOW_TOKEN_WORD,
	AVOW_TOKEN_COMMA,
	AVOW_TOKEN_OPEN,       /* { */
	AVOW_TOKEN_CLOSE,      /* } */
	AVOW_TOKEN_LIST,       /* ( */
	AVOW_TOKEN_LIST_END,   /* ) */
	AVOW_TOKEN_EQUALS,     /* = */
	AVOW_TOKEN_COMPARISON, /* <= < >= > == != += ?= := */
	AVOW_TOKEN_PLUS,
	AVOW_TOKEN_ARROW, /* -> */
	AVOW_TOKEN_LINE   /* the end of a line, where lines matter */
};

struct avow_token {
	enum avow_token_kind kind;
	struct avow_span text; /* as written, quotes and all; borrowed from the source */
	uint32_t line;
	size_t at; /* where it begins in source->text */
};

/* What ends a word besides a blank, as the states of apparmor_parser's scanner. */
enum avow_words {
	AVOW_WORDS_RULE, /* keywords end at any sign; paths and labels do not */
	AVOW_WORDS_NAME, /* nothing but blanks: names of profiles */
	AVOW_WORDS_LIST, /* commas and parentheses: values in a list */
	AVOW_WORDS_PEER, /* and `=`: conditions in a list */
	AVOW_WORDS_LINE, /* values of a variable: the line ends them */
};

/*
 * The next token; comments are passed over. The grammar is that of
 * parser/parser_lex.l of AppArmor.
 */
struct avow_token avow_token_next(struct avow_cursor *cursor, enum avow_words words);

/* Likewise, without moving. */
struct avow_token avow_token_peek(const struct avow_cursor *cursor,
				  enum avow_words words);

static inline bool avow_token_is(const struct avow_token *token, const char *word)
{
	return token->kind == AVOW_TOKEN_WORD && avow_span_is(token->text, word);
}

#endif
