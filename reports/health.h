/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_HEALTH_H
#define AVOW_REPORTS_HEALTH_H

#include <stdio.h>

#include "analyzer/collect/health/check.h"
#include "reports/report.h"

/* What doctor found: checks in the order in which they are shown. */
struct avow_health_row {
	const char *group; /* "SOURCES" */
	const char *name;  /* "journal:" */
	bool is_source;    /* one good source is enough */
	struct avow_verdict verdict;
};

struct avow_health_page {
	const char *root; /* "" for this machine */
	const struct avow_health_row *rows;
	size_t count;
};

/*
 * Whether something is blind or lossy: a check that is no source, or all the
 * sources.
 */
bool avow_health_is_bad(const struct avow_health_page *page);

/* One of the forms of the page. AVOW_E_NOMEM or AVOW_E_IO. */
int avow_health_write_text(const struct avow_health_page *page,
			   const struct avow_report_style *style, FILE *out,
			   struct avow_error *error) avow_must_check;
int avow_health_write_json(const struct avow_health_page *page,
			   const struct avow_report_style *style, FILE *out,
			   struct avow_error *error) avow_must_check;

#endif
