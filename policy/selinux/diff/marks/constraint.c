/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks constraints that the new policy does not have: whether one that came in its
 * place is weaker is for the reader to see. Those of a class that is gone are not told.
 */
#include "policy/selinux/diff/marks.h"

static bool has_class(const struct diff *diff, struct avow_span name)
{
	for (uint16_t i = 1; i <= avow_sepol_class_max(diff->policies[NEW]); i++) {
		const char *one = avow_sepol_class_name(diff->policies[NEW], i);

		if (one && avow_span_is(name, one))
			return true;
	}
	return false;
}

static void look(struct marking *marking, const struct avow_difference_item *item)
{
	struct avow_span key = avow_span_of(item->key);
	struct avow_buf text = { 0 };

	if (!has_class(marking->diff, avow_span_first(key, avow_span_find(key, ' '))))
		return;
	for (size_t i = 0; i < item->value_count; i++) {
		if (item->values[i].is_new)
			continue;
		avow_buf_clear(&text);
		avow_buf_printf(&text, "%s: %s", item->key, item->values[i].value);
		avow_diff_hit(marking, avow_buf_span(&text));
	}
	marking->failed |= text.failed;
	avow_buf_free(&text);
}

void avow_diff_mark_constraint(struct marking *marking)
{
	static const char *const kinds[] = { "constraints", "validatetrans" };

	for (size_t kind = 0; kind < AVOW_ARRAY_SIZE(kinds); kind++) {
		const struct avow_difference_section *section =
			avow_diff_section(marking, kinds[kind]);

		for (size_t i = 0; i < section->item_count; i++)
			look(marking, &section->items[i]);
	}
}
