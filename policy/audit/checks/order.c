/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules that an earlier one leaves nothing to, or is the same as. */
#include "policy/audit/linter.h"

/* Neither is of a place: of those, the kernel asks by inode first. */
static bool is_first_for_all(const struct avow_audit_rule *earlier,
			     const struct avow_audit_rule *rule)
{
	return earlier->list == rule->list && avow_audit_has_calls_of(earlier, rule) &&
	       avow_audit_is_wider(earlier, rule, AVOW_AUDIT_BUT_KEY);
}

static void tell_shadowed(struct avow_audit_linter *linter,
			  const struct avow_audit_item *earlier,
			  const struct avow_audit_item *item)
{
	struct avow_buf where = { 0 };
	const char *place = avow_audit_where(earlier->statement, item->statement, &where);

	if (earlier->rule->action != item->rule->action)
		avow_audit_found(
			linter, AVOW_AUD_SHADOWED, item->statement, item->statement->mark,
			NULL,
			item->rule->action == AUDIT_NEVER
				? "never comes too late: %s is first, and records "
				  "the event"
				: "nothing is recorded: %s is first, and says never",
			place);
	else
		avow_audit_found(
			linter, AVOW_AUD_SHADOWED, item->statement, item->statement->mark,
			NULL, "%s is true whenever this is, and is asked first", place);
	avow_buf_free(&where);
}

/* The same rule for the kernel: audit_compare_rule(). */
static bool is_duplicate(const struct avow_audit_rule *a, const struct avow_audit_rule *b)
{
	return !b->is_first && avow_audit_rule_equal(a, b);
}

static void tell_duplicate(struct avow_audit_linter *linter,
			   const struct avow_audit_item *earlier,
			   const struct avow_audit_item *item)
{
	struct avow_buf where = { 0 }, nothing = { 0 };

	avow_audit_found(linter, AVOW_AUD_DUPLICATE, item->statement,
			 item->statement->mark, &nothing, "%s adds the same rule",
			 avow_audit_where(earlier->statement, item->statement, &where));
	avow_buf_free(&where);
}

void avow_audit_check_order(struct avow_audit_linter *linter)
{
	for (size_t i = 1; i < linter->item_count; i++) {
		const struct avow_audit_item *item = linter->items + i;
		size_t begin =
			i > AVOW_AUDIT_COMPARED_MAX ? i - AVOW_AUDIT_COMPARED_MAX : 0;

		for (size_t j = begin; j < i; j++) {
			const struct avow_audit_item *earlier = linter->items + j;

			if (is_duplicate(earlier->rule, item->rule))
				tell_duplicate(linter, earlier, item);
			else if (is_first_for_all(earlier->rule, item->rule))
				tell_shadowed(linter, earlier, item);
			else
				continue;
			break;
		}
	}
}
