/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a profile may stand to its file, in words. */
#include "policy/standing.h"

const char *avow_standing_name(enum avow_standing_state state)
{
	static const char *const names[] = {
		[AVOW_STANDING_SAME] = "same",
		[AVOW_STANDING_NOT_LOADED] = "not-loaded",
		[AVOW_STANDING_DISABLED] = "disabled",
		[AVOW_STANDING_NO_FILE] = "no-file",
		[AVOW_STANDING_MODE] = "other-mode",
		[AVOW_STANDING_OLDER] = "older",
	};

	return names[state];
}
