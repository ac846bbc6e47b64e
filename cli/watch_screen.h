/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_WATCH_SCREEN_H
#define AVOW_CLI_WATCH_SCREEN_H

#include "cli/asking.h"
#include "cli/screen.h"
#include "cli/watch_run.h"

/* What the terminal view of `avow watch` works on; all of it is lent. */
struct avow_watch {
	struct avow_watch_model *model;
	struct avow_watch_run *run;
	const struct avow_asking *asking;
	struct avow_rulings *rulings; /* changed with the model's lock held */
	const char *decisions;        /* their file; NULL: none */
};

/*
 * Shows the model on the screen and does what keys ask for, until one says quit or a
 * signal does. An exit status.
 */
int avow_watch_show(struct avow_watch *watch, struct avow_screen *screen);

/* The table of keys, for --help and the man page (avow_glossary). */
const char *avow_watch_key(size_t index, struct avow_buf *says);

#endif
