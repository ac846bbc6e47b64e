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

/* Likewise, of the children of @parent. */
struct avow_profile *avow_profile_child_for(const struct avow_profiles *profiles,
					    const struct avow_profile *parent,
					    struct avow_span path);

/* The rule by which @from, which may be NULL, runs @program; NULL without any. */
const struct avow_profile_rule *
avow_profile_exec_rule(const struct avow_profiles *profiles,
		       const struct avow_profile *from, struct avow_span program);

/*
 * The profile that @program runs in when @from (NULL: nothing confines it) starts it: as
 * the exec rule says; where there is none, or what it names is not there, as would be
 * proposed: in a child, in the profile that attaches, else in @from.
 */
struct avow_profile *avow_profile_entered(const struct avow_profiles *profiles,
					  struct avow_profile *from,
					  struct avow_span program);

/* What the kernel appends to a profile's name for a program that it learns of. */
#define AVOW_LEARNING "//null-"

/* Likewise for each program of "//null-/usr/bin/a//null-/usr/bin/b", one by the other. */
struct avow_profile *avow_profile_learned(const struct avow_profiles *profiles,
					  struct avow_profile *from,
					  struct avow_span learned);

#endif
