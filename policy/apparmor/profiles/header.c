/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The head of a profile: its name, what it attaches to, its flags. */
#include "policy/apparmor/profiles/header.h"

#include <stdio.h>

#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/profiles/flags.h"

struct header {
	struct avow_profile_reader *reader;
	struct avow_cursor *cursor;
	struct avow_profile *profile;
	struct avow_flags flags;
};

static void complain(struct header *h, uint32_t line, const char *text)
{
	avow_reader_defect(h->reader, h->cursor, line, false, "%s", text);
}

/* Over a list in parentheses, the ( taken already; @each may be NULL. */
static void read_list(struct header *h, struct avow_span *whole,
		      const char *(*each)(struct header *, struct avow_span))
{
	struct avow_cursor ahead = *h->cursor;
	size_t begin = h->cursor->at, count = 0;
	struct avow_token token;

	do {
		token = avow_token_next(&ahead, AVOW_WORDS_LIST);
	} while (token.kind == AVOW_TOKEN_WORD || token.kind == AVOW_TOKEN_COMMA);
	*whole = avow_span_make(h->cursor->source->text.data + begin, token.at - begin);
	for (;;) {
		const char *defect = NULL;

		token = avow_token_next(h->cursor, AVOW_WORDS_LIST);
		if (token.kind != AVOW_TOKEN_WORD && token.kind != AVOW_TOKEN_COMMA)
			break;
		count += token.kind == AVOW_TOKEN_WORD;
		if (token.kind == AVOW_TOKEN_WORD && each)
			defect = each(h, token.text);
		if (defect)
			complain(h, token.line, defect);
	}
	if (token.kind != AVOW_TOKEN_LIST_END)
		complain(h, token.line, "a ( is not closed");
	else if (!count)
		complain(h, token.line, "a list is empty");
}

static const char *apply_flag(struct header *h, struct avow_span word)
{
	return avow_flags_add(&h->flags, h->reader, h->profile, word);
}

static void read_flags(struct header *h)
{
	read_list(h, &h->profile->flags, apply_flag);
}

static const char *check_identity(struct header *h, struct avow_span word)
{
	(void)h;
	if (word.data[word.length - 1] == '\\' ||
	    (word.data[0] != '"' && memchr(word.data, '\\', word.length)) ||
	    (word.length > 1 && word.data[0] == '"' && word.data[1] != '/' &&
	     memchr(word.data, ' ', word.length)))
		return "this is no identity";
	return NULL;
}

/* `WORD=(`, of which WORD is taken; false when it does not stand there. */
static bool take_assigned_list(struct header *h)
{
	struct avow_token equals = avow_token_next(h->cursor, AVOW_WORDS_RULE);
	struct avow_token list = avow_token_next(h->cursor, AVOW_WORDS_LIST);

	if (equals.kind == AVOW_TOKEN_EQUALS && list.kind == AVOW_TOKEN_LIST)
		return true;
	complain(h, equals.line, "=(...) is missing");
	return false;
}

static void read_identities(struct header *h)
{
	struct avow_token word = avow_token_next(h->cursor, AVOW_WORDS_RULE);
	struct avow_span ignored;

	if (!avow_token_is(&word, "identities"))
		complain(h, word.line, "behind + stands identities=(...)");
	else if (take_assigned_list(h))
		read_list(h, &ignored, check_identity);
}

static void read_xattrs(struct header *h, uint32_t line)
{
	struct avow_token token;
	size_t begin;

	if (h->profile->is_hat)
		complain(h, line, "a hat has no xattrs");
	if (h->profile->flags.length)
		complain(h, line, "xattrs stand before flags");
	if (!take_assigned_list(h))
		return;
	begin = h->cursor->at;
	do {
		token = avow_token_next(h->cursor, AVOW_WORDS_LIST);
	} while (token.kind == AVOW_TOKEN_WORD || token.kind == AVOW_TOKEN_COMMA);
	if (token.kind != AVOW_TOKEN_LIST_END)
		complain(h, token.line, "a ( is not closed");
	h->profile->xattrs =
		avow_span_make(h->cursor->source->text.data + begin, token.at - begin);
}

static void read_attachment(struct header *h, const struct avow_token *word)
{
	struct avow_span expanded;
	const char *defect = avow_reader_expand(h->reader, word->text, &expanded);

	if (defect)
		complain(h, word->line, defect);
	else if (word->text.data[0] != '@' &&
		 (!expanded.length || expanded.data[0] != '/'))
		complain(h, word->line, "what a profile attaches to begins with a /");
	else
		h->profile->attachment = expanded;
}

/* What may stand between the name and the brace. */
static bool read_part(struct header *h)
{
	struct avow_token token = avow_token_next(h->cursor, AVOW_WORDS_RULE);

	if (token.kind == AVOW_TOKEN_OPEN) {
		h->profile->open_at = token.at;
		return false;
	}
	if (token.kind == AVOW_TOKEN_LIST) {
		read_flags(h);
	} else if (token.kind == AVOW_TOKEN_PLUS) {
		read_identities(h);
	} else if (avow_token_is(&token, "flags")) {
		if (take_assigned_list(h))
			read_flags(h);
	} else if (avow_token_is(&token, "xattrs")) {
		read_xattrs(h, token.line);
	} else if (token.kind == AVOW_TOKEN_WORD && strchr("/@\"", token.text.data[0])) {
		read_attachment(h, &token);
	} else {
		complain(h, token.line,
			 "a profile's name is followed by what is not "
			 "understood");
		return token.kind != AVOW_TOKEN_END && token.kind != AVOW_TOKEN_CLOSE;
	}
	return true;
}

/* ":ns:name" and ":ns://name" apart. */
static void split_namespace(struct header *h, struct avow_span *name, uint32_t line)
{
	size_t length;

	if (!name->length || name->data[0] != ':')
		return;
	*name = avow_span_skip(*name, 1);
	length = avow_span_find(*name, ':');
	h->profile->namespace =
		avow_arena_string(h->reader->arena, avow_span_first(*name, length));
	if (!length || length == name->length)
		complain(h, line, "a namespace is :NAMESPACE:PROFILE");
	*name = avow_span_skip(*name, length + 1);
	if (avow_span_starts_with(*name, "//"))
		*name = avow_span_skip(*name, 2);
}

static const char *full_name(struct header *h, struct avow_span name)
{
	const struct avow_profile *parent = h->profile->parent;
	struct avow_buf full = { 0 };
	const char *copy;

	if (parent) {
		avow_buf_puts(&full, parent->name);
		avow_buf_puts(&full, "//");
	}
	avow_buf_append(&full, name);
	copy = full.failed ? NULL
			   : avow_arena_string(h->reader->arena, avow_buf_span(&full));
	h->reader->is_out_of_memory |= !copy;
	avow_buf_free(&full);
	return copy ? copy : "";
}

/* Whether a { follows, with nothing before it that ends a rule. */
static bool has_block(struct avow_cursor at)
{
	uint32_t line = at.line;
	bool is_list = false;

	for (;;) {
		struct avow_token token =
			avow_token_next(&at, is_list ? AVOW_WORDS_LIST : AVOW_WORDS_RULE);

		if (token.kind == AVOW_TOKEN_OPEN)
			return true;
		if (token.kind == AVOW_TOKEN_END || token.kind == AVOW_TOKEN_CLOSE ||
		    (token.kind == AVOW_TOKEN_COMMA && !is_list) ||
		    (token.line > line && avow_token_is(&token, "profile")))
			return false;
		if (token.kind == AVOW_TOKEN_LIST || token.kind == AVOW_TOKEN_LIST_END)
			is_list = token.kind == AVOW_TOKEN_LIST;
	}
}

bool avow_header_read(struct avow_profile_reader *reader, struct avow_cursor *cursor,
		      struct avow_profile *profile, bool has_keyword)
{
	struct header h = { .reader = reader, .cursor = cursor, .profile = profile };
	struct avow_token word = avow_token_next(cursor, AVOW_WORDS_NAME);
	struct avow_span name;
	const char *defect;

	if (word.kind != AVOW_TOKEN_WORD) {
		complain(&h, word.line, "a profile has no name");
		return false;
	}
	defect = avow_reader_expand(reader, word.text, &name);
	if (defect)
		complain(&h, word.line, defect);
	if (!defect && !has_keyword && (!name.length || !strchr("/:", name.data[0]))) {
		complain(&h, word.line,
			 "this is neither a rule nor a profile: a profile's name begins "
			 "with / or the word profile stands before it");
		return false;
	}
	if (!has_block(*cursor)) {
		complain(&h, word.line,
			 has_keyword ? "a profile has no { behind its head"
				     : "this stands in no profile");
		return false;
	}
	split_namespace(&h, &name, word.line);
	if (!defect && (!name.length || name.data[0] == '&'))
		complain(&h, word.line, "a profile has no name");
	profile->name = full_name(&h, name);
	if (name.length && name.data[0] == '/' && !profile->is_hat)
		profile->attachment = name;
	while (read_part(&h))
		;
	return true;
}
