/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DOC_MKDOC_H
#define AVOW_DOC_MKDOC_H

#include "analyzer/base/buf.h"
#include "cli/command.h"

/* The man page of a command, or of the program when that is &avow_program. */
void avow_mkdoc_man(const struct avow_command *command, struct avow_buf *out);

/* The bash completion of the program and all its commands. */
void avow_mkdoc_completion(struct avow_buf *out);

#endif
