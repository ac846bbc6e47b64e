/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rules in an order that makes a decision quick. libsepol looks for a rule under
 * every pair of a source's and a target's attributes, some thousand lookups a
 * decision; here the rules of each source attribute are in one place, by class, and
 * whether the target fits is one bit.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

#define KINDS (AVTAB_ALLOWED | AVTAB_AUDITDENY | AVTAB_XPERMS)

struct filling {
	struct avow_sepol *sepol;
	uint32_t *next; /* by source - 1: where its next rule goes */
	uint32_t conditional;
	bool is_else;
};

static bool is_wanted(const struct avow_sepol *sepol, const avtab_key_t *key)
{
	return (key->specified & KINDS) && key->source_type >= 1 &&
	       key->source_type <= sepol->db->p_types.nprim;
}

static int count_rule(avtab_key_t *key, avtab_datum_t *datum, void *data)
{
	struct filling *filling = data;

	(void)datum;
	if (is_wanted(filling->sepol, key))
		filling->sepol->first_rule[key->source_type]++;
	return 0;
}

static int take_rule(avtab_key_t *key, avtab_datum_t *datum, void *data)
{
	struct filling *filling = data;
	struct indexed_rule *rule;

	if (!is_wanted(filling->sepol, key))
		return 0;
	rule = &filling->sepol->rules[filling->next[key->source_type - 1]++];
	rule->target = key->target_type;
	rule->tclass = key->target_class;
	rule->specified = key->specified & KINDS;
	rule->conditional = filling->conditional;
	rule->is_else = filling->is_else;
	rule->datum = datum;
	return 0;
}

static void each_conditional_rule(struct filling *filling, const cond_av_list_t *list,
				  int (*visit)(avtab_key_t *, avtab_datum_t *, void *))
{
	for (; list; list = list->next)
		(void)visit(&list->node->key, &list->node->datum, filling);
}

static void each_rule(struct filling *filling,
		      int (*visit)(avtab_key_t *, avtab_datum_t *, void *))
{
	struct avow_sepol *sepol = filling->sepol;

	filling->conditional = 0;
	filling->is_else = false;
	(void)avtab_map(&sepol->db->te_avtab, visit, filling);
	for (size_t i = 0; i < sepol->conditional_count; i++) {
		filling->conditional = (uint32_t)(i + 1);
		filling->is_else = false;
		each_conditional_rule(filling, sepol->conditionals[i]->true_list, visit);
		filling->is_else = true;
		each_conditional_rule(filling, sepol->conditionals[i]->false_list, visit);
	}
}

static int compare_rules(const void *left, const void *right)
{
	const struct indexed_rule *a = left, *b = right;

	if (a->tclass != b->tclass)
		return a->tclass < b->tclass ? -1 : 1;
	if (a->target != b->target)
		return a->target < b->target ? -1 : 1;
	if (a->specified != b->specified)
		return a->specified < b->specified ? -1 : 1;
	if (a->conditional != b->conditional)
		return a->conditional < b->conditional ? -1 : 1;
	return (int)a->is_else - (int)b->is_else;
}

/* The needed memory is two arrays: where a source's rules begin, and the rules. */
int avow_sepol_index_rules(struct avow_sepol *sepol)
{
	uint32_t types = sepol->db->p_types.nprim;
	struct filling filling = { .sepol = sepol };

	sepol->attributes = calloc((size_t)types + 1, sizeof(*sepol->attributes));
	sepol->first_rule = calloc((size_t)types + 2, sizeof(*sepol->first_rule));
	filling.next = calloc((size_t)types + 1, sizeof(*filling.next));
	if (!sepol->attributes || !sepol->first_rule || !filling.next) {
		free(filling.next);
		return AVOW_E_NOMEM;
	}
	each_rule(&filling, count_rule);
	for (uint32_t i = 1; i <= types; i++)
		sepol->first_rule[i] += sepol->first_rule[i - 1];
	memcpy(filling.next, sepol->first_rule, types * sizeof(*filling.next));
	sepol->rules =
		calloc((size_t)sepol->first_rule[types] + 1, sizeof(*sepol->rules));
	if (sepol->rules)
		each_rule(&filling, take_rule);
	free(filling.next);
	if (!sepol->rules)
		return AVOW_E_NOMEM;
	for (uint32_t i = 0; i < types; i++)
		qsort(sepol->rules + sepol->first_rule[i],
		      sepol->first_rule[i + 1] - sepol->first_rule[i],
		      sizeof(*sepol->rules), compare_rules);
	return 0;
}

/* The bits of the type's attributes; NULL when there is no memory to keep them. */
static const uint64_t *bits_of(const struct avow_sepol *sepol, uint32_t type)
{
	uint64_t **place = &sepol->attributes[type - 1];
	ebitmap_node_t *node;
	unsigned bit;

	if (*place)
		return *place;
	*place = calloc((size_t)sepol->db->p_types.nprim / 64 + 1, sizeof(uint64_t));
	if (!*place)
		return NULL;
	ebitmap_for_each_positive_bit(&sepol->db->type_attr_map[type - 1], node, bit)
	{
		if (bit < sepol->db->p_types.nprim)
			(*place)[bit / 64] |= UINT64_C(1) << (bit % 64);
	}
	return *place;
}

bool avow_sepol_has_attribute(const struct avow_sepol *sepol, uint32_t type,
			      uint32_t attribute)
{
	const uint64_t *bits;

	if (type == 0 || type > sepol->db->p_types.nprim || attribute == 0 ||
	    attribute > sepol->db->p_types.nprim)
		return false;
	bits = bits_of(sepol, type);
	if (!bits)
		return ebitmap_get_bit(&sepol->db->type_attr_map[type - 1],
				       attribute - 1) != 0;
	return (bits[(attribute - 1) / 64] >> ((attribute - 1) % 64)) & 1;
}

/* The first of the rules from @low to @high whose class is @tclass, or a later one. */
static uint32_t find_class(const struct avow_sepol *sepol, uint32_t low, uint32_t high,
			   uint16_t tclass)
{
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sepol->rules[middle].tclass < tclass)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void avow_sepol_visit(const struct avow_sepol *sepol, const struct avow_sepol_pair *pair,
		      void (*visit)(void *data, uint32_t source,
				    const struct indexed_rule *rule),
		      void *data)
{
	uint32_t types = sepol->db->p_types.nprim;
	ebitmap_node_t *node;
	unsigned attribute;

	if (pair->source == 0 || pair->source > types)
		return;
	ebitmap_for_each_positive_bit(&sepol->db->type_attr_map[pair->source - 1], node,
				      attribute)
	{
		uint32_t end, at;

		if (attribute >= types)
			break;
		end = sepol->first_rule[attribute + 1];
		at = find_class(sepol, sepol->first_rule[attribute], end, pair->tclass);
		for (; at < end && sepol->rules[at].tclass == pair->tclass; at++)
			if (avow_sepol_has_attribute(sepol, pair->target,
						     sepol->rules[at].target))
				visit(data, attribute + 1, &sepol->rules[at]);
	}
}
