/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_REPORT_RULES_H
#define AVOW_CLI_REPORT_RULES_H

#include "cli/option.h"
#include "cli/session.h"

/*
 * Looks at the audit rules @paths, if there are any, for the report of @session. Rules
 * that cannot be read are printed as a trouble, and the report has none.
 */
void avow_report_rules(struct avow_session *session,
		       const struct avow_option_list *paths);

#endif
