/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words of the difference of two policies, for the formats. */
#include "policy/difference.h"

const char *avow_difference_sign_name(enum avow_difference_sign sign)
{
	static const char *const names[] = {
		[AVOW_DIFFERENCE_REMOVED] = "removed",
		[AVOW_DIFFERENCE_ADDED] = "added",
		[AVOW_DIFFERENCE_CHANGED] = "changed",
	};

	return names[sign];
}
