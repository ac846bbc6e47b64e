/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_DIFFERENCE_H
#define AVOW_REPORTS_DIFFERENCE_H

#include "policy/difference.h"
#include "reports/report.h"

#define AVOW_DIFFERENCE_SCHEMA_VERSION "1"

struct avow_difference_style {
	struct avow_report_style terminal;
	bool is_all;     /* text: every name of a list */
	bool is_summary; /* how many of each kind, and no more */
};

/* The formats; both fail with AVOW_E_NOMEM, or AVOW_E_IO when @out takes no more. */
int avow_difference_write_text(const struct avow_difference *difference,
			       const struct avow_difference_style *style, FILE *out,
			       struct avow_error *error) avow_must_check;

/*
 * One object: schema_version, equal, old and new {path, sha256, version, mls}, notes,
 * marks [{code, title, why, text}], counts {KIND: {added, removed, changed}}, and,
 * unless it is a summary, sections {KIND: [...]}. An item has sign, key and values
 * [{field, value, sign}]; rules have sign, sources, targets, class, and permissions,
 * commands or an outcome; of
 * those under a condition, whether it is in force by default. All lists are whole.
 */
int avow_difference_write_json(const struct avow_difference *difference,
			       const struct avow_difference_style *style, FILE *out,
			       struct avow_error *error) avow_must_check;

#endif
