/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_CHECK_H
#define AVOW_REPORTS_CHECK_H

#include "policy/check.h"
#include "reports/report.h"

/* One form of a check's outcome: one file, one row in formats.c. */
struct avow_check_format {
	const char *name;   /* "junit" */
	const char *suffix; /* ".junit.xml"; NULL: no file is named so */
	int (*write)(const struct avow_check *check,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error);
};

extern const struct avow_check_format avow_check_formats[];
extern const size_t avow_check_format_count;

/* By name, or by how the name of a file ends; NULL when there is none. */
const struct avow_check_format *avow_check_format_named(const char *name);
const struct avow_check_format *avow_check_format_for_file(const char *path);

/* "failed: 2 of 7 clusters are new", ...: the outcome in a sentence. */
void avow_check_phrase(struct avow_buf *out, const struct avow_check *check);

typedef int avow_check_write(const struct avow_check *check,
			     const struct avow_report_style *style, FILE *out,
			     struct avow_error *error);

avow_check_write avow_check_text, avow_check_json, avow_check_md, avow_check_junit,
	avow_check_sarif, avow_check_github, avow_check_gitlab;

#endif
