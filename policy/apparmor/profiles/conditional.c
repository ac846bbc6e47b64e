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

static const struct avow_variable *variable_of(const struct expression *e,
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

/* A variable's values, or the word itself as the only one. */
static size_t values_of(struct expression *e, const struct avow_token *token,
			const struct avow_span **values, struct avow_span *self)
{
	const struct avow_variable *variable = variable_of(e, token);

	*self = token->text;
	*values = self;
	if (variable && !variable->is_boolean) {
		*values = variable->values;
		return variable->count;
	}
	if (token->text.length && token->text.data[0] == '@')
		fail(e, "a variable in it is not defined");
	return 1;
}

static bool has_all(const struct avow_span *in, size_t in_count,
		    const struct avow_span *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		while (at < in_count && !avow_span_equal(in[at], values[i]))
			at++;
		if (at == in_count)
			return false;
	}
	return true;
}

static bool order(struct expression *e, const char *sign, struct avow_span left,
		  struct avow_span right)
{
	uint64_t a, b;
	int compared;

	if (avow_span_to_u64(left, 10, &a) != avow_span_to_u64(right, 10, &b))
		return fail(e, "numbers are only compared with numbers");
	if (avow_span_to_u64(left, 10, &a) && avow_span_to_u64(right, 10, &b))
		compared = a < b ? -1 : a > b;
	else
		compared = avow_span_compare(left, right);
	if (sign[0] == '<')
		return sign[1] == '=' ? compared <= 0 : compared < 0;
	return sign[1] == '=' ? compared >= 0 : compared > 0;
}

static bool compare(struct expression *e, const struct avow_token *left)
{
	struct avow_token sign = next(e), right = next(e);
	const struct avow_span *a, *b;
	struct avow_span self_a, self_b;
	size_t count_a = values_of(e, left, &a, &self_a);
	size_t count_b = values_of(e, &right, &b, &self_b);
	bool is_equal;

	if (right.kind != AVOW_TOKEN_WORD)
		return fail(e, "a comparison lacks its right side");
	if (avow_token_is(&sign, "in"))
		return has_all(b, count_b, a, count_a);
	is_equal = has_all(b, count_b, a, count_a) && has_all(a, count_a, b, count_b);
	if (avow_span_is(sign.text, "=="))
		return is_equal;
	if (avow_span_is(sign.text, "!="))
		return !is_equal;
	if (!count_a || !count_b || sign.text.data[0] == '+' || sign.text.data[0] == '?')
		return fail(e, "this is no comparison");
	return order(e, sign.text.data, a[0], b[0]);
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
