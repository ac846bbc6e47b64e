/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Goes over the types of a policy: what a decision asks of one pair is asked here of a
 * row or a column of pairs, in one pass over the rules of the class.
 */
#include "policy/selinux/sepol/types.h"

#include <stdlib.h>

#include "policy/selinux/sepol/internal.h"

uint32_t avow_sepol_type_max(const struct avow_sepol *sepol)
{
	return sepol->db->p_types.nprim;
}

bool avow_sepol_is_type(const struct avow_sepol *sepol, uint32_t type)
{
	const type_datum_t *datum;

	if (type == 0 || type > sepol->db->p_types.nprim)
		return false;
	datum = sepol->db->type_val_to_struct[type - 1];
	return datum && datum->flavor != TYPE_ATTRIB;
}

uint32_t avow_sepol_attribute(const struct avow_sepol *sepol, const char *name)
{
	const type_datum_t *datum = hashtab_search(sepol->db->p_types.table, name);

	if (!datum || datum->flavor != TYPE_ATTRIB ||
	    datum->s.value > sepol->db->p_types.nprim)
		return 0;
	return datum->s.value;
}

bool avow_sepol_is_member(const struct avow_sepol *sepol, uint32_t type,
			  uint32_t attribute)
{
	return avow_sepol_has_attribute(sepol, type, attribute);
}

/* Adds @permissions to each type that @set, a type or an attribute, stands for. */
static void add_to_all(const struct avow_sepol *sepol, uint32_t set, uint32_t permissions,
		       uint32_t *out)
{
	ebitmap_node_t *node;
	unsigned bit;

	if (avow_sepol_is_type(sepol, set)) {
		out[set - 1] |= permissions;
		return;
	}
	if (set == 0 || set > sepol->db->p_types.nprim || !sepol->db->attr_type_map)
		return;
	ebitmap_for_each_positive_bit(&sepol->db->attr_type_map[set - 1], node, bit)
	{
		if (bit < sepol->db->p_types.nprim)
			out[bit] |= permissions;
	}
}

/* The rules of the class that have @source as theirs, a type or an attribute. */
static const struct indexed_rule *rules_of(const struct avow_sepol *sepol,
					   uint32_t source, uint16_t tclass,
					   const struct indexed_rule **end)
{
	uint32_t low = sepol->first_rule[source - 1], high = sepol->first_rule[source];

	*end = sepol->rules + high;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sepol->rules[middle].tclass < tclass)
			low = middle + 1;
		else
			high = middle;
	}
	return sepol->rules + low;
}

static bool allows(const struct avow_sepol *sepol, const struct indexed_rule *rule)
{
	return (rule->specified & AVTAB_ALLOWED) && avow_sepol_is_in_force(sepol, rule);
}

void avow_sepol_reached(const struct avow_sepol *sepol, uint32_t source, uint16_t tclass,
			uint32_t *out)
{
	uint32_t types = sepol->db->p_types.nprim;
	const struct indexed_rule *rule, *end;
	ebitmap_node_t *node;
	unsigned bit;

	memset(out, 0, types * sizeof(*out));
	if (source == 0 || source > types)
		return;
	ebitmap_for_each_positive_bit(&sepol->db->type_attr_map[source - 1], node, bit)
	{
		if (bit >= types)
			break;
		for (rule = rules_of(sepol, bit + 1, tclass, &end);
		     rule < end && rule->tclass == tclass; rule++)
			if (allows(sepol, rule))
				add_to_all(sepol, rule->target, rule->datum->data, out);
	}
}

/* What each type may do to objects of @target. */
static void reaching(const struct avow_sepol *sepol, uint32_t target, uint16_t tclass,
		     uint32_t *out)
{
	for (uint32_t source = 1; source <= sepol->db->p_types.nprim; source++) {
		const struct indexed_rule *rule, *end;
		uint32_t permissions = 0;

		for (rule = rules_of(sepol, source, tclass, &end);
		     rule < end && rule->tclass == tclass; rule++)
			if (avow_sepol_has_attribute(sepol, target, rule->target) &&
			    allows(sepol, rule))
				permissions |= rule->datum->data;
		if (permissions)
			add_to_all(sepol, source, permissions, out);
	}
}

int avow_sepol_gainers(const struct avow_sepol *sepol, const struct avow_sepol_gain *gain,
		       size_t *out)
{
	uint32_t types = sepol->db->p_types.nprim, wanted = gain->permissions;
	uint32_t *now = calloc((size_t)types + 1, sizeof(*now));
	uint32_t *before = calloc((size_t)types + 1, sizeof(*before));

	*out = 0;
	if (!now || !before) {
		free(now);
		free(before);
		return AVOW_E_NOMEM;
	}
	reaching(sepol, gain->type, gain->tclass, now);
	if (gain->instead)
		reaching(sepol, gain->instead, gain->tclass, before);
	for (uint32_t i = 0; i < types; i++)
		*out += (now[i] & wanted) == wanted && (before[i] & wanted) != wanted &&
			(!gain->among ||
			 avow_sepol_has_attribute(sepol, i + 1, gain->among));
	free(now);
	free(before);
	return 0;
}

uint32_t avow_sepol_transition(const struct avow_sepol *sepol, uint32_t source,
			       uint32_t target, uint16_t tclass)
{
	avtab_key_t key = { .source_type = (uint16_t)source,
			    .target_type = (uint16_t)target,
			    .target_class = tclass,
			    .specified = AVTAB_TRANSITION };
	const avtab_datum_t *datum;

	if (!avow_sepol_is_type(sepol, source) || !avow_sepol_is_type(sepol, target))
		return 0;
	datum = avtab_search(&sepol->db->te_avtab, &key);
	return datum && avow_sepol_is_type(sepol, datum->data) ? datum->data : 0;
}

static int note_made(avtab_key_t *key, avtab_datum_t *datum, void *data)
{
	const struct avow_sepol *sepol = data;

	if ((key->specified & AVTAB_TRANSITION) && avow_sepol_is_type(sepol, datum->data))
		sepol->made[datum->data - 1] = true;
	return 0;
}

int avow_sepol_index_made(struct avow_sepol *sepol)
{
	sepol->made = calloc((size_t)sepol->db->p_types.nprim + 1, sizeof(*sepol->made));
	if (!sepol->made)
		return AVOW_E_NOMEM;
	(void)avtab_map(&sepol->db->te_avtab, note_made, sepol);
	(void)avtab_map(&sepol->db->te_cond_avtab, note_made, sepol);
	return 0;
}

bool avow_sepol_is_made(const struct avow_sepol *sepol, uint32_t type)
{
	return avow_sepol_is_type(sepol, type) && sepol->made[type - 1];
}
