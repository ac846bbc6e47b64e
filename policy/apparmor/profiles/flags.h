/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_FLAGS_H
#define AVOW_APPARMOR_PROFILES_FLAGS_H

#include "policy/apparmor/profiles/reader.h"

#define AVOW_FLAGS_VALUES 4

/* The flags of one profile that were read; zero before the first. */
struct avow_flags {
	bool has_state;
	uint64_t seen;                              /* by rows of a table in flags.c */
	struct avow_span values[AVOW_FLAGS_VALUES]; /* of flags that have one */
};

/*
 * Applies a word of flags=(...) to @profile (apparmor.d(5), "Profile Head"). NULL, or
 * what is wrong with it, alone or beside those before it.
 */
const char *avow_flags_add(struct avow_flags *flags, struct avow_profile_reader *reader,
			   struct avow_profile *profile, struct avow_span word);

#endif
