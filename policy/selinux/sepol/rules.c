/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rules that hold for a pair of types and a class, and rules added for a
 * while. A rule that was added stays in the table after the restoring, allowing
 * nothing: libsepol has no way to take it out, and it changes no decision.
 */
#include "policy/selinux/sepol/internal.h"

#include <stdlib.h>

static uint32_t conditional_of(const struct avow_sepol *sepol,
			       const struct avtab_node *rule)
{
	size_t low = 0, high = sepol->conditional_rule_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct avtab_node *at = sepol->conditional_rules[middle].rule;

		if (at == rule)
			return sepol->conditional_rules[middle].conditional;
		if ((uintptr_t)at < (uintptr_t)rule)
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

struct walk {
	const struct avow_sepol *sepol;
	void (*visit)(void *data, const struct avow_sepol_rule *rule);
	void *data;
};

static void show_matching(const struct walk *walk, avtab_t *table, avtab_key_t key)
{
	bool is_conditional = table == &walk->sepol->db->te_cond_avtab;

	key.specified = AVTAB_ALLOWED | AVTAB_AUDITDENY;
	for (struct avtab_node *node = avtab_search_node(table, &key); node;
	     node = avtab_search_node_next(node, key.specified)) {
		bool is_dontaudit = (node->key.specified & AVTAB_AUDITDENY) != 0;
		struct avow_sepol_rule rule = {
			.source = key.source_type,
			.target = key.target_type,
			.tclass = key.target_class,
			.is_dontaudit = is_dontaudit,
			.permissions =
				is_dontaudit ? ~node->datum.data : node->datum.data,
			.is_enabled = true,
		};

		if (is_conditional) {
			rule.conditional = conditional_of(walk->sepol, node);
			rule.is_enabled = (node->key.specified & AVTAB_ENABLED) != 0;
		}
		if (rule.permissions)
			walk->visit(walk->data, &rule);
	}
}

void avow_sepol_rules(const struct avow_sepol *sepol, uint32_t source, uint32_t target,
		      uint16_t tclass,
		      void (*visit)(void *data, const struct avow_sepol_rule *rule),
		      void *data)
{
	struct walk walk = { sepol, visit, data };
	policydb_t *db = sepol->db;
	ebitmap_node_t *source_node, *target_node;
	unsigned i, j;

	ebitmap_for_each_positive_bit(&db->type_attr_map[source - 1], source_node, i)
	{
		ebitmap_for_each_positive_bit(&db->type_attr_map[target - 1], target_node,
					      j)
		{
			avtab_key_t key = { (uint16_t)(i + 1), (uint16_t)(j + 1), tclass,
					    0 };

			show_matching(&walk, &db->te_avtab, key);
			show_matching(&walk, &db->te_cond_avtab, key);
		}
	}
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

static int remember(struct avow_sepol *sepol, avtab_datum_t *datum)
{
	if (sepol->changed_count == sepol->changed_capacity) {
		size_t capacity =
			sepol->changed_capacity ? 2 * sepol->changed_capacity : 256;
		struct changed_rule *grown =
			realloc(sepol->changed, capacity * sizeof(*grown));

		if (!grown)
			return AVOW_E_NOMEM;
		sepol->changed = grown;
		sepol->changed_capacity = capacity;
	}
	sepol->changed[sepol->changed_count].datum = datum;
	sepol->changed[sepol->changed_count].before = datum->data;
	sepol->changed_count++;
	return 0;
}

int avow_sepol_allow(struct avow_sepol *sepol, const struct avow_sepol_rule *rule)
{
	avtab_t *table = &sepol->db->te_avtab;
	avtab_key_t key = { (uint16_t)rule->source, (uint16_t)rule->target, rule->tclass,
			    AVTAB_ALLOWED };
	avtab_datum_t nothing = { 0 };
	avtab_datum_t *datum = avtab_search(table, &key);

	if (!datum && avtab_insert(table, &key, &nothing) == 0)
		datum = avtab_search(table, &key);
	if (!datum || remember(sepol, datum) < 0)
		return AVOW_E_NOMEM;
	datum->data |= rule->permissions;
	return 0;
}

/* Backwards, since the same rule may have been added to twice. */
void avow_sepol_restore(struct avow_sepol *sepol)
{
	while (sepol->changed_count > 0) {
		struct changed_rule *last = &sepol->changed[--sepol->changed_count];

		last->datum->data = last->before;
	}
}
