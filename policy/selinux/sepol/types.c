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

bool avow_sepol_is_unconfined(const struct avow_sepol *sepol, uint32_t type)
{
	uint32_t attribute = avow_sepol_attribute(sepol, "unconfined_domain_type");

	return strcmp(avow_sepol_type_name(sepol, type), "unconfined_t") == 0 ||
	       (attribute && avow_sepol_is_member(sepol, type, attribute));
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

/* What the types of each source may do, by the objects' type: one pass over the rules. */
struct reaching {
	const struct avow_sepol *sepol;
	const struct avow_sepol_gain *gain;
	size_t count;      /* of those asked of, and the present one */
	uint16_t *members; /* by type or attribute - 1: a bit for each it stands for */
	uint32_t *permissions; /* by target, then by type - 1 */
};

static void note_members(struct reaching *reaching, uint32_t target)
{
	const policydb_t *db = reaching->sepol->db;
	size_t index = reaching->count++;
	ebitmap_node_t *node;
	unsigned bit;

	if (target == 0 || target > db->p_types.nprim)
		return;
	ebitmap_for_each_positive_bit(&db->type_attr_map[target - 1], node, bit)
	{
		if (bit < db->p_types.nprim)
			reaching->members[bit] |= (uint16_t)(1u << index);
	}
}

static void reach(struct reaching *reaching, uint32_t source)
{
	const struct avow_sepol *sepol = reaching->sepol;
	uint32_t wanted = reaching->gain->permissions, types = sepol->db->p_types.nprim;
	uint32_t allowed[AVOW_GAIN_MAX + 1] = { 0 };
	const struct indexed_rule *rule, *end;

	for (rule = rules_of(sepol, source, reaching->gain->tclass, &end);
	     rule < end && rule->tclass == reaching->gain->tclass; rule++) {
		unsigned members =
			rule->target >= 1 && rule->target <= sepol->db->p_types.nprim
				? reaching->members[rule->target - 1]
				: 0;

		if (!members || !(rule->datum->data & wanted) || !allows(sepol, rule))
			continue;
		for (size_t i = 0; i < reaching->count; i++)
			if (members & (1u << i))
				allowed[i] |= rule->datum->data & wanted;
	}
	for (size_t i = 0; i < reaching->count; i++)
		if (allowed[i])
			add_to_all(sepol, source, allowed[i],
				   reaching->permissions + i * types);
}

static size_t count_gainers(const struct reaching *reaching, size_t index)
{
	const struct avow_sepol *sepol = reaching->sepol;
	uint32_t wanted = reaching->gain->permissions, types = sepol->db->p_types.nprim;
	const uint32_t *now = reaching->permissions + index * types;
	const uint32_t *before = reaching->permissions + reaching->gain->count * types;
	size_t out = 0;

	for (uint32_t i = 0; i < types; i++)
		out += now[i] == wanted && before[i] != wanted &&
		       (!reaching->gain->among ||
			avow_sepol_has_attribute(sepol, i + 1, reaching->gain->among));
	return out;
}

int avow_sepol_gainers(const struct avow_sepol *sepol, const struct avow_sepol_gain *gain,
		       size_t *out)
{
	uint32_t types = sepol->db->p_types.nprim;
	struct reaching reaching = { .sepol = sepol, .gain = gain };

	if (gain->count == 0 || gain->count > AVOW_GAIN_MAX)
		return 0;
	reaching.permissions = calloc((gain->count + 1) * types, sizeof(uint32_t));
	reaching.members = calloc(types, sizeof(*reaching.members));
	if (!reaching.permissions || !reaching.members) {
		free(reaching.permissions);
		free(reaching.members);
		return AVOW_E_NOMEM;
	}
	for (size_t i = 0; i < gain->count; i++)
		note_members(&reaching, gain->types[i]);
	note_members(&reaching, gain->instead);
	for (uint32_t source = 1; source <= types; source++)
		reach(&reaching, source);
	for (size_t i = 0; i < gain->count; i++)
		out[i] = count_gainers(&reaching, i);
	free(reaching.permissions);
	free(reaching.members);
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

	if (!(key->specified & AVTAB_TRANSITION))
		return 0;
	if (avow_sepol_is_type(sepol, datum->data))
		sepol->made[datum->data - 1] = true;
	if (key->target_class == sepol->process &&
	    avow_sepol_is_type(sepol, key->target_type))
		sepol->leading[key->target_type - 1] = true;
	return 0;
}

int avow_sepol_index_made(struct avow_sepol *sepol)
{
	size_t types = (size_t)sepol->db->p_types.nprim + 1;

	sepol->made = calloc(types, sizeof(*sepol->made));
	sepol->leading = calloc(types, sizeof(*sepol->leading));
	if (!sepol->made || !sepol->leading)
		return AVOW_E_NOMEM;
	sepol->process = avow_sepol_class(sepol, "process");
	(void)avtab_map(&sepol->db->te_avtab, note_made, sepol);
	(void)avtab_map(&sepol->db->te_cond_avtab, note_made, sepol);
	return 0;
}

bool avow_sepol_is_made(const struct avow_sepol *sepol, uint32_t type)
{
	return avow_sepol_is_type(sepol, type) && sepol->made[type - 1];
}

bool avow_sepol_is_leading(const struct avow_sepol *sepol, uint32_t type)
{
	return avow_sepol_is_type(sepol, type) && sepol->leading[type - 1];
}
