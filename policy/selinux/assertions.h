/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_ASSERTIONS_H
#define AVOW_POLICY_SELINUX_ASSERTIONS_H

#include "policy/assertions.h"
#include "policy/selinux/selinux.h"

/*
 * Answers SELinux's expectations of @assertions in @outcomes, which
 * avow_assertion_outcomes_begin() made; the others are left as they are. Type
 * enforcement alone is asked, as sesearch and sedta do: allow rules in force by the
 * policy's booleans, or as an expectation has them; no constraint, role or level.
 * Fails when memory is out.
 */
int avow_selinux_assert(struct avow_selinux_policy *policy,
			const struct avow_assertions *assertions,
			struct avow_assertion_outcomes *outcomes) avow_must_check;

#endif
