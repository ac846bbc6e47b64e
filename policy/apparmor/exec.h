/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_EXEC_H
#define AVOW_APPARMOR_EXEC_H

#include "policy/apparmor/case.h"

/*
 * Appends the rule by which the program of the case's questions would run, why it is
 * that one, and what speaks against it (nothing: nothing does). False when no program
 * was refused. Never ux: what runs unconfined is nobody's rule.
 */
bool avow_profile_write_exec(const struct avow_profile_case *c, struct avow_buf *rule,
			     struct avow_buf *why, struct avow_buf *note);

/*
 * The profile that the kernel would attach to the program at @path: the one whose pattern
 * has the longest plain beginning (find_attach() in security/apparmor/domain.c); NULL
 * without any.
 */
struct avow_profile *avow_profile_attached(const struct avow_profiles *profiles,
					   struct avow_span path);

#endif
