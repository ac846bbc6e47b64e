/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_COMMENT_H
#define AVOW_REPORTS_COMMENT_H

#include "analyzer/base/buf.h"

/*
 * Markdown that fits a comment of a change: GitHub takes 65,536 characters of one.
 * Whatever was read stands in <code>, where no name is a mention, with every mark as a
 * character reference, so that none is markup (CommonMark 0.30, 2.5).
 */
#define AVOW_COMMENT_MAX 60000 /* leaves room for what a bot puts around it */

/* @text, any bytes of one line, as code; a long one is cut, and says so. */
void avow_comment_code(struct avow_buf *out, const char *text);

/* Each line of @text as code, and a line break. */
void avow_comment_lines(struct avow_buf *out, const char *text);

#endif
