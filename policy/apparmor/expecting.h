/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_EXPECTING_H
#define AVOW_APPARMOR_EXPECTING_H

#include "policy/apparmor/cover.h"
#include "policy/assertions.h"

/* What assertions.c and those that judge a profile share. */
struct expecting {
	struct avow_profiles *profiles;
	const struct avow_profile *profile; /* that is judged */
	const struct avow_expectation *expected;
	struct avow_buf why, rule, place, witness;
	enum avow_assertion_state state; /* so far; AVOW_ASSERTION_HOLDS at first */
	bool failed;                     /* memory is out */
};

/* The profile breaks it by @rule, which may be NULL; @why is a sentence. */
void avow_expecting_fail(struct expecting *e, const struct avow_profile_rule *rule,
			 const char *why);
/* It cannot be told, if nothing worse is known. */
void avow_expecting_doubt(struct expecting *e, const struct avow_profile_rule *rule,
			  const char *why);
/* The expectation asks of what there is not. */
void avow_expecting_refuse(struct expecting *e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Each judges e->profile. */
void avow_expecting_files(struct expecting *e);
void avow_expecting_network(struct expecting *e);

#endif
