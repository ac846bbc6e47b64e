/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rules that hold for a pair of types and a class, and rules that are only
 * tried: these are kept beside the policy and leave no trace in it.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

struct walk {
	const struct avow_sepol *sepol;
	const struct avow_sepol_pair *pair;
	void (*visit)(void *data, const struct avow_sepol_rule *rule);
	void *data;
};

static void show(void *data, uint32_t source, const struct indexed_rule *indexed)
{
	const struct walk *walk = data;
	bool is_dontaudit = (indexed->specified & AVTAB_AUDITDENY) != 0;
	struct avow_sepol_rule rule = {
		.pair = { source, indexed->target, walk->pair->tclass },
		.is_dontaudit = is_dontaudit,
		.permissions =
			is_dontaudit ? ~indexed->datum->data : indexed->datum->data,
		.conditional = indexed->conditional,
		.is_else = indexed->is_else,
		.is_enabled = avow_sepol_is_in_force(walk->sepol, indexed),
	};

	if (!(indexed->specified & AVTAB_XPERMS) && rule.permissions)
		walk->visit(walk->data, &rule);
}

void avow_sepol_rules(const struct avow_sepol *sepol, const struct avow_sepol_pair *pair,
		      void (*visit)(void *data, const struct avow_sepol_rule *rule),
		      void *data)
{
	struct walk walk = { sepol, pair, visit, data };

	avow_sepol_visit(sepol, pair, show, &walk);
}

struct sum {
	const struct avow_sepol *sepol;
	uint32_t allowed;
};

static void add_allowed(void *data, uint32_t source, const struct indexed_rule *rule)
{
	struct sum *sum = data;

	(void)source;
	if ((rule->specified & AVTAB_ALLOWED) && avow_sepol_is_in_force(sum->sepol, rule))
		sum->allowed |= rule->datum->data;
}

uint32_t avow_sepol_allowed(const struct avow_sepol *sepol,
			    const struct avow_sepol_pair *pair)
{
	struct sum sum = { sepol, avow_sepol_tried(sepol, pair) };

	avow_sepol_visit(sepol, pair, add_allowed, &sum);
	return sum.allowed;
}

static int count_dontaudit(avtab_key_t *key, avtab_datum_t *datum, void *data)
{
	size_t *count = data;

	if (key->specified & AVTAB_XPERMS_DONTAUDIT)
		++*count;
	else if ((key->specified & AVTAB_AUDITDENY) && datum->data != UINT32_MAX)
		++*count;
	return 0;
}

size_t avow_sepol_dontaudits(const struct avow_sepol *sepol)
{
	size_t count = 0;

	avtab_map(&sepol->db->te_avtab, count_dontaudit, &count);
	avtab_map(&sepol->db->te_cond_avtab, count_dontaudit, &count);
	return count;
}

/* The pair's place in a table of @capacity, or the free one where it would be. */
static struct tried_rule *place_of(struct tried_rule *table, size_t capacity,
				   const struct avow_sepol_pair *pair)
{
	uint64_t hash = ((uint64_t)pair->source << 40) ^ ((uint64_t)pair->target << 16) ^
			pair->tclass;
	size_t at = (size_t)((hash * UINT64_C(0x9e3779b97f4a7c15)) >> 32);

	for (;; at++) {
		struct tried_rule *rule = &table[at & (capacity - 1)];

		if (!rule->pair.source || (rule->pair.source == pair->source &&
					   rule->pair.target == pair->target &&
					   rule->pair.tclass == pair->tclass))
			return rule;
	}
}

static int grow_tried(struct avow_sepol *sepol)
{
	size_t capacity = sepol->tried_capacity ? 2 * sepol->tried_capacity : 64;
	struct tried_rule *grown = calloc(capacity, sizeof(*grown));

	if (!grown)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < sepol->tried_capacity; i++)
		if (sepol->tried[i].pair.source)
			*place_of(grown, capacity, &sepol->tried[i].pair) =
				sepol->tried[i];
	free(sepol->tried);
	sepol->tried = grown;
	sepol->tried_capacity = capacity;
	return 0;
}

int avow_sepol_allow(struct avow_sepol *sepol, const struct avow_sepol_pair *pair,
		     uint32_t permissions)
{
	struct tried_rule *rule;

	if (2 * (sepol->tried_count + 1) > sepol->tried_capacity && grow_tried(sepol) < 0)
		return AVOW_E_NOMEM;
	rule = place_of(sepol->tried, sepol->tried_capacity, pair);
	if (!rule->pair.source) {
		rule->pair = *pair;
		sepol->tried_count++;
	}
	rule->permissions |= permissions;
	return 0;
}

uint32_t avow_sepol_tried(const struct avow_sepol *sepol,
			  const struct avow_sepol_pair *pair)
{
	if (sepol->tried_count == 0)
		return 0;
	return place_of(sepol->tried, sepol->tried_capacity, pair)->permissions;
}

void avow_sepol_allow_role(struct avow_sepol *sepol,
			   const struct avow_sepol_context *from,
			   const struct avow_sepol_context *to)
{
	sepol->tried_role = from->value.role;
	sepol->tried_new_role = to->value.role;
}

void avow_sepol_restore(struct avow_sepol *sepol)
{
	if (sepol->tried_count > 0)
		memset(sepol->tried, 0, sepol->tried_capacity * sizeof(*sepol->tried));
	sepol->tried_count = 0;
	sepol->tried_role = 0;
	sepol->tried_new_role = 0;
}
