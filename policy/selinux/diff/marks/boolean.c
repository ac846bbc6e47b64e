/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks the booleans whose default is another one, where that puts allow rules in
 * force. How many is asked of the new policy, as its other booleans are.
 */
#include "policy/selinux/diff/marks.h"

static uint32_t find(const struct avow_sepol *sepol, const char *name)
{
	const char *one;

	for (uint32_t i = 1; (one = avow_sepol_boolean_name(sepol, i)); i++)
		if (strcmp(one, name) == 0)
			return i;
	return 0;
}

/* Turned back to what it was, it would turn off what it now opens. */
static void look(struct marking *marking, const char *name)
{
	struct avow_sepol *sepol = marking->diff->policies[NEW];
	struct avow_sepol_opening opening = { 0 };
	struct avow_buf text = { 0 };
	uint32_t boolean = find(sepol, name);

	if (boolean == 0)
		return;
	if (avow_sepol_open_booleans(sepol, &boolean, 1, &opening)) {
		marking->failed = true;
		return;
	}
	if (opening.rules_off == 0)
		return;
	avow_buf_printf(&text, "%s is %s: %zu allow rule%s in force", name,
			avow_sepol_boolean_state(sepol, boolean) ? "on" : "off",
			opening.rules_off, opening.rules_off == 1 ? " is" : "s are");
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
