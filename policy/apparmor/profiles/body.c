/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The body of a profile: its rules, blocks, includes, conditions, children and hats. */
#include "policy/apparmor/profiles/reader.h"

#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/profiles/header.h"

#define DEPTH_MAX 100

struct body {
	struct avow_profile_reader *reader;
	struct avow_cursor *cursor;
	struct avow_profile *profile;
	const struct avow_rule_prefix *prefix;
};

static void complain(struct body *b, uint32_t line, const char *text)
{
	avow_reader_defect(b->reader, b->cursor, line, false, "%s", text);
}

/* Over the brace that ends a block. */
static void close_block(struct body *b, uint32_t line)
{
	struct avow_token token = avow_token_next(b->cursor, AVOW_WORDS_RULE);

	if (token.kind != AVOW_TOKEN_CLOSE)
		complain(b, line, "this { is not closed");
}

static bool enter(struct body *b, uint32_t line)
{
	if (++b->reader->depth <= DEPTH_MAX)
		return true;
	b->reader->depth--;
	complain(b, line, "blocks are nested too deeply");
	avow_reader_skip(b->cursor);
	return false;
}

/* What stands before a rule joined with what stands before the block around it. */
static struct avow_rule_prefix join(const struct avow_rule_prefix *outer,
				    const struct avow_rule_prefix *inner)
{
	struct avow_rule_prefix joined = *inner;

	if (!outer)
		return joined;
	joined.is_audit |= outer->is_audit;
	if (outer->mode != AVOW_RULE_ALLOW)
		joined.mode = outer->mode;
	if (outer->owner != AVOW_OWNER_ANY)
		joined.owner = outer->owner;
	return joined;
}

static bool read_priority(struct body *b, struct avow_rule_prefix *prefix)
{
	struct avow_cursor copy = *b->cursor;
	struct avow_token word = avow_token_next(&copy, AVOW_WORDS_RULE);
	struct avow_token equals = avow_token_next(&copy, AVOW_WORDS_RULE);
	struct avow_token number = avow_token_next(&copy, AVOW_WORDS_NAME);
	struct avow_span digits = number.text;
	bool is_negative;
	uint64_t value;

	if (!avow_token_is(&word, "priority") || equals.kind != AVOW_TOKEN_EQUALS)
		return false;
	*b->cursor = copy;
	is_negative = digits.length && digits.data[0] == '-';
	if (digits.length && (is_negative || digits.data[0] == '+'))
		digits = avow_span_skip(digits, 1);
	if (!avow_span_to_u64(digits, 10, &value) || value > 1000)
		complain(b, number.line, "a priority is a number from -1000 to 1000");
	else
		prefix->priority = is_negative ? -(int)value : (int)value;
	prefix->has_priority = true;
	return true;
}

static const struct {
	const char *word;
	bool is_audit, has_mode;
	enum avow_rule_mode mode;
	enum avow_rule_owner owner;
} qualifiers[] = {
	{ "audit", true, false, AVOW_RULE_ALLOW, AVOW_OWNER_ANY },
	{ "allow", false, true, AVOW_RULE_ALLOW, AVOW_OWNER_ANY },
	{ "deny", false, true, AVOW_RULE_DENY, AVOW_OWNER_ANY },
	{ "prompt", false, true, AVOW_RULE_PROMPT, AVOW_OWNER_ANY },
	{ "owner", false, false, AVOW_RULE_ALLOW, AVOW_OWNER_ONLY },
	{ "user", false, false, AVOW_RULE_ALLOW, AVOW_OWNER_ONLY },
	{ "other", false, false, AVOW_RULE_ALLOW, AVOW_OWNER_OTHER },
};

/* Takes a qualifier at the cursor; they have one order: priority audit allow owner. */
static bool take_qualifier(struct body *b, struct avow_rule_prefix *prefix)
{
	struct avow_token token = avow_token_peek(b->cursor, AVOW_WORDS_RULE);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(qualifiers); i++) {
		if (!avow_token_is(&token, qualifiers[i].word))
			continue;
		if ((qualifiers[i].is_audit && (prefix->is_audit || prefix->has_mode)) ||
		    (qualifiers[i].has_mode && prefix->has_mode) ||
		    prefix->owner != AVOW_OWNER_ANY)
			complain(b, token.line,
				 "qualifiers stand once, in the order priority, audit, "
				 "allow or deny, owner");
		prefix->is_audit |= qualifiers[i].is_audit;
		prefix->has_mode |= qualifiers[i].has_mode;
		if (qualifiers[i].has_mode)
			prefix->mode = qualifiers[i].mode;
		if (qualifiers[i].owner != AVOW_OWNER_ANY)
			prefix->owner = qualifiers[i].owner;
		avow_token_next(b->cursor, AVOW_WORDS_RULE);
		return true;
	}
	return false;
}

static void read_block(struct body *b, const struct avow_rule_prefix *prefix)
{
	struct avow_token open = avow_token_next(b->cursor, AVOW_WORDS_RULE);

	if (prefix->has_priority)
		complain(b, open.line, "a block of rules has no priority");
	if (!enter(b, open.line))
		return;
	avow_body_read(b->reader, b->cursor, b->profile, prefix);
	close_block(b, open.line);
	b->reader->depth--;
}

static void read_qualified(struct body *b)
{
	struct avow_rule_prefix own = { 0 }, prefix;
	struct avow_token token;

	read_priority(b, &own);
	while (take_qualifier(b, &own))
		;
	prefix = join(b->prefix, &own);
	token = avow_token_peek(b->cursor, AVOW_WORDS_RULE);
	if (token.kind == AVOW_TOKEN_OPEN)
		read_block(b, &prefix);
	else
		avow_rule_read(b->reader, b->cursor, b->profile, &prefix);
}

/* The block of a condition that does not hold is read, for its errors, and dropped. */
static void read_branch(struct body *b, bool is_taken, uint32_t line)
{
	struct avow_token open = avow_token_peek(b->cursor, AVOW_WORDS_RULE);
	struct avow_profile nobody = { .name = b->profile->name,
				       .rules_end = &nobody.rules,
				       .includes_end = &nobody.includes };
	struct avow_profile **end = b->reader->out->end;
	size_t count = b->reader->out->count;
	bool was_dropped = b->reader->is_dropped;

	if (open.kind != AVOW_TOKEN_OPEN) {
		complain(b, line, "a condition is followed by { ... }");
		return;
	}
	avow_token_next(b->cursor, AVOW_WORDS_RULE);
	if (!enter(b, line))
		return;
	b->reader->is_dropped |= !is_taken;
	avow_body_read(b->reader, b->cursor, is_taken ? b->profile : &nobody, b->prefix);
	b->reader->is_dropped = was_dropped;
	close_block(b, line);
	b->reader->depth--;
	if (is_taken)
		return;
	*end = NULL;
	b->reader->out->end = end;
	b->reader->out->count = count;
}

static void read_if(struct body *b)
{
	bool is_done = false;

	for (;;) {
		struct avow_token word = avow_token_next(b->cursor, AVOW_WORDS_RULE);
		struct avow_token token;
		bool holds;
		const char *defect = avow_condition_read(b->reader, b->cursor, &holds);

		if (defect)
			complain(b, word.line, defect);
		read_branch(b, holds && !is_done, word.line);
		is_done |= holds;
		token = avow_token_peek(b->cursor, AVOW_WORDS_RULE);
		if (!avow_token_is(&token, "else"))
			return;
		avow_token_next(b->cursor, AVOW_WORDS_RULE);
		token = avow_token_peek(b->cursor, AVOW_WORDS_RULE);
		if (!avow_token_is(&token, "if"))
			break;
	}
	read_branch(b, !is_done, b->cursor->line);
}

static void read_included(struct avow_profile_reader *reader, struct avow_cursor *cursor,
			  void *context)
{
	const struct body *outer = context;
	struct avow_token token;

	avow_body_read(reader, cursor, outer->profile, outer->prefix);
	token = avow_token_peek(cursor, AVOW_WORDS_RULE);
	if (token.kind == AVOW_TOKEN_CLOSE)
		avow_reader_defect(reader, cursor, token.line, false,
				   "this } closes nothing in its file");
}

static void read_include(struct body *b, const struct avow_include_request *request)
{
	struct avow_profile_include *note = avow_reader_alloc(b->reader, sizeof(*note));

	if (!note)
		return;
	note->text = request->text;
	note->place = (struct avow_profile_place){ b->cursor->source, request->line };
	note->is_optional = request->is_optional;
	*b->profile->includes_end = note;
	b->profile->includes_end = &note->next;
	note->is_found =
		avow_include_open(b->reader, b->cursor, request, read_included, b);
}

/* `profile NAME`, `hat NAME`, `^NAME`; the word or sign is taken. */
static bool take_child(struct body *b, bool *is_hat)
{
	struct avow_token token = avow_token_peek(b->cursor, AVOW_WORDS_RULE);

	*is_hat = avow_token_is(&token, "hat");
	if (token.kind == AVOW_TOKEN_WORD && token.text.data[0] == '^') {
		*is_hat = true;
		*b->cursor = (struct avow_cursor){ b->cursor->source, token.at + 1,
						   token.line };
		return true;
	}
	if (!*is_hat && !avow_token_is(&token, "profile"))
		return false;
	avow_token_next(b->cursor, AVOW_WORDS_RULE);
	return true;
}

void avow_body_read(struct avow_profile_reader *reader, struct avow_cursor *cursor,
		    struct avow_profile *profile, const struct avow_rule_prefix *prefix)
{
	struct body b = { reader, cursor, profile, prefix };
	struct avow_include_request request;
	bool is_hat;

	while (!reader->is_out_of_memory) {
		struct avow_token token;

		if (avow_include_read(cursor, &request)) {
			read_include(&b, &request);
			continue;
		}
		token = avow_token_peek(cursor, AVOW_WORDS_RULE);
		if (token.kind == AVOW_TOKEN_CLOSE || token.kind == AVOW_TOKEN_END)
			return;
		if (take_child(&b, &is_hat))
			avow_profile_read(reader, cursor, profile, is_hat);
		else if (avow_token_is(&token, "if"))
			read_if(&b);
		else if (avow_token_is(&token, "abi"))
			avow_abi_read(reader, cursor);
		else
			read_qualified(&b);
	}
}
