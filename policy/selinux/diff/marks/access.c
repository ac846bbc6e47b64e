/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Marks what is told by its words alone: permissions, for classes, of some types. */
#include "policy/selinux/diff/marks.h"

static bool is_named(const struct marking *marking, uint32_t type)
{
	return avow_diff_is_one_of(marking->diff->sets.names[type],
				   marking->words->targets);
}

static void look(struct marking *marking, const struct avow_difference_gain *gain)
{
	const struct access_words *words = marking->words;

	if (avow_diff_is_one_of(gain->tclass, words->classes))
		avow_diff_hit_gain(marking, gain, words->permissions,
				   words->targets ? is_named : NULL);
}

void avow_diff_mark_access(struct marking *marking)
{
	avow_diff_each_gain(marking, look);
}
