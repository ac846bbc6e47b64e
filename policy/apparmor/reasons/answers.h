/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_REASONS_ANSWERS_H
#define AVOW_APPARMOR_REASONS_ANSWERS_H

#include "policy/apparmor/reason.h"

/*
 * Tells a row for each rule that gave @coverage, with the permissions and how many of the
 * objects it was about; one row where no rule did. @before stands before the
 * permissions, @behind behind them.
 */
void avow_answers_tell(struct avow_profile_case *c,
		       const struct avow_profile_reason_kind *kind,
		       enum avow_coverage coverage, const char *before,
		       const char *behind);

#endif
