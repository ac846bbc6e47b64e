/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_ROW_H
#define AVOW_REPORTS_ROW_H

#include "reports/summary.h"

/*
 * One cluster as formats without a page of their own show it: a row of a table, a test
 * case, a result. Texts are clean (in display form), and "" where there is nothing.
 */
enum avow_row_level {
	AVOW_ROW_NOTE,    /* logged, and not refused */
	AVOW_ROW_WARNING, /* refused */
	AVOW_ROW_ERROR    /* whoever allows it opens a high risk */
};

struct avow_row {
	const struct avow_cluster *cluster;
	size_t index; /* of the cluster in the set */
	uint64_t enforced;
	bool is_at_least;
	enum avow_row_level level;
	struct avow_buf source, target, tclass;
	struct avow_buf label;       /* "a_t -> b_t : file" */
	struct avow_buf permissions; /* blanks between */
	struct avow_buf hosts, comms,
		paths;            /* a blank between; the most frequent first */
	struct avow_buf facts;    /* "3 denials, enforced: { read }" */
	const char *baseline;     /* "known", "new", ...; "" without one */
	const char *code, *title; /* of the first reason; "" without */
	struct avow_buf why, evidence;
	const char *advice, *advice_title; /* of the best advice; "" without */
	struct avow_buf change;
	struct avow_buf input; /* where its sample was read, and the line */
	uint64_t line;
};

/* Fills @row, which is zeroed before the first, for the cluster at @index of the set. */
void avow_row_fill(struct avow_row *row, const struct avow_report *report, size_t index);

/* A format that is a text of its own for each row. */
struct avow_rows_form {
	void (*head)(struct avow_buf *out, const struct avow_report *report,
		     const struct avow_summary *summary);
	void (*row)(struct avow_buf *out, struct avow_row *row);
	/* What is said of @count rows that @limit bytes have no room for; NULL: no limit.
	 */
	void (*rest)(struct avow_buf *out, size_t count);
	size_t limit;
};

/* Writes the clusters in the order of the summary. AVOW_E_NOMEM or AVOW_E_IO. */
int avow_rows_write(const struct avow_report *report, const struct avow_rows_form *form,
		    FILE *out, struct avow_error *error) avow_must_check;

/* Whether memory was out while it was filled, ever. */
bool avow_row_failed(const struct avow_row *row);
void avow_row_free(struct avow_row *row);

#endif
