/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_PROOF_H
#define AVOW_POLICY_SELINUX_PROOF_H

#include "policy/finding.h"
#include "policy/selinux/module/module.h"
#include "policy/selinux/neverallow.h"
#include "policy/selinux/contexts.h"

/*
 * Gives up what a rule of @neverallow (NULL: there are none) forbids. Makes the module's
 * rules from @asked, puts them into the policy in memory, asks for every access again,
 * and leaves out what no rule answers, until all that is left is answered. The policy is
 * as before in the end. Fills asked, covered and unanswered of @out, whose arrays and
 * strings are in @arena.
 */
int avow_proof_run(struct avow_module *module, struct avow_asked *asked, size_t count,
		   struct avow_contexts *contexts,
		   const struct avow_neverallow *neverallow, struct avow_suggestion *out,
		   struct avow_arena *arena) avow_must_check;

#endif
