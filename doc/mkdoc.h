/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DOC_MKDOC_H
#define AVOW_DOC_MKDOC_H

#include "analyzer/base/buf.h"
#include "cli/command.h"

/* The man page of a command, or of the program when that is &avow_program. */
void avow_mkdoc_man(const struct avow_command *command, struct avow_buf *out);

/* The page of all codes, avow-codes(7), with the entry of each. */
void avow_mkdoc_codes(struct avow_buf *out);

/* Text of a page: a backslash, a dash and a leading dot or quote stay themselves. */
void avow_mkdoc_text(struct avow_buf *out, struct avow_span text);

/* The bash completion of the program and all its commands. */
void avow_mkdoc_completion(struct avow_buf *out);

#endif
