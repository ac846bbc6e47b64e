/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_TERMINAL_H
#define AVOW_CLI_TERMINAL_H

#include "reports/report.h"

/*
 * How the standard output wants to be written to: colour and width are for a
 * terminal alone, and NO_COLOR is obeyed (no-color.org).
 */
struct avow_report_style avow_terminal_style(void);

#endif
