/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_WHY_PROFILE_H
#define AVOW_CLI_WHY_PROFILE_H

#include "cli/command.h"

/* An access that nobody tried, asked of a profile by hand. */
struct avow_profile_asking {
	const char *profiles; /* NULL: those of this machine */
	const char *profile;  /* its name */
	const char *uid;      /* of the process; NULL: both answers are told */
};

/*
 * Asks about `CLASS [OBJECT] PERMISSION... [KEY=VALUE]...`, as separate words or as one,
 * and prints for each permission what decides it. AVOW_EXIT_FINE when all of it is
 * allowed, AVOW_EXIT_NO when something is not, AVOW_EXIT_TROUBLE.
 */
int avow_why_profile(const struct avow_profile_asking *asking,
		     const struct avow_words *words);

#endif
