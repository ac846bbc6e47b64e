/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_WATCH_LINES_H
#define AVOW_CLI_WATCH_LINES_H

#include "cli/watch_model.h"

/*
 * For avow_watch_model_new(), with no data: a line on the standard output for each new
 * cluster and each change of note, for pipes and logs. Fields are apart by blanks: the
 * time, what happened, the cluster's id and name, and the rest in words.
 */
void avow_watch_line(void *data, enum avow_watch_note note,
		     const struct avow_watch_row *row, struct avow_time time,
		     const char *text);

#endif
