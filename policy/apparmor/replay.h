/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_REPLAY_H
#define AVOW_APPARMOR_REPLAY_H

#include "policy/apparmor/find.h"
#include "policy/replay.h"

/* The profiles asked, and where they were read from; old may be NULL. */
struct avow_profile_replay {
	const struct avow_profiles *now, *old;
	const char *now_source, *old_source;
};

/*
 * Asks the profiles for every AppArmor access of @denied and @granted (which may be NULL;
 * both sorted), and adds to @out what is other than it was: by the old profiles, or by
 * the log. A cluster is one row: newly denied as soon as anything of it is. 0 or
 * AVOW_E_NOMEM.
 */
int avow_apparmor_replay(const struct avow_profile_replay *replay,
			 const struct avow_clusters *denied,
			 const struct avow_clusters *granted, struct avow_replay *out,
			 struct avow_error *error) avow_must_check;

#endif
