/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_REPORT_EVENTS_H
#define AVOW_CLI_REPORT_EVENTS_H

#include "cli/option.h"
#include "cli/session.h"

/*
 * avow report -f jsonl: reads the inputs and writes each denial as it comes, in the form
 * of that name (NULL: the first) to @path (NULL: the standard output). False when
 * something was not as it should be, which was said. @session tells the evidence.
 */
bool avow_report_events(struct avow_session *session, const struct avow_reading *reading,
			const struct avow_words *inputs, const char *form,
			const char *path) avow_must_check;

#endif
