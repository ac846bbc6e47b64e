/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who is meant by a rule, and by what its events are found. */
#include "policy/audit/linter.h"

/* auid>=N, where an unset one is the largest number. */
static const struct avow_audit_field *open_end(const struct avow_audit_rule *rule)
{
	const struct avow_audit_field *found = NULL;

	for (size_t i = 0; i < rule->field_count; i++) {
		const struct avow_audit_field *field = rule->fields + i;

		if (field->type != AUDIT_LOGINUID)
			continue;
		if (field->operation == AUDIT_GREATER_THAN ||
		    field->operation == AUDIT_GREATER_THAN_OR_EQUAL)
			found = field;
		else
			return NULL;
	}
	return found;
}

static void check_unset(struct avow_audit_linter *linter,
			const struct avow_audit_item *item)
{
	const struct avow_audit_field *field = open_end(item->rule);
	struct avow_buf rewrite = { 0 };
	struct avow_span text = item->statement->line->text;
	size_t end;

	if (!field || !field->mark.length)
		return;
	end = field->mark.column + field->mark.length;
	avow_buf_append(&rewrite, avow_span_first(text, end));
	avow_buf_puts(&rewrite, " -F auid!=unset");
	avow_buf_append(&rewrite, avow_span_skip(text, end));
	avow_audit_found(linter, AVOW_AUD_UNSET, item->statement, field->mark, &rewrite,
			 "auid!=unset is missing beside it");
	avow_buf_free(&rewrite);
}

static void check_user(struct avow_audit_linter *linter,
		       const struct avow_audit_item *item)
{
	static const uint32_t users[] = { AUDIT_UID, AUDIT_EUID };

	if (avow_audit_field_of(item->rule, AUDIT_LOGINUID) ||
	    avow_audit_field_of(item->rule, AUDIT_FIELD_COMPARE) ||
	    item->rule->action == AUDIT_NEVER)
		return;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(users); i++) {
		const struct avow_audit_field *field =
			avow_audit_field_of(item->rule, users[i]);

		if (!field)
			continue;
		avow_audit_found(linter, AVOW_AUD_UID, item->statement, field->mark, NULL,
				 "%s alone says who",
				 avow_audit_field_typed(field->type)->name);
		return;
	}
}

static void check_key(struct avow_audit_linter *linter,
		      const struct avow_audit_item *item)
{
	if (item->rule->action == AUDIT_ALWAYS &&
	    !avow_audit_field_of(item->rule, AUDIT_FILTERKEY))
		avow_audit_found(linter, AVOW_AUD_NO_KEY, item->statement,
				 item->statement->mark, NULL, "the rule has no key");
}

void avow_audit_check_conditions(struct avow_audit_linter *linter)
{
	for (size_t i = 0; i < linter->item_count; i++) {
		const struct avow_audit_item *item = linter->items + i;

		if (item->rule->list != AUDIT_FILTER_EXIT)
			continue;
		check_unset(linter, item);
		check_user(linter, item);
		check_key(linter, item);
	}
}
