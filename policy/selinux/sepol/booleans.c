/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Booleans and the conditionals that they decide over. The values are kept here, so
 * that turning one over changes nothing in libsepol's policy. A binary policy does
 * not keep the list of booleans of a conditional, so it is read off the expression.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

/* More than libsepol lets an expression need when it reads one (COND_EXPR_MAXDEPTH). */
#define DEPTH_MAX 64

int avow_sepol_index_conditionals(struct avow_sepol *sepol)
{
	uint32_t booleans = sepol->db->p_bools.nprim;
	size_t nodes = 0;

	for (cond_node_t *node = sepol->db->cond_list; node; node = node->next)
		nodes++;
	sepol->conditionals = calloc(nodes + 1, sizeof(sepol->conditionals[0]));
	sepol->states = calloc(nodes + 1, sizeof(sepol->states[0]));
	sepol->booleans = calloc((size_t)booleans + 1, sizeof(sepol->booleans[0]));
	if (!sepol->conditionals || !sepol->states || !sepol->booleans)
		return AVOW_E_NOMEM;
	for (uint32_t i = 0; i < booleans; i++)
		sepol->booleans[i] = sepol->db->bool_val_to_struct[i] &&
				     sepol->db->bool_val_to_struct[i]->state != 0;
	for (cond_node_t *node = sepol->db->cond_list; node; node = node->next) {
		uint32_t number = (uint32_t)++sepol->conditional_count;

		sepol->conditionals[number - 1] = node;
		sepol->states[number - 1] =
			(int8_t)avow_sepol_evaluate(sepol, number, NULL, 0);
	}
	return 0;
}

static int value_of(const struct avow_sepol *sepol, uint32_t boolean,
		    const uint32_t *flipped, size_t count)
{
	bool value = sepol->booleans[boolean - 1];

	for (size_t i = 0; i < count; i++)
		if (flipped[i] == boolean)
			value = !value;
	return value;
}

static int combine(uint32_t operator, int left, int right)
{
	switch (operator) {
	case COND_OR:
		return left | right;
	case COND_AND:
		return left & right;
	case COND_XOR:
	case COND_NEQ:
		return left ^ right;
	case COND_EQ:
		return left == right;
	default:
		return -1;
	}
}

/* Postfix, as cond_evaluate_expr() of libsepol and the kernel. */
int avow_sepol_evaluate(const struct avow_sepol *sepol, uint32_t conditional,
			const uint32_t *flipped, size_t count)
{
	const cond_expr_t *part = sepol->conditionals[conditional - 1]->expr;
	int stack[DEPTH_MAX];
	size_t depth = 0;

	for (; part; part = part->next) {
		if (part->expr_type == COND_BOOL) {
			if (depth == DEPTH_MAX ||
			    !avow_sepol_boolean_name(sepol, part->boolean))
				return -1;
			stack[depth++] = value_of(sepol, part->boolean, flipped, count);
		} else if (part->expr_type == COND_NOT) {
			if (depth < 1)
				return -1;
			stack[depth - 1] = !stack[depth - 1];
		} else {
			if (depth < 2)
				return -1;
			depth--;
			stack[depth - 1] =
				combine(part->expr_type, stack[depth - 1], stack[depth]);
			if (stack[depth - 1] < 0)
				return -1;
		}
	}
	return depth == 1 ? stack[0] : -1;
}

bool avow_sepol_is_in_force(const struct avow_sepol *sepol,
			    const struct indexed_rule *rule)
{
	if (rule->conditional == 0)
		return true;
	return sepol->states[rule->conditional - 1] == !rule->is_else;
}

/* Puts @boolean in its place among the @count so far; the new count. */
static size_t insert_boolean(uint32_t boolean, uint32_t *out, size_t count, size_t max)
{
	size_t at = 0;

	while (at < count && out[at] < boolean)
		at++;
	if (at == max || (at < count && out[at] == boolean))
		return count;
	if (count == max)
		count--;
	memmove(out + at + 1, out + at, (count - at) * sizeof(*out));
	out[at] = boolean;
	return count + 1;
}

size_t avow_sepol_booleans(const struct avow_sepol *sepol, uint32_t conditional,
			   uint32_t *out, size_t max)
{
	size_t count = 0;

	if (conditional == 0 || conditional > sepol->conditional_count)
		return 0;
	for (const cond_expr_t *part = sepol->conditionals[conditional - 1]->expr; part;
	     part = part->next)
		if (part->expr_type == COND_BOOL &&
		    avow_sepol_boolean_name(sepol, part->boolean))
			count = insert_boolean(part->boolean, out, count, max);
	return count;
}

const char *avow_sepol_boolean_name(const struct avow_sepol *sepol, uint32_t boolean)
{
	if (boolean == 0 || boolean > sepol->db->p_bools.nprim)
		return NULL;
	return sepol->db->p_bool_val_to_name[boolean - 1];
}

uint32_t avow_sepol_boolean_named(const struct avow_sepol *sepol, struct avow_span name)
{
	for (uint32_t boolean = 1; boolean <= sepol->db->p_bools.nprim; boolean++) {
		const char *own = avow_sepol_boolean_name(sepol, boolean);

		if (own && avow_span_is(name, own))
			return boolean;
	}
	return 0;
}

bool avow_sepol_boolean_state(const struct avow_sepol *sepol, uint32_t boolean)
{
	return sepol->booleans[boolean - 1];
}

static bool mentions(const cond_node_t *node, uint32_t boolean)
{
	for (const cond_expr_t *part = node->expr; part; part = part->next)
		if (part->expr_type == COND_BOOL && part->boolean == boolean)
			return true;
	return false;
}

void avow_sepol_flip(struct avow_sepol *sepol, uint32_t boolean)
{
	sepol->booleans[boolean - 1] = !sepol->booleans[boolean - 1];
	for (size_t i = 0; i < sepol->conditional_count; i++)
		if (mentions(sepol->conditionals[i], boolean))
			sepol->states[i] = (int8_t)avow_sepol_evaluate(
				sepol, (uint32_t)(i + 1), NULL, 0);
}

static const char *operator_text(uint32_t operator)
{
	static const char *const texts[] = {
		[COND_OR] = " || ", [COND_AND] = " && ", [COND_XOR] = " ^ ",
		[COND_EQ] = " == ", [COND_NEQ] = " != ",
	};

	return operator < AVOW_ARRAY_SIZE(texts) && texts[operator] ? texts[operator]
								    : " ? ";
}

/* Writes the sub-expression that ends with the part @at; the part before it. */
static size_t append_part(const struct avow_sepol *sepol, const cond_expr_t *const *parts,
			  size_t at, struct avow_buf *out)
{
	struct avow_buf right = { 0 };
	size_t next;

	if (parts[at]->expr_type == COND_BOOL) {
		avow_buf_puts(out, avow_sepol_boolean_name(sepol, parts[at]->boolean));
		return at;
	}
	if (parts[at]->expr_type == COND_NOT) {
		avow_buf_putc(out, '!');
		return append_part(sepol, parts, at - 1, out);
	}
	next = append_part(sepol, parts, at - 1, &right);
	avow_buf_putc(out, '(');
	next = append_part(sepol, parts, next - 1, out);
	avow_buf_puts(out, operator_text(parts[at]->expr_type));
	avow_buf_append(out, avow_buf_span(&right));
	avow_buf_putc(out, ')');
	out->failed |= right.failed;
	avow_buf_free(&right);
	return next;
}

void avow_sepol_expression(const struct avow_sepol *sepol, uint32_t conditional,
			   struct avow_buf *out)
{
	const cond_expr_t *parts[DEPTH_MAX];
	size_t count = 0;

	/* What evaluates is a whole expression, so that the parts fit together. */
	if (avow_sepol_evaluate(sepol, conditional, NULL, 0) < 0)
		return;
	for (const cond_expr_t *part = sepol->conditionals[conditional - 1]->expr; part;
	     part = part->next) {
		if (count == DEPTH_MAX) {
			avow_buf_puts(out, "...");
			return;
		}
		parts[count++] = part;
	}
	append_part(sepol, parts, count - 1, out);
}
