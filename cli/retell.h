/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_RETELL_H
#define AVOW_CLI_RETELL_H

#include "cli/option.h"
#include "cli/session.h"

/*
 * Reads the report that is the only one of @inputs, in the place of logs and of asking.
 * 1, and @session has all that it tells; 0 when no input is a report, and none was
 * touched. With @is_live the standard input is not waited for, and is none. AVOW_E_USAGE:
 * a report among other inputs. AVOW_E_INPUT, AVOW_E_NOMEM.
 */
int avow_retell(struct avow_session *session, const struct avow_words *inputs,
		bool is_live, struct avow_error *error) avow_must_check;

/* Whether the file @name is a report; the standard input is not looked into. */
bool avow_retell_is_report(const char *name);

#endif
