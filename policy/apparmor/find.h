/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_FIND_H
#define AVOW_APPARMOR_FIND_H

#include "analyzer/base/error.h"
#include "policy/apparmor/profiles/profile.h"
#include "policy/entry.h"
#include "policy/finding.h"
#include "policy/apparmor/write.h"

/* Where the running kernel's profiles come from; NULL when AppArmor is not running. */
const char *avow_apparmor_running_profiles(void);

/* What there is to say of the profiles, the name in @arena. 0 or AVOW_E_NOMEM. */
int avow_apparmor_describe(const struct avow_profiles *profiles, const char *source,
			   struct avow_arena *arena,
			   struct avow_profiles_info *out) avow_must_check;

/* Every code that the engine tells, with its documentation: first the reasons. */
size_t avow_apparmor_code_count(void);
struct avow_code_row avow_apparmor_code_at(size_t index);

/* What is asked besides the reasons. */
struct avow_apparmor_options {
	const char *cluster; /* what the ids of those asked about begin with; NULL: all */
	bool is_verdict;     /* no advice */
	enum avow_profile_abi abi; /* the syntax of the rules */
	/* Makes the plan, and the files as it would leave them; NULL: none. */
	const struct avow_steering *steering;
	bool is_uncompiled; /* apparmor_parser is not asked whether it accepts them */
};

/*
 * Asks @profiles, which were read from @source, why each AppArmor access of each cluster
 * was refused. @clusters must be sorted. @out may hold what another engine found; what
 * is found here is for the clusters of AppArmor alone. 0 or AVOW_E_NOMEM.
 */
int avow_apparmor_find(const struct avow_profiles *profiles, const char *source,
		       const struct avow_clusters *clusters,
		       const struct avow_apparmor_options *options,
		       struct avow_findings *out,
		       struct avow_error *error) avow_must_check;

#endif
