/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules that differ in their calls alone become one, where none between them minds. */
#include "policy/audit/linter.h"
#include "policy/audit/optimize/optimizer.h"

static bool is_mergeable(const struct avow_audit_rule *rule)
{
	return !avow_audit_is_hashed(rule) && !avow_audit_is_all(rule);
}

/* The one at @to can stand at @from, behind the one that is there. */
static bool may_rise(const struct avow_audit_optimizer *optimizer, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (!avow_audit_may_swap(&optimizer->items[i].rule,
					 &optimizer->items[to].rule))
			return false;
	return true;
}

static void merge(struct avow_audit_optimizer *optimizer, size_t to, size_t from)
{
	struct avow_audit_candidate *first = optimizer->items + to;
	struct avow_audit_candidate *item = optimizer->items + from;

	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		first->rule.mask[i] |= item->rule.mask[i];
	first->hits += item->hits;
	avow_audit_because(optimizer, first,
			   "with %s:%u, which is the same but for its calls",
			   item->origin->line->source->path, item->origin->line->number);
	avow_audit_take_out(optimizer, from);
}

void avow_audit_pass_merge(struct avow_audit_optimizer *optimizer)
{
	for (size_t i = 0; i < optimizer->count; i++)
		for (size_t j = i + 1; j < optimizer->count;) {
			const struct avow_audit_candidate *items = optimizer->items;

			if (is_mergeable(&items[i].rule) &&
			    is_mergeable(&items[j].rule) &&
			    avow_audit_differ_in_calls(&items[i].rule, &items[j].rule) &&
			    may_rise(optimizer, i, j))
				merge(optimizer, i, j);
			else
				j++;
		}
}
