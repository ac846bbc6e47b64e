/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_CHECK_BASELINE_H
#define AVOW_CLI_CHECK_BASELINE_H

#include "policy/baseline.h"

/* What the command line says of the baseline. */
struct avow_check_files {
	const char *baseline; /* NULL: there is none */
	const char *prune;    /* "5", "30d"; NULL: nothing is taken out */
	bool is_update, allows_broad;
};

/* AVOW_E_USAGE when these do not go together. */
int avow_check_files_check(const struct avow_check_files *files,
			   struct avow_error *error) avow_must_check;

/*
 * Reads the baseline; what is wrong in it is printed by file and line, and fails with
 * AVOW_E_INPUT and an empty message. Days are compared with that of the newest record.
 */
int avow_check_open_baseline(const struct avow_check_files *files,
			     const struct avow_analysis *analysis,
			     struct avow_baseline *out,
			     struct avow_error *error) avow_must_check;

/* Updates, prunes and writes it, if that was asked for, and says what it did. */
int avow_check_update_baseline(const struct avow_check_files *files,
			       const struct avow_analysis *analysis,
			       struct avow_baseline *baseline,
			       struct avow_error *error) avow_must_check;

#endif
