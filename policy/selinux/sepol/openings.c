/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What else a boolean opens: the allow rules that come into force with it, and the
 * types that these are about. Rules that allow what another one allows anyway are
 * counted as well.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

static size_t count_allows(const cond_av_list_t *list)
{
	size_t count = 0;

	for (; list; list = list->next)
		count += (list->node->key.specified & AVTAB_ALLOWED) != 0;
	return count;
}

static bool is_decided_by(const cond_node_t *node, const uint32_t *booleans, size_t count)
{
	for (const cond_expr_t *part = node->expr; part; part = part->next)
		for (size_t i = 0; part->expr_type == COND_BOOL && i < count; i++)
			if (part->boolean == booleans[i])
				return true;
	return false;
}

/* One conditional whose value changes: the list that comes on, and that goes off. */
struct turn {
	const cond_av_list_t *on, *off;
};

/* False when the value of the conditional at @index stays as it is. */
static bool turn_of(const struct avow_sepol *sepol, size_t index,
		    const uint32_t *booleans, size_t count, struct turn *out)
{
	const cond_node_t *node = sepol->conditionals[index];
	int before = sepol->states[index], after;

	if (before < 0 || !is_decided_by(node, booleans, count))
		return false;
	after = avow_sepol_evaluate(sepol, (uint32_t)(index + 1), booleans, count);
	if (after < 0 || after == before)
		return false;
	out->on = after ? node->true_list : node->false_list;
	out->off = after ? node->false_list : node->true_list;
	return true;
}

/* How many types the value @value is: itself, or those that have the attribute. */
static size_t count_types(const struct avow_sepol *sepol, uint32_t value)
{
	const type_datum_t *type;

	if (value == 0 || value > sepol->db->p_types.nprim)
		return 0;
	type = sepol->db->type_val_to_struct[value - 1];
	if (!type || type->flavor != TYPE_ATTRIB)
		return 1;
	return ebitmap_cardinality(&sepol->db->attr_type_map[value - 1]);
}

static void count_pairs(const struct avow_sepol *sepol, const cond_av_list_t *list,
			struct avow_sepol_opening *out)
{
	for (; list; list = list->next) {
		const avtab_key_t *key = &list->node->key;
		uint64_t pairs;

		if (!(key->specified & AVTAB_ALLOWED))
			continue;
		pairs = (uint64_t)count_types(sepol, key->source_type) *
			count_types(sepol, key->target_type);
		out->pairs += pairs;
		out->permissions +=
			pairs * (uint64_t)__builtin_popcount(list->node->datum.data);
	}
}

/* Marks all the types that the marked values are; the attributes' marks go. */
static void expand(const struct avow_sepol *sepol, bool *marks)
{
	uint32_t types = sepol->db->p_types.nprim;

	for (uint32_t value = 1; value <= types; value++) {
		const type_datum_t *type = sepol->db->type_val_to_struct[value - 1];
		ebitmap_node_t *node;
		unsigned bit;

		if (!marks[value - 1] || !type || type->flavor != TYPE_ATTRIB)
			continue;
		marks[value - 1] = false;
		ebitmap_for_each_positive_bit(&sepol->db->attr_type_map[value - 1], node,
					      bit)
		{
			/* What comes later in the walk is no attribute. */
			if (bit < types && bit != value - 1)
				marks[bit] = true;
		}
	}
}

static size_t count_marks(const bool *marks, size_t count)
{
	size_t out = 0;

	for (size_t i = 0; i < count; i++)
		out += marks[i];
	return out;
}

/* Marks the values that the rules turned on name. */
static void mark_rules(const struct avow_sepol *sepol, const cond_av_list_t *list,
		       bool *sources, bool *targets)
{
	uint32_t types = sepol->db->p_types.nprim;

	for (; list; list = list->next) {
		const avtab_key_t *key = &list->node->key;

		if (!(key->specified & AVTAB_ALLOWED) || key->source_type < 1 ||
		    key->source_type > types || key->target_type < 1 ||
		    key->target_type > types)
			continue;
		sources[key->source_type - 1] = true;
		targets[key->target_type - 1] = true;
	}
}

static int open_booleans(const struct avow_sepol *sepol, const uint32_t *booleans,
			 size_t count, struct avow_sepol_opening *out)
{
	size_t types = sepol->db->p_types.nprim;
	bool *marks = calloc(2 * types + 1, sizeof(*marks));
	struct turn turn;

	memset(out, 0, sizeof(*out));
	if (!marks)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < sepol->conditional_count; i++) {
		if (!turn_of(sepol, i, booleans, count, &turn))
			continue;
		out->rules_on += count_allows(turn.on);
		out->rules_off += count_allows(turn.off);
		count_pairs(sepol, turn.on, out);
		mark_rules(sepol, turn.on, marks, marks + types);
	}
	expand(sepol, marks);
	expand(sepol, marks + types);
	out->sources = count_marks(marks, types);
	out->targets = count_marks(marks + types, types);
	free(marks);
	return 0;
}

/* One boolean is asked about again and again; what it opens is computed once. */
int avow_sepol_open_booleans(struct avow_sepol *sepol, const uint32_t *booleans,
			     size_t count, struct avow_sepol_opening *out)
{
	struct avow_sepol_opening *cached;

	if (count != 1)
		return open_booleans(sepol, booleans, count, out);
	if (!sepol->openings)
		sepol->openings = calloc((size_t)sepol->db->p_bools.nprim + 1,
					 sizeof(*sepol->openings));
	if (!sepol->openings)
		return AVOW_E_NOMEM;
	cached = &sepol->openings[booleans[0] - 1];
	if (!cached->is_known && open_booleans(sepol, booleans, 1, cached) < 0)
		return AVOW_E_NOMEM;
	cached->is_known = true;
	*out = *cached;
	return 0;
}
