/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_DECISIONS_H
#define AVOW_CLI_DECISIONS_H

#include "analyzer/analysis.h"
#include "policy/decisions.h"

/*
 * Reads the file of decisions and prints what is wrong in it, by file and line, also
 * codes that are none. Days are compared with that of the newest record of @analysis, so
 * that the same log gives the same plan; with today where no record has a time.
 * AVOW_E_INPUT, with the sentence in
 * @error, when the file cannot be read; with @may_be_new one that is not there is empty.
 */
int avow_decisions_open(const char *path, const struct avow_analysis *analysis,
			bool may_be_new, struct avow_rulings *out,
			struct avow_error *error) avow_must_check;

/* The day of the newest record, YYYY-MM-DD; today where no record has a time. */
void avow_decisions_today(const struct avow_analysis *analysis, char out[11]);

/* Once a plan was made: prints which entries were not followed, and why. */
void avow_decisions_tell(const char *path, struct avow_rulings *rulings);

/* Writes the file anew, whole or not at all. */
int avow_decisions_save(const char *path, const struct avow_rulings *rulings,
			struct avow_error *error) avow_must_check;

#endif
