/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks the booleans whose default is another one, where that puts allow rules in
 * force: those of the new policy, as its other booleans are.
 */
#include "policy/selinux/diff/marks.h"

static bool state_of(const struct avow_sepol *sepol, const char *name)
{
	const char *one;

	for (uint32_t i = 1; (one = avow_sepol_boolean_name(sepol, i)); i++)
		if (strcmp(one, name) == 0)
			return avow_sepol_boolean_state(sepol, i);
	return false;
}

/* Whether the condition holds, with the boolean @turned as it was or as it is. */
static bool holds(const struct marking *marking, const struct condition *condition,
		  const char *turned, bool is_turned)
{
	uint32_t row = 0;

	for (uint32_t i = 0; i < condition->count; i++) {
		const char *name =
			marking->diff->conditions.booleans[condition->booleans[i]];
		bool state = state_of(marking->diff->policies[NEW], name);

		if (is_turned && strcmp(name, turned) == 0)
			state = !state;
		row |= (uint32_t)state << i;
	}
	return (condition->table[row / 64] >> (row % 64)) & 1;
}

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

static void look(struct marking *marking, const char *name)
{
	const struct diff *diff = marking->diff;
	struct avow_buf text = { 0 };
	size_t count = 0;

	for (uint32_t i = 1; i < diff->conditions.count; i++) {
		const struct condition *condition = &diff->conditions.all[i];

		if (!condition->is_opaque && holds(marking, condition, name, false) &&
		    !holds(marking, condition, name, true))
			count += count_rules(diff, i);
	}
	if (count == 0)
		return;
	avow_buf_printf(&text, "%s is %s: %zu allow rule%s in force", name,
			state_of(diff->policies[NEW], name) ? "on" : "off", count,
			count == 1 ? " is" : "s are");
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
			look(marking, section->items[i].key);
}
