/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_DIGEST_H
#define AVOW_REPORTS_DIGEST_H

#include "analyzer/digest/digest.h"

/* Counts as they are told. */
struct avow_told_counts {
	const char *of; /* the report: "avc"; or "events" */
	const char *by; /* what they are counted by: "object" */
	const struct avow_counts_row *rows;
	size_t shown; /* of them */
	const struct avow_counts *counts;
};

/* A form in which `avow summary` writes; everything is appended to @out. */
struct avow_digest_form {
	const char *name;
	void (*overview)(struct avow_buf *out, const struct avow_overview *overview);
	/* Before the first row; NULL: nothing. */
	void (*head)(struct avow_buf *out, const struct avow_digest_report *report);
	void (*row)(struct avow_buf *out, const struct avow_digest_report *report,
		    struct avow_values *values);
	void (*counts)(struct avow_buf *out, const struct avow_told_counts *told);
};

/* NULL when there is none of that name. */
const struct avow_digest_form *avow_digest_form_named(const char *name);

/* The forms: a file each. */
extern const struct avow_digest_form avow_digest_text, avow_digest_json, avow_digest_csv;

#endif
