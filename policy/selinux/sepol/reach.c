/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Weighs booleans by the rules under them; what a rule is worth is told in reach.h. */
#include "policy/selinux/sepol/reach.h"

#include <stdlib.h>

#include "policy/selinux/sepol/internal.h"

#define BOOLEANS_MAX 16 /* of one expression; libsepol reads no more than ten */

/* How many types @value, a type or an attribute, means. */
static uint64_t types_of(const struct avow_sepol *sepol, uint32_t value)
{
	const type_datum_t *datum;
	uint64_t count = 0;

	if (value < 1 || value > sepol->db->p_types.nprim)
		return 0;
	datum = sepol->db->type_val_to_struct[value - 1];
	if (!datum || datum->flavor != TYPE_ATTRIB)
		return 1;
	for (const ebitmap_node_t *node = sepol->db->attr_type_map[value - 1].node; node;
	     node = node->next)
		count += (uint64_t)__builtin_popcountll(node->map);
	return count;
}

static uint64_t weigh(const struct avow_sepol *sepol, const cond_av_list_t *list)
{
	uint64_t weight = 0;

	for (; list; list = list->next) {
		const struct avtab_node *rule = list->node;

		if (rule->key.specified & AVTAB_ALLOWED)
			weight += types_of(sepol, rule->key.source_type) *
				  types_of(sepol, rule->key.target_type) *
				  (uint64_t)__builtin_popcount(rule->datum.data);
	}
	return weight;
}

int avow_sepol_index_reach(struct avow_sepol *sepol)
{
	uint32_t booleans[BOOLEANS_MAX];

	sepol->reach =
		calloc((size_t)sepol->db->p_bools.nprim + 1, sizeof(*sepol->reach));
	if (!sepol->reach)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < sepol->conditional_count; i++) {
		const cond_node_t *node = sepol->conditionals[i];
		uint64_t weight =
			weigh(sepol, node->true_list) + weigh(sepol, node->false_list);
		size_t count = avow_sepol_booleans(sepol, (uint32_t)(i + 1), booleans,
						   BOOLEANS_MAX);

		for (size_t j = 0; j < count && j < BOOLEANS_MAX; j++)
			sepol->reach[booleans[j] - 1] += weight;
	}
	return 0;
}

uint64_t avow_sepol_reach(const struct avow_sepol *sepol, uint32_t boolean)
{
	return boolean >= 1 && boolean <= sepol->db->p_bools.nprim
		       ? sepol->reach[boolean - 1]
		       : 0;
}
