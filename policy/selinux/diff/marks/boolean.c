/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks the booleans whose default is another one, where that puts allow rules in
 * force: those of the new policy, as its other booleans are.
 */
#include "policy/selinux/diff/marks.h"

/* How many allow rules of the condition the policy has. */
static size_t count_rules(const struct diff *diff, uint32_t condition)
{
	const struct rules *rules = &diff->rules[NEW];
	size_t count = 0;

	for (size_t i = 0; i < rules->count; i++)
		count += rules->all[i].kind == ACCESS_ALLOW &&
			 rules->all[i].condition == condition;
	return count;
}

static bool is_new_value(const struct avow_difference_item *item, const char *value)
{
	for (size_t i = 0; i < item->value_count; i++)
		if (item->values[i].is_new && strcmp(item->values[i].value, value) == 0)
			return true;
	return false;
}

static void look(struct marking *marking, const struct avow_difference_item *item)
{
	const struct diff *diff = marking->diff;
	bool is_on = is_new_value(item, "true");
	struct avow_buf text = { 0 };
	size_t count = 0;

	for (uint32_t i = 1; i < diff->conditions.count; i++) {
		const struct condition *condition = &diff->conditions.all[i];

		if (condition->in_force[NEW] &&
		    !avow_diff_holds(diff, NEW, condition, item->key))
			count += count_rules(diff, i);
	}
	if (count == 0)
		return;
	avow_buf_printf(&text, "%s is %s: %zu allow rule%s in force", item->key,
			is_on ? "on" : "off", count, count == 1 ? " is" : "s are");
	marking->failed |= text.failed;
	avow_diff_hit(marking, avow_buf_span(&text));
	avow_buf_free(&text);
}

void avow_diff_mark_boolean(struct marking *marking)
{
	const struct avow_difference_section *section =
		avow_diff_section(marking, "booleans");

	for (size_t i = 0; i < section->item_count; i++)
		if (section->items[i].sign == AVOW_DIFFERENCE_CHANGED)
			look(marking, &section->items[i]);
}
