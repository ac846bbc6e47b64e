/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_REPORT_H
#define AVOW_REPORTS_REPORT_H

#include <stdio.h>

#include "analyzer/analysis.h"
#include "analyzer/base/error.h"
#include "analyzer/digest/activity.h"
#include "policy/fault.h"
#include "policy/finding.h"
#include "policy/news.h"

#define AVOW_REPORT_SCHEMA_VERSION "1"

/*
 * The model: what every format shows. It borrows; nothing is computed twice and
 * nothing is computed in a format.
 */
struct avow_report {
	const struct avow_analysis *analysis;
	const struct avow_findings *findings; /* NULL without a policy */
	const char *no_policy; /* when findings is NULL: the sentence that says why */
	const struct avow_news *news;         /* NULL: compared with no baseline */
	const struct avow_rules_info *rules;  /* of audit; NULL: none were given */
	const struct avow_activity *activity; /* NULL: it was not asked for */
};

struct avow_report_dress;

struct avow_report_style {
	bool has_colour;
	unsigned columns;                      /* width of the terminal; 0 for no limit */
	const struct avow_report_dress *dress; /* of the HTML page; or NULL */
};

/* One output format. `write` puts the whole report on @out. */
struct avow_report_format {
	const char *name;   /* "html" */
	const char *suffix; /* ".html" */
	const char *title;  /* one line for --help */
	bool has_sources;   /* it shows the texts of the suggested module */
	bool takes_dress;   /* a title, a logo and a style of the user's */
	size_t in_full;     /* clusters that it shows the decisions of; 0: all */
	/* NULL: it is of denials and not of a report (events/events.h). */
	int (*write)(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error);
};

extern const struct avow_report_format avow_report_formats[];
extern const size_t avow_report_format_count;

/* By name, or by the suffix of a file's name; NULL when there is none. */
const struct avow_report_format *avow_report_format_named(const char *name);
const struct avow_report_format *avow_report_format_for_file(const char *path);

/*
 * The format @name, else what the suffix of @path says, else text; both may be NULL.
 * AVOW_E_USAGE.
 */
int avow_report_format_choose(const char *name, const char *path,
			      const struct avow_report_format **out,
			      struct avow_error *error) avow_must_check;

#endif
