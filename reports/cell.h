/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_CELL_H
#define AVOW_REPORTS_CELL_H

#include "analyzer/base/buf.h"

/*
 * Cells of CSV (RFC 4180), quoted. One that a spreadsheet would take for a formula begins
 * with an apostrophe, which it shows as text (OWASP, "CSV Injection").
 */
void avow_cell_begin(struct avow_buf *line, const char *text); /* the first of a line */
void avow_cell_put(struct avow_buf *line, const char *text);   /* behind another one */

#endif
