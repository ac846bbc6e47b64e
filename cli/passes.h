/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_PASSES_H
#define AVOW_CLI_PASSES_H

#include "analyzer/analysis.h"
#include "cli/reading.h"

/*
 * Sets options->window as @reading says. Where an end of it can be told from the log
 * alone (a boot, a mark), the inputs @names are read once for that before, which they
 * have to allow: the standard input is copied to a file, and live sources are refused.
 * AVOW_E_USAGE, AVOW_E_INPUT when there is no such boot or mark, AVOW_E_IO.
 */
int avow_window_set(const struct avow_reading *reading, const char *const *names,
		    size_t count, struct avow_analysis_options *options,
		    struct avow_error *error) avow_must_check;

#endif
