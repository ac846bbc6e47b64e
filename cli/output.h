/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_OUTPUT_H
#define AVOW_CLI_OUTPUT_H

#include <signal.h>
#include <stdio.h>

#include "analyzer/base/error.h"

/*
 * A file that is there whole or not at all: written beside its name and renamed
 * when it is closed well. What is no regular file (a pipe, /dev/stdout) is
 * written directly.
 */
struct avow_output {
	FILE *stream;
	const char *path; /* lent */
	char *target;     /* what the path points to */
	char *temporary;  /* beside the target; NULL when it is written directly */
	sigset_t signals; /* the mask before, while interrupts are held */
	bool holds_signals;
};

/* Opens @path for writing; @path NULL is the standard output. */
int avow_output_open(struct avow_output *output, const char *path,
		     struct avow_error *error) avow_must_check;

/* Puts the file in place. */
int avow_output_commit(struct avow_output *output,
		       struct avow_error *error) avow_must_check;

/* Gives up: nothing is left behind. Does nothing after a commit. */
void avow_output_discard(struct avow_output *output);

#endif
