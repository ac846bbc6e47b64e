/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_FAULT_H
#define AVOW_POLICY_FAULT_H

#include "analyzer/base/span.h"

/* What is wrong in a file that people write, at one place: an engine finds it, reports
 * show it. */
enum avow_fault_severity {
	AVOW_FAULT_ERROR,   /* it is not accepted, or means something else than it says */
	AVOW_FAULT_WARNING, /* it does less, or costs more, than its author will want */
	AVOW_FAULT_NOTE,    /* worth knowing */
	AVOW_FAULT_SEVERITIES
};

/* "error", "warning", "note". */
const char *avow_fault_severity_name(enum avow_fault_severity severity);

struct avow_fault {
	const char *code;  /* stable: "AUD-OCTAL" */
	const char *title; /* of the code */
	enum avow_fault_severity severity;
	const char *path;
	uint32_t line;         /* from 1 */
	uint32_t column;       /* in bytes, from 0 */
	uint32_t length;       /* of what is wrong there; 0: the line as a whole */
	struct avow_span text; /* the line */
	const char *says;      /* what is wrong here: a sentence without its full stop */
	const char *why;       /* that matters: a sentence; or NULL */
	const char *rewrite;   /* what to write in its place, lines; or NULL */
	const char *targets;   /* those that it is wrong for; NULL: all asked for */
};

/* In the order of their places. Everything in it is lent. */
struct avow_faults {
	const struct avow_fault *items;
	size_t count;
	size_t counts[AVOW_FAULT_SEVERITIES];
};

/* Audit rules that were looked at beside a log. */
struct avow_rules_info {
	const char *source; /* the inputs, as they were given; NULL: there were none */
	size_t rules;       /* that can be read */
	struct avow_faults faults;
};

#endif
