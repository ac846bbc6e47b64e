/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_WALK_H
#define AVOW_REPORTS_WALK_H

#include "reports/summary.h"

/*
 * One walk over the model, told to a sink. XML and JSON are both sinks of it,
 * so they have the same names, the same order and the same numbers.
 *
 * Every call names what it tells of: a member of the object around it, or, in
 * an array, the kind of item ("cluster" in "clusters"). Strings are clean text:
 * valid UTF-8, NUL terminated, without control characters apart from newlines
 * and tabs in texts of several lines. A string NAME whose own bytes were not
 * clean is in its display form and followed by NAME_hex, all of its bytes in
 * hexadecimal.
 */
struct avow_sink {
	void (*begin_object)(void *data, const char *name);
	void (*end_object)(void *data);
	void (*begin_array)(void *data, const char *name);
	void (*end_array)(void *data);
	void (*string)(void *data, const char *name, const char *text);
	void (*number)(void *data, const char *name, uint64_t value);
	void (*boolean)(void *data, const char *name, bool value);
};

/* Depth of objects and arrays within each other, the report itself included. */
#define AVOW_WALK_DEPTH 12

/*
 * Tells all of @report, as one object named "report". A sink keeps its own
 * failures in @data. Fails only with AVOW_E_NOMEM.
 */
int avow_report_walk(const struct avow_report *report, const struct avow_summary *summary,
		     const struct avow_sink *sink, void *data,
		     struct avow_error *error) avow_must_check;

struct avow_readiness;

/* The same of @readiness alone, as one object named "readiness". */
int avow_readiness_walk(const struct avow_report *report,
			const struct avow_readiness *readiness,
			const struct avow_sink *sink, void *data,
			struct avow_error *error) avow_must_check;

#endif
