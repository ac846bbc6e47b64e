/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_HELP_H
#define AVOW_CLI_HELP_H

#include "analyzer/base/buf.h"
#include "cli/command.h"

/* What `avow --help` prints. */
void avow_help_program(struct avow_buf *out);

/* What `avow COMMAND --help` prints. */
void avow_help_command(const struct avow_command *command, struct avow_buf *out);

/* What `avow --version` prints. */
void avow_help_version(struct avow_buf *out);

/*
 * @text as lines of at most AVOW_HELP_COLUMNS, broken at blanks, each indented
 * by @indent; an empty line in it stays one.
 */
#define AVOW_HELP_COLUMNS 79
void avow_help_wrap(struct avow_buf *out, const char *text, size_t indent);

#endif
