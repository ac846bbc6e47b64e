/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_WATCH_RUN_H
#define AVOW_CLI_WATCH_RUN_H

#include <sys/types.h>

#include "cli/watch_model.h"

#define AVOW_WATCH_CHILDREN 4 /* that run at once; the others wait their turn */

/*
 * The command of --exec, run once for each new cluster: `COMMAND ID LABEL`, without a
 * shell, and what else is known in environment variables (the table in watch_run.c), in
 * display form. It has a session of its own, its standard files are /dev/null, and
 * nothing of it comes to the terminal.
 */
struct avow_watch_run {
	const char *command; /* NULL: none */
	pid_t children[AVOW_WATCH_CHILDREN];
	size_t running;
	uint64_t failed;  /* that could not be started, or ended with another status */
	uint64_t waiting; /* after avow_watch_run_all(): those whose turn did not come */
};

/* Reaps those that have ended and starts as many as there is room for. */
void avow_watch_run_all(struct avow_watch_run *run, struct avow_watch_model *model);

/* The same until all have run, or @run->running is only what does not end. */
void avow_watch_run_rest(struct avow_watch_run *run, struct avow_watch_model *model);

#endif
