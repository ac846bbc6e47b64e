/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_REPORT_ACTIVITY_H
#define AVOW_CLI_REPORT_ACTIVITY_H

#include "cli/session.h"

/*
 * Reads as avow_session_read() does, and counts what went on besides denials, too. A
 * store, which does not keep that, is a trouble, and is printed.
 */
bool avow_report_activity(struct avow_session *session,
			  const struct avow_reading *reading,
			  const struct avow_words *words) avow_must_check;

#endif
