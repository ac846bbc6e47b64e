/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an attribute's members have as such. Rules that have the attribute as their
 * target are put in order once; those that have it as their source are already.
 */
#include "policy/selinux/sepol/memberships.h"

#include <stdlib.h>

#include "policy/selinux/sepol/internal.h"
#include "policy/selinux/sepol/types.h"

#define TRANSITIONS (AVTAB_TRANSITION | AVTAB_MEMBER | AVTAB_CHANGE)

/* A rule of a source, and where the next one is with the same target. */
struct back {
	uint32_t source, rule;
};

/* What an attribute gives, once it was asked for; NULL: it was not. */
struct known {
	struct avow_sepol_gift *gifts;
	size_t count;
};

/* A rule of a type that is no access rule. */
struct turn {
	avtab_key_t key;
	uint32_t to;
};

struct avow_sepol_memberships {
	const struct avow_sepol *sepol;
	bool *is_special;     /* by attribute - 1: it gives what is not told in rules */
	bool is_unnamed;      /* constraints do not say what they name */
	struct back *backs;   /* by target */
	uint32_t *first_back; /* by target - 1, and one past the last */
	struct turn *turns;   /* by source */
	size_t turn_count;
	struct known *known; /* by attribute - 1 */
};

static void note_names(struct avow_sepol_memberships *memberships,
		       const constraint_expr_t *leaf)
{
	uint32_t types = memberships->sepol->db->p_types.nprim;
	ebitmap_node_t *node;
	unsigned bit;

	if (leaf->expr_type != CEXPR_NAMES || !(leaf->attr & CEXPR_TYPE))
		return;
	if (!leaf->type_names || ebitmap_is_empty(&leaf->type_names->types)) {
		memberships->is_unnamed |= !ebitmap_is_empty(&leaf->names);
		return;
	}
	ebitmap_for_each_positive_bit(&leaf->type_names->types, node, bit)
	{
		if (bit < types)
			memberships->is_special[bit] = true;
	}
	ebitmap_for_each_positive_bit(&leaf->type_names->negset, node, bit)
	{
		if (bit < types)
			memberships->is_special[bit] = true;
	}
}

static void note_constraints(struct avow_sepol_memberships *memberships,
			     const constraint_node_t *constraint)
{
	for (; constraint; constraint = constraint->next)
		for (const constraint_expr_t *leaf = constraint->expr; leaf;
		     leaf = leaf->next)
			note_names(memberships, leaf);
}

static void find_special(struct avow_sepol_memberships *memberships)
{
	const policydb_t *db = memberships->sepol->db;

	for (uint32_t i = 0; i < db->p_classes.nprim; i++) {
		const class_datum_t *class = db->class_val_to_struct[i];

		if (!class)
			continue;
		note_constraints(memberships, class->constraints);
		note_constraints(memberships, class->validatetrans);
	}
}

static bool is_of_types(const struct avow_sepol *sepol, uint32_t type)
{
	return type >= 1 && type <= sepol->db->p_types.nprim;
}

static int index_targets(struct avow_sepol_memberships *memberships)
{
	const struct avow_sepol *sepol = memberships->sepol;
	uint32_t types = sepol->db->p_types.nprim, all = sepol->first_rule[types];
	uint32_t *first = calloc((size_t)types + 2, sizeof(*first));

	memberships->first_back = first;
	memberships->backs = calloc((size_t)all + 1, sizeof(*memberships->backs));
	if (!first || !memberships->backs)
		return AVOW_E_NOMEM;
	for (uint32_t i = 0; i < all; i++)
		if (is_of_types(sepol, sepol->rules[i].target))
			first[sepol->rules[i].target + 1]++;
	for (uint32_t i = 1; i <= types + 1; i++)
		first[i] += first[i - 1];
	/* Filling moves each beginning to the next one's: hence one place further on. */
	for (uint32_t source = 1; source <= types; source++)
		for (uint32_t i = sepol->first_rule[source - 1];
		     i < sepol->first_rule[source]; i++)
			if (is_of_types(sepol, sepol->rules[i].target))
				memberships->backs[first[sepol->rules[i].target]++] =
					(struct back){ source, i };
	return 0;
}

static int count_turn(avtab_key_t *key, avtab_datum_t *datum, void *data)
{
	struct avow_sepol_memberships *memberships = data;

	(void)datum;
	memberships->turn_count += (key->specified & TRANSITIONS) != 0;
	return 0;
}

static int take_turn(avtab_key_t *key, avtab_datum_t *datum, void *data)
{
	struct avow_sepol_memberships *memberships = data;

	if (key->specified & TRANSITIONS)
		memberships->turns[memberships->turn_count++] =
			(struct turn){ *key, datum->data };
	return 0;
}

static int by_source(const void *left, const void *right)
{
	const struct turn *a = left, *b = right;

	return (int)a->key.source_type - (int)b->key.source_type;
}

static int index_turns(struct avow_sepol_memberships *memberships)
{
	avtab_t *rules = &memberships->sepol->db->te_avtab;

	(void)avtab_map(rules, count_turn, memberships);
	memberships->turns =
		calloc(memberships->turn_count + 1, sizeof(*memberships->turns));
	if (!memberships->turns)
		return AVOW_E_NOMEM;
	memberships->turn_count = 0;
	(void)avtab_map(rules, take_turn, memberships);
	qsort(memberships->turns, memberships->turn_count, sizeof(struct turn),
	      by_source);
	return 0;
}

int avow_sepol_memberships_open(const struct avow_sepol *sepol,
				struct avow_sepol_memberships **out)
{
	struct avow_sepol_memberships *made = calloc(1, sizeof(*made));

	*out = made;
	if (!made)
		return AVOW_E_NOMEM;
	made->sepol = sepol;
	made->is_special =
		calloc((size_t)sepol->db->p_types.nprim + 1, sizeof(*made->is_special));
	made->known = calloc((size_t)sepol->db->p_types.nprim + 1, sizeof(*made->known));
	if (made->is_special && made->known && index_targets(made) == 0 &&
	    index_turns(made) == 0) {
		find_special(made);
		return 0;
	}
	avow_sepol_memberships_close(made);
	*out = NULL;
	return AVOW_E_NOMEM;
}

void avow_sepol_memberships_close(struct avow_sepol_memberships *memberships)
{
	if (!memberships)
		return;
	for (uint32_t i = 0;
	     memberships->known && i < memberships->sepol->db->p_types.nprim; i++)
		free(memberships->known[i].gifts);
	free(memberships->known);
	free(memberships->is_special);
	free(memberships->backs);
	free(memberships->first_back);
	free(memberships->turns);
	free(memberships);
}

/* What is being collected for one attribute. */
struct giving {
	const struct avow_sepol_memberships *memberships;
	const ebitmap_t *members;
	struct avow_sepol_gift *out;
	size_t count;
	bool is_odd;
};

static void give(struct giving *giving, const struct indexed_rule *rule,
		 struct avow_sepol_gift gift)
{
	if (!(rule->specified & (AVTAB_ALLOWED | AVTAB_XPERMS_ALLOWED)))
		return;
	gift.tclass = rule->tclass;
	gift.permissions = rule->datum->data;
	gift.is_conditional = rule->conditional != 0;
	giving->is_odd |= giving->count == AVOW_GIFTS_MAX ||
			  (rule->specified & AVTAB_XPERMS_ALLOWED);
	if (!giving->is_odd)
		giving->out[giving->count++] = gift;
}

static void give_rules(struct giving *giving, uint32_t attribute)
{
	const struct avow_sepol_memberships *all = giving->memberships;
	const struct avow_sepol *sepol = all->sepol;

	for (uint32_t i = sepol->first_rule[attribute - 1];
	     i < sepol->first_rule[attribute] && !giving->is_odd; i++) {
		const struct indexed_rule *rule = &sepol->rules[i];

		give(giving, rule, (struct avow_sepol_gift){ .other = rule->target });
		if (rule->target == attribute)
			give(giving, rule, (struct avow_sepol_gift){ .other = 0 });
	}
	for (uint32_t i = all->first_back[attribute - 1];
	     i < all->first_back[attribute] && !giving->is_odd; i++)
		give(giving, &sepol->rules[all->backs[i].rule],
		     (struct avow_sepol_gift){ .other = all->backs[i].source,
					       .is_target = true });
}

/* The map has the attribute itself as well, as libsepol reads it. */
static bool is_member(const struct giving *giving, unsigned bit)
{
	return avow_sepol_is_type(giving->memberships->sepol, bit + 1);
}

static uint32_t first_member(const struct giving *giving)
{
	ebitmap_node_t *node;
	unsigned bit;

	ebitmap_for_each_positive_bit(giving->members, node, bit)
	{
		if (is_member(giving, bit))
			return bit + 1;
	}
	return 0;
}

/* What the type's own rules, in force or not, allow it on itself. */
static uint32_t own_permissions(const struct avow_sepol *sepol, uint32_t type,
				uint16_t tclass)
{
	uint32_t out = 0;

	for (uint32_t i = sepol->first_rule[type - 1]; i < sepol->first_rule[type]; i++)
		if (sepol->rules[i].target == type && sepol->rules[i].tclass == tclass &&
		    (sepol->rules[i].specified & AVTAB_ALLOWED))
			out |= sepol->rules[i].datum->data;
	return out;
}

/* What all members have on themselves, as a rule of the attribute for self gives it. */
static void give_self(struct giving *giving, uint32_t first)
{
	const struct avow_sepol *sepol = giving->memberships->sepol;
	ebitmap_node_t *node;
	unsigned bit;

	for (uint32_t i = sepol->first_rule[first - 1];
	     i < sepol->first_rule[first] && !giving->is_odd; i++) {
		const struct indexed_rule *rule = &sepol->rules[i];
		uint32_t all = UINT32_MAX;

		if (rule->target != first || !(rule->specified & AVTAB_ALLOWED))
			continue;
		ebitmap_for_each_positive_bit(giving->members, node, bit)
		{
			if (all && is_member(giving, bit))
				all &= own_permissions(sepol, bit + 1, rule->tclass);
		}
		giving->is_odd |= all && giving->count == AVOW_GIFTS_MAX;
		if (all && !giving->is_odd)
			giving->out[giving->count++] =
				(struct avow_sepol_gift){ .tclass = rule->tclass,
							  .permissions = all,
							  .is_guess = true };
	}
}

static bool has_turn(const struct avow_sepol_memberships *all, const struct turn *turn,
		     uint32_t source)
{
	avtab_key_t key = turn->key;
	const avtab_datum_t *datum;

	key.source_type = (uint16_t)source;
	datum = avtab_search(&all->sepol->db->te_avtab, &key);
	return datum && datum->data == turn->to;
}

/* Where the rules of @source begin. */
static size_t find_turns(const struct avow_sepol_memberships *all, uint32_t source)
{
	size_t low = 0, high = all->turn_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (all->turns[middle].key.source_type < source)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool all_have_turn(const struct giving *giving, const struct turn *turn)
{
	ebitmap_node_t *node;
	unsigned bit;

	ebitmap_for_each_positive_bit(giving->members, node, bit)
	{
		if (is_member(giving, bit) &&
		    !has_turn(giving->memberships, turn, bit + 1))
			return false;
	}
	return true;
}

/* Whether all members have the same transition, which may be the attribute's. */
static bool has_turns(const struct giving *giving, uint32_t first)
{
	const struct avow_sepol_memberships *all = giving->memberships;

	for (size_t i = find_turns(all, first);
	     i < all->turn_count && all->turns[i].key.source_type == first; i++)
		if (all_have_turn(giving, &all->turns[i]))
			return true;
	return false;
}

/* False: there is something that cannot be told, or too much. */
static bool collect(struct giving *giving, uint32_t attribute)
{
	uint32_t first;

	giving->members = &giving->memberships->sepol->db->attr_type_map[attribute - 1];
	give_rules(giving, attribute);
	/* Without rules it is for something else: userspace, assertions. */
	if (giving->is_odd || giving->count == 0)
		return false;
	first = first_member(giving);
	if (first && has_turns(giving, first))
		return false;
	if (first)
		give_self(giving, first);
	return !giving->is_odd;
}

int avow_sepol_memberships_give(struct avow_sepol_memberships *memberships,
				uint32_t attribute, const struct avow_sepol_gift **out,
				size_t *count)
{
	struct avow_sepol_gift found[AVOW_GIFTS_MAX];
	struct giving giving = { .memberships = memberships, .out = found };
	struct known *known;

	*out = NULL;
	*count = 0;
	if (!is_of_types(memberships->sepol, attribute) ||
	    avow_sepol_is_type(memberships->sepol, attribute) ||
	    memberships->is_unnamed || memberships->is_special[attribute - 1])
		return 0;
	known = &memberships->known[attribute - 1];
	if (!known->gifts) {
		memberships->is_special[attribute - 1] = !collect(&giving, attribute);
		if (memberships->is_special[attribute - 1])
			return 0;
		known->gifts = calloc(giving.count, sizeof(*known->gifts));
		if (!known->gifts)
			return AVOW_E_NOMEM;
		memcpy(known->gifts, found, giving.count * sizeof(*found));
		known->count = giving.count;
	}
	*out = known->gifts;
	*count = known->count;
	return 0;
}
