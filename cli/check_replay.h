/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_CHECK_REPLAY_H
#define AVOW_CLI_CHECK_REPLAY_H

#include "policy/check.h"

/* What is asked again; each may be NULL. */
struct avow_check_replaying {
	const char *policy, *old; /* SELinux policies that were named */
	const char *profiles;     /* AppArmor's, likewise */
};

/*
 * Asks what was named for the accesses of the log, and for those of the baseline's
 * records; what it says otherwise becomes items of @check.
 */
int avow_check_ask_again(const struct avow_check_replaying *replaying,
			 const struct avow_analysis *analysis,
			 const struct avow_baseline *baseline,
			 const struct avow_check_fails *fails, struct avow_check *check,
			 struct avow_error *error) avow_must_check;

#endif
