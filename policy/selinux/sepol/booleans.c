/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Booleans and the conditionals that they decide over. A binary policy does not
 * keep the list of booleans of a conditional, so it is read off the expression.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

static size_t count_rules(const cond_av_list_t *list)
{
	size_t count = 0;

	for (; list; list = list->next)
		count++;
	return count;
}

static void note_rules(struct avow_sepol *sepol, const cond_av_list_t *list,
		       uint32_t conditional)
{
	for (; list; list = list->next) {
		struct conditional_rule *row =
			&sepol->conditional_rules[sepol->conditional_rule_count++];

		row->rule = list->node;
		row->conditional = conditional;
	}
}

static int by_address(const void *left, const void *right)
{
	uintptr_t a = (uintptr_t)((const struct conditional_rule *)left)->rule;
	uintptr_t b = (uintptr_t)((const struct conditional_rule *)right)->rule;

	return (a > b) - (a < b);
}

int avow_sepol_index_conditionals(struct avow_sepol *sepol)
{
	size_t nodes = 0, rules = 0;

	for (cond_node_t *node = sepol->db->cond_list; node; node = node->next) {
		nodes++;
		rules += count_rules(node->true_list) + count_rules(node->false_list);
	}
	sepol->conditionals = calloc(nodes + 1, sizeof(sepol->conditionals[0]));
	sepol->conditional_rules = calloc(rules + 1, sizeof(sepol->conditional_rules[0]));
	if (!sepol->conditionals || !sepol->conditional_rules)
		return AVOW_E_NOMEM;
	for (cond_node_t *node = sepol->db->cond_list; node; node = node->next) {
		uint32_t number = (uint32_t)++sepol->conditional_count;

		sepol->conditionals[number - 1] = node;
		note_rules(sepol, node->true_list, number);
		note_rules(sepol, node->false_list, number);
	}
	qsort(sepol->conditional_rules, sepol->conditional_rule_count,
	      sizeof(sepol->conditional_rules[0]), by_address);
	return 0;
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

bool avow_sepol_boolean_state(const struct avow_sepol *sepol, uint32_t boolean)
{
	return sepol->db->bool_val_to_struct[boolean - 1]->state != 0;
}

void avow_sepol_flip(struct avow_sepol *sepol, uint32_t boolean)
{
	cond_bool_datum_t *datum = sepol->db->bool_val_to_struct[boolean - 1];

	datum->state = !datum->state;
	(void)evaluate_conds(sepol->db);
}
