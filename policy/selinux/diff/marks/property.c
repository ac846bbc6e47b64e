/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Marks what holds for the policy as a whole: unknown classes, levels, bounds. */
#include "policy/selinux/diff/marks.h"

static void look_at_property(struct marking *marking,
			     const struct avow_difference_item *item)
{
	for (size_t i = 0; i < item->value_count; i++) {
		const struct avow_difference_value *value = &item->values[i];

		if (value->is_new && strcmp(item->key, "handle_unknown") == 0 &&
		    strcmp(value->value, "allow") == 0)
			avow_diff_hit(marking, avow_span_of("handle_unknown is allow"));
		if (value->is_new && strcmp(item->key, "mls") == 0 &&
		    strcmp(value->value, "false") == 0)
			avow_diff_hit(marking, avow_span_of("there are no levels"));
	}
}

static void look_at_bounds(struct marking *marking,
			   const struct avow_difference_item *item)
{
	struct avow_buf text = { 0 };

	if (item->sign != AVOW_DIFFERENCE_REMOVED || item->value_count == 0)
		return;
	avow_buf_printf(&text, "%s is not bounded by %s", item->key,
			item->values[0].value);
	marking->failed |= text.failed;
	avow_diff_hit(marking, avow_buf_span(&text));
	avow_buf_free(&text);
}

void avow_diff_mark_property(struct marking *marking)
{
	const struct avow_difference_section *section =
		avow_diff_section(marking, "properties");

	for (size_t i = 0; i < section->item_count; i++)
		look_at_property(marking, &section->items[i]);
	section = avow_diff_section(marking, "bounds");
	for (size_t i = 0; i < section->item_count; i++)
		look_at_bounds(marking, &section->items[i]);
}
