/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_PRINT_H
#define AVOW_CLI_PRINT_H

#include <stdio.h>

#include "analyzer/base/span.h"

struct avow_command;

/*
 * Diagnostics: one sentence a line on the standard error output, after the
 * program's name. File names and log text in @message may hold any byte.
 */
void avow_print_error(const char *message);

/* The same for a wrong command line; NULL for @command is the program itself. */
void avow_print_usage_error(const struct avow_command *command, const char *message);

/* @text on @out in the form that a terminal takes as plain text. */
void avow_print_text(FILE *out, struct avow_span text);

/*
 * To be called once, last: writes out what the standard output still holds. The
 * exit status: @status, or AVOW_EXIT_TROUBLE, which is said, when it was lost.
 */
int avow_print_finish(int status);

#endif
