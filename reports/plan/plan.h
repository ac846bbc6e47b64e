/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_PLAN_PLAN_H
#define AVOW_REPORTS_PLAN_PLAN_H

#include "reports/report.h"

/* One form of the plan: one file here, one row in formats.c. */
struct avow_plan_format {
	const char *name;   /* "script" */
	const char *suffix; /* of its file in a directory: ".sh" */
	const char *title;  /* one line for --help */
	bool is_program;    /* its file may be executed */
	/* Whether there is anything of it for the report; NULL: always. */
	bool (*has)(const struct avow_report *report);
	int (*write)(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error);
};

extern const struct avow_plan_format avow_plan_formats[];
extern const size_t avow_plan_format_count;

/* NULL when there is none of that name. */
const struct avow_plan_format *avow_plan_format_named(const char *name);

/* The rows' functions. The report has findings, and these a plan. */
int avow_plan_text(const struct avow_report *report,
		   const struct avow_report_style *style, FILE *out,
		   struct avow_error *error) avow_must_check;
int avow_plan_script(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error) avow_must_check;
int avow_plan_ansible(const struct avow_report *report,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error) avow_must_check;
int avow_plan_json(const struct avow_report *report,
		   const struct avow_report_style *style, FILE *out,
		   struct avow_error *error) avow_must_check;

int avow_plan_diff(const struct avow_report *report,
		   const struct avow_report_style *style, FILE *out,
		   struct avow_error *error) avow_must_check;

/* Whether the plan edits AppArmor's profiles; whether a policy of SELinux was asked. */
bool avow_plan_has_edits(const struct avow_report *report);
bool avow_plan_has_policy(const struct avow_report *report);

/* SOURCE -> TARGET : CLASS of the cluster, in display form. */
void avow_plan_cluster(const struct avow_report *report, size_t cluster,
		       struct avow_buf *out);

/* "the plan answers 12 of 20 denials with 3 changes" */
void avow_plan_outcome(const struct avow_report *report, struct avow_buf *out);

/* "3 permissions asked for, 12 granted beyond, opened to 2 domains" */
void avow_plan_cost(const struct avow_change *change, struct avow_buf *out);

/* Whether the change is made by commands: it is no rule of a module or a profile. */
bool avow_plan_is_command(const struct avow_change *change);

#endif
