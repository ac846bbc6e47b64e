/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules that decided more events of the log come first, where no other minds. */
#include "policy/audit/optimize/optimizer.h"

void avow_audit_pass_order(struct avow_audit_optimizer *optimizer)
{
	for (size_t i = 1; i < optimizer->count; i++) {
		struct avow_audit_candidate *items = optimizer->items;
		size_t to = i, best = i;

		if (!items[i].hits || avow_audit_is_hashed(&items[i].rule))
			continue;
		while (to > 0 &&
		       avow_audit_may_swap(&items[to - 1].rule, &items[i].rule)) {
			to--;
			if (items[to].hits < items[i].hits)
				best = to;
			else if (items[to].hits > items[i].hits)
				break;
		}
		if (best == i)
			continue;
		avow_audit_because(optimizer, items + i,
				   "decided %llu events of the log, more than those that "
				   "came before it",
				   (unsigned long long)items[i].hits);
		avow_audit_move(optimizer, i, best);
	}
}
