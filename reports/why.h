/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_WHY_H
#define AVOW_REPORTS_WHY_H

#include "reports/report.h"

/* Which clusters are told, and how. */
struct avow_why_options {
	struct avow_span id; /* only the clusters whose id begins so; empty: all */
	bool is_brief;       /* one line a question */
};

/*
 * Writes the answer to "why?" for each cluster, as text: every layer of every
 * question, the reasons, and what to do with what it came to. @count gets the number
 * of clusters told. Fails with AVOW_E_NOMEM, or AVOW_E_IO when @out takes no more.
 */
int avow_report_why(const struct avow_report *report,
		    const struct avow_why_options *options,
		    const struct avow_report_style *style, FILE *out, size_t *count,
		    struct avow_error *error) avow_must_check;

#endif
