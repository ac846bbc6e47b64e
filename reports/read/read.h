/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_READ_READ_H
#define AVOW_REPORTS_READ_READ_H

#include "reports/report.h"

/* A report as it was read from its XML: what struct avow_report borrows from. */
struct avow_retold {
	struct avow_analysis analysis;
	struct avow_findings findings;
	bool has_findings;
	const char *no_policy; /* in the findings' arena; NULL: a policy was asked */
	struct avow_news news; /* likewise; its baseline is NULL without one */
	struct avow_rules_info rules;  /* likewise; its source is NULL without any */
	struct avow_activity activity; /* likewise; has_activity: it is there */
	bool has_activity;
};

/*
 * Whether the file begins as XML does. It is not consumed. A pipe is looked into
 * (tee(2)), and waited for until it has a byte, where @waits; else it is not XML, as what
 * is neither.
 */
bool avow_report_is_xml(int fd, bool waits);

/*
 * Reads a report from @fd, whose name in sentences is @path, so that every format shows
 * the same as of the report itself. AVOW_E_INPUT with the file, the line and what is
 * wrong there: it is damaged, no report, or of another schema. AVOW_E_NOMEM. @out is
 * zeroed by the caller and given to avow_retold_free() in every case.
 */
int avow_report_read(int fd, const char *path, struct avow_retold *out,
		     struct avow_error *error) avow_must_check;
void avow_retold_free(struct avow_retold *retold);

#endif
