/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_ASSERTIONS_H
#define AVOW_APPARMOR_ASSERTIONS_H

#include "policy/apparmor/profiles/profile.h"
#include "policy/assertions.h"

/*
 * Answers AppArmor's expectations of @assertions in @outcomes, which
 * avow_assertion_outcomes_begin() made; the others are left as they are. The rules are
 * asked, as if each profile were enforced: whether it is, is an expectation by itself.
 * Patterns are compared as sets of paths, deny rules and priorities taken into account;
 * where a rule or a part of a file is not understood, or the search is too long, it
 * cannot be told. Patterns are compiled in the arena of @profiles. Fails when memory is
 * out.
 */
int avow_apparmor_assert(struct avow_profiles *profiles,
			 const struct avow_assertions *assertions,
			 struct avow_assertion_outcomes *outcomes) avow_must_check;

#endif
