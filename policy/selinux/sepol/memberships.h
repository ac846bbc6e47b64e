/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_MEMBERSHIPS_H
#define AVOW_POLICY_SELINUX_SEPOL_MEMBERSHIPS_H

#include "policy/selinux/sepol/sepol.h"

/*
 * What a type gets by becoming a member of an attribute. A binary policy keeps allow
 * rules by attribute; rules for `self` and type transitions it keeps type by type, so
 * that only what all of the members have can be told of these.
 */
struct avow_sepol_memberships;

/* Looks at the policy once, which must outlive it. Fails when memory is out. */
int avow_sepol_memberships_open(const struct avow_sepol *sepol,
				struct avow_sepol_memberships **out) avow_must_check;
void avow_sepol_memberships_close(struct avow_sepol_memberships *memberships);

/* One allow rule of the new member. */
struct avow_sepol_gift {
	uint32_t other; /* the type or attribute at its other end; 0: itself */
	bool is_target; /* the member is what is accessed */
	uint16_t tclass;
	uint32_t permissions;
	bool is_conditional; /* in force or not as booleans are set */
	bool is_guess;       /* all members have it, but perhaps each by itself */
};

#define AVOW_GIFTS_MAX 256

/*
 * The rules, lent by @memberships, which keeps them. @out is NULL when there are none,
 * or more than AVOW_GIFTS_MAX, and when members get something else, or may: a
 * constraint that names the attribute, a type transition, rules for single commands.
 * Fails when memory is out.
 */
int avow_sepol_memberships_give(struct avow_sepol_memberships *memberships,
				uint32_t attribute, const struct avow_sepol_gift **out,
				size_t *count) avow_must_check;

#endif
