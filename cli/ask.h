/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_ASK_H
#define AVOW_CLI_ASK_H

#include "policy/decisions.h"
#include "reports/report.h"

/*
 * Asks at the terminal, cluster by cluster, those first that most denials are of, which
 * change to accept; clusters that @rulings decides are passed over. Each answer is
 * written to the file @path at once. Returns an exit status.
 */
int avow_ask(const struct avow_report *report, struct avow_rulings *rulings,
	     const char *path);

#endif
