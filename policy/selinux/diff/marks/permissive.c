/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Marks the domains that are permissive now and were not. */
#include "policy/selinux/diff/marks.h"

void avow_diff_mark_permissive(struct marking *marking)
{
	const struct avow_difference_section *section =
		avow_diff_section(marking, "permissive");

	for (size_t i = 0; i < section->item_count; i++)
		if (section->items[i].sign == AVOW_DIFFERENCE_ADDED)
			avow_diff_hit(marking, avow_span_of(section->items[i].key));
}
