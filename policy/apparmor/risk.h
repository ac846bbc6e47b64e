/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_RISK_H
#define AVOW_APPARMOR_RISK_H

#include "policy/apparmor/case.h"

/* What a rule for the case would open that none is proposed for; NULL: nothing. */
const struct avow_risk *avow_profile_risk_of(const struct avow_profile_case *c);

/*
 * The table of files that rules are not proposed for, one after another: a pattern, and
 * bits of AVOW_RULE_FILE. False behind the last.
 */
bool avow_profile_risk_file(size_t index, struct avow_span *pattern, uint64_t *bits,
			    const struct avow_risk **risk);

#endif
