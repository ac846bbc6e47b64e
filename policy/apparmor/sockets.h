/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_SOCKETS_H
#define AVOW_APPARMOR_SOCKETS_H

#include "policy/apparmor/cover.h"

/*
 * Conditions of sockets that are no patterns: the words of `network inet tcp`, whose
 * meaning depends on what they are, addresses with a mask, and ranges of ports. False
 * when @condition is none of these; else @out is whether it holds.
 */
bool avow_sockets_hold(const struct avow_profile_rule *rule,
		       const struct avow_rule_condition *condition,
		       const struct avow_profile_access *access, enum avow_tristate *out);

#endif
