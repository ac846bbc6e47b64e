/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_FAULTS_H
#define AVOW_REPORTS_FAULTS_H

#include "policy/fault.h"
#include "reports/report.h"

#define AVOW_FAULTS_SCHEMA_VERSION "1"

/*
 * Each fault with its line, a caret under what is wrong, why it matters (the first time)
 * and what to write; then how many there are. AVOW_E_NOMEM, or AVOW_E_IO.
 */
int avow_faults_text(const struct avow_faults *faults,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error) avow_must_check;

/*
 * One object: schema_version, counts {error, warning, note}, and faults, each with code,
 * severity, title, path, line, column (from 1, in bytes), length, says, why, text,
 * rewrite (a list of lines, or null) and targets (a list; null for all). Like above.
 */
int avow_faults_json(const struct avow_faults *faults,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error) avow_must_check;

/*
 * JUnit's XML: a case for each fault, of its file; an error is a failure, a warning or a
 * note has passed and says so. One case more says how many there are. Like above.
 */
int avow_faults_junit(const struct avow_faults *faults,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error) avow_must_check;

/* SARIF 2.1.0: a rule a code that was found, a result a fault. Like above. */
int avow_faults_sarif(const struct avow_faults *faults,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error) avow_must_check;

#endif
