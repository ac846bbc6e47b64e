/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_CHECK_ASSERTIONS_H
#define AVOW_CLI_CHECK_ASSERTIONS_H

#include "policy/check.h"

/* What the assertions are asked of; NULL: what runs on this machine, if anything does. */
struct avow_check_asserting {
	const char *assertions; /* the file; NULL: there is none */
	const char *policy, *profiles;
};

/*
 * Asks each assertion; one that does not hold, or cannot be told, becomes an item of
 * @check. What is wrong in the file, or cannot be asked, is printed by file and line and
 * counted in check->troubles.
 */
int avow_check_assert(const struct avow_check_asserting *asserting,
		      const struct avow_check_fails *fails, struct avow_check *check,
		      struct avow_error *error) avow_must_check;

#endif
