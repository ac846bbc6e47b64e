/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_OUTCOME_H
#define AVOW_CLI_OUTCOME_H

#include <stdio.h>

#include "cli/session.h"

/*
 * The outcome of the proof: what the changes answer, of SELinux's denials and of
 * AppArmor's, what is left, and what could not be used. @has_plan: they are a plan's.
 */
void avow_outcome_print(const struct avow_session *session, bool has_plan, FILE *out);

#endif
