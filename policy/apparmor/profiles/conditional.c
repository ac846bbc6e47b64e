/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Conditions: `if`, and the value of a boolean variable. `and` binds before `or`, as in
 * parser/parser_yacc.y; comparisons are those of parser/cond_expr.cc.
 */
#include "policy/apparmor/profiles/reader.h"

#include <stdlib.h>
#include <strings.h>

#include "policy/apparmor/pattern/escape.h"

struct expression {
	struct avow_profile_reader *reader;
	struct avow_cursor *cursor;
	const char *defect;
	unsigned depth;
};

static struct avow_token look(const struct expression *e)
{
	return avow_token_peek(e->cursor, AVOW_WORDS_RULE);
}

static struct avow_token next(struct expression *e)
{
	return avow_token_next(e->cursor, AVOW_WORDS_RULE);
}

static bool take(struct expression *e, const char *word)
{
	struct avow_token token = look(e);

	if (!avow_token_is(&token, word))
		return false;
	next(e);
	return true;
}

static bool fail(struct expression *e, const char *defect)
{
	if (!e->defect)
		e->defect = defect;
	return false;
}

static struct avow_variable *variable_of(const struct expression *e,
					 const struct avow_token *token)
{
	struct avow_span name = avow_variable_name(token->text);

	return name.length ? avow_variables_find(&e->reader->variables, name) : NULL;
}

/* `defined @{VAR}` */
static bool is_defined(struct expression *e)
{
	struct avow_token token = next(e);

	if (token.kind != AVOW_TOKEN_WORD || !avow_variable_name(token.text).length)
		return fail(e, "defined wants a variable behind it");
	return variable_of(e, &token) != NULL;
}

/* The values of one side of a comparison, sorted, each once. */
struct values {
	struct avow_span *all;
	size_t count;
};

/* A variable's values, or the word itself as the only one. */
static struct values values_of(struct expression *e, const struct avow_token *token)
{
	struct avow_variable *variable = variable_of(e, token);
	bool is_list = variable && !variable->is_boolean;
	const char *defect = NULL;
	struct values values;

	if (!is_list && token->text.length && token->text.data[0] == '@')
		fail(e, "a variable in it is not defined");
	if (is_list)
		defect = avow_variable_expand(&e->reader->variables, variable,
					      e->reader->arena);
	if (defect)
		fail(e, defect);
	values.count = is_list && !defect ? variable->expanded_count : 1;
	values.all = avow_reader_alloc(e->reader, values.count * sizeof(*values.all) + 1);
	if (!values.all)
		return (struct values){ 0 };
	if (!is_list || defect)
		values.all[0] = token->text;
	else if (values.count)
		memcpy(values.all, variable->expanded,
		       values.count * sizeof(*values.all));
	return values;
}

/* Whether all of @few are among @many. */
static bool has_all(const struct values *many, const struct values *few)
{
	size_t at = 0;

	for (size_t i = 0; i < few->count; i++, at++) {
		while (at < many->count &&
		       avow_span_compare(many->all[at], few->all[i]) < 0)
			at++;
		if (at == many->count || !avow_span_equal(many->all[at], few->all[i]))
			return false;
	}
	return true;
}

/* The number that is the only value: decimal, 0x or 0, as strtol(3) reads it. */
static bool number_of(const struct values *values, long *out)
{
	struct avow_span text = values->count == 1 ? values->all[0] : avow_span_of("");
	char copy[32], *end;

	if (!text.length || text.length >= sizeof(copy))
		return false;
	memcpy(copy, text.data, text.length);
	copy[text.length] = '\0';
	*out = strtol(copy, &end, 0);
	return end != copy && *end == '\0';
}

/* Sets are ordered by their first value that differs. */
static int compare_sets(const struct values *a, const struct values *b)
{
	size_t at = 0;

	while (at < a->count && at < b->count && avow_span_equal(a->all[at], b->all[at]))
		at++;
	if (at == a->count || at == b->count)
		return (at < a->count) - (at < b->count);
	return avow_span_compare(a->all[at], b->all[at]);
}

static bool order(struct expression *e, const char *sign, const struct values *left,
		  const struct values *right)
{
	long a, b;
	bool is_number = number_of(left, &a);
	int compared;

	if (is_number != number_of(right, &b))
		return fail(e, "numbers are only compared with numbers");
	compared = is_number ? (a > b) - (a < b) : compare_sets(left, right);
	if (sign[0] == '<')
		return sign[1] == '=' ? compared <= 0 : compared < 0;
	return sign[1] == '=' ? compared >= 0 : compared > 0;
}

static bool compare(struct expression *e, const struct avow_token *left)
{
	struct avow_token sign = next(e), right = next(e);
	struct values a = values_of(e, left), b = values_of(e, &right);
	bool is_equal;

	if (right.kind != AVOW_TOKEN_WORD)
		return fail(e, "a comparison lacks its right side");
	if (avow_token_is(&sign, "in"))
		return has_all(&b, &a);
	is_equal = has_all(&b, &a) && has_all(&a, &b);
	if (avow_span_is(sign.text, "=="))
		return is_equal;
	if (avow_span_is(sign.text, "!="))
		return !is_equal;
	if (!memchr("<>", sign.text.data[0], 2))
		return fail(e, "this is no comparison");
	return order(e, sign.text.data, &a, &b);
}

static bool is_word(struct avow_span text, const char *word)
{
	return text.length == strlen(word) &&
	       strncasecmp(text.data, word, text.length) == 0;
}

static bool read_or(struct expression *e);

static bool read_factor(struct expression *e)
{
	struct avow_token token = next(e), behind = look(e);
	const struct avow_variable *variable;
	bool value;

	if (token.kind == AVOW_TOKEN_LIST) {
		if (++e->depth > 50)
			return fail(e, "parentheses are nested too deeply");
		value = read_or(e);
		e->depth--;
		if (next(e).kind != AVOW_TOKEN_LIST_END)
			return fail(e, "a ( is not closed");
		return value;
	}
	if (token.kind != AVOW_TOKEN_WORD)
		return fail(e, "a condition is missing");
	if (avow_token_is(&token, "defined"))
		return is_defined(e);
	if (behind.kind == AVOW_TOKEN_COMPARISON || avow_token_is(&behind, "in"))
		return compare(e, &token);
	if (token.text.data[0] == '$') {
		variable = variable_of(e, &token);
		if (!variable || !variable->is_boolean)
			return fail(e, "a boolean variable in it is not defined");
		return variable->boolean;
	}
	if (is_word(token.text, "true") || is_word(token.text, "false"))
		return is_word(token.text, "true");
	return fail(e, "this is no condition");
}

static bool read_not(struct expression *e)
{
	bool is_inverse = false;

	while (take(e, "not"))
		is_inverse = !is_inverse;
	return read_factor(e) != is_inverse;
}

static bool read_and(struct expression *e)
{
	bool value = read_not(e);

	while (!e->defect && take(e, "and"))
		value &= read_not(e);
	return value;
}

static bool read_or(struct expression *e)
{
	bool value = read_and(e);

	while (!e->defect && take(e, "or"))
		value |= read_and(e);
	return value;
}

const char *avow_condition_read(struct avow_profile_reader *reader,
				struct avow_cursor *cursor, bool *out)
{
	struct expression e = { .reader = reader, .cursor = cursor };

	*out = read_or(&e);
	return e.defect;
}
