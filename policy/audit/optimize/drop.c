/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Takes out rules that never decide: one before them is true whenever they are. */
#include "policy/audit/linter.h"
#include "policy/audit/optimize/optimizer.h"

static bool decides_for(const struct avow_audit_rule *first,
			const struct avow_audit_rule *rule)
{
	return avow_audit_has_calls_of(first, rule) &&
	       avow_audit_is_wider(first, rule, AVOW_AUDIT_BUT_KEY);
}

static void tell(struct avow_audit_optimizer *optimizer,
		 struct avow_audit_candidate *first,
		 const struct avow_audit_candidate *item)
{
	avow_audit_because(optimizer, first,
			   "%s:%u never decided anything, and is left out: this rule is "
			   "true whenever it is, and comes first",
			   item->origin->line->source->path, item->origin->line->number);
}

void avow_audit_pass_drop(struct avow_audit_optimizer *optimizer)
{
	for (size_t i = optimizer->count; i-- > 1;)
		for (size_t j = 0; j < i; j++) {
			struct avow_audit_candidate *items = optimizer->items;

			if (!decides_for(&items[j].rule, &items[i].rule))
				continue;
			tell(optimizer, items + j, items + i);
			avow_audit_take_out(optimizer, i);
			break;
		}
}
