/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules that differ in their calls alone. */
#include "policy/audit/linter.h"

static bool is_mergeable(const struct avow_audit_rule *rule)
{
	return rule->list == AUDIT_FILTER_EXIT && rule->call_count &&
	       !avow_audit_is_all(rule) && !rule->is_first;
}

/* Between two rules none decides about the calls that would move up. */
static bool may_move(const struct avow_audit_linter *linter, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (linter->items[i].rule->list == AUDIT_FILTER_EXIT &&
		    avow_audit_shares_calls(linter->items[i].rule,
					    linter->items[to].rule))
			return false;
	return true;
}

static void tell(struct avow_audit_linter *linter, const struct avow_audit_item *first,
		 const struct avow_audit_item *item)
{
	struct avow_audit_rule merged = *first->rule;
	struct avow_buf where = { 0 }, rewrite = { 0 };

	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		merged.mask[i] |= item->rule->mask[i];
	avow_audit_print(&merged, &linter->rules->target, &rewrite);
	avow_audit_found(linter, AVOW_AUD_MERGE, item->statement, item->statement->mark,
			 &rewrite, "%s is the same but for its calls",
			 avow_audit_where(first->statement, item->statement, &where));
	avow_buf_free(&where);
	avow_buf_free(&rewrite);
}

void avow_audit_check_merge(struct avow_audit_linter *linter)
{
	for (size_t i = 1; i < linter->item_count; i++) {
		const struct avow_audit_item *item = linter->items + i;
		size_t begin = i > 64 ? i - 64 : 0;

		if (!is_mergeable(item->rule))
			continue;
		for (size_t j = begin; j < i; j++)
			if (is_mergeable(linter->items[j].rule) &&
			    avow_audit_differ_in_calls(linter->items[j].rule,
						       item->rule) &&
			    !avow_audit_has_calls_of(linter->items[j].rule, item->rule) &&
			    may_move(linter, j, i)) {
				tell(linter, linter->items + j, item);
				break;
			}
	}
}
