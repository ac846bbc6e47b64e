/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * XML: the walk's exact form. Every object, array and value is an element of
 * that name; there are no attributes and no namespace. The schema is
 * doc/avow-report.rng.
 */
#include "reports/formats.h"

#include <inttypes.h>

#include "reports/markup.h"
#include "reports/walk.h"

static void begin(void *data, const char *name)
{
	avow_markup_begin(data, name);
}

static void end(void *data)
{
	avow_markup_end(data);
}

static void string(void *data, const char *name, const char *text)
{
	avow_markup_element(data, name, text);
}

static void number(void *data, const char *name, uint64_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, value);
	avow_markup_element(data, name, digits);
}

static void boolean(void *data, const char *name, bool value)
{
	avow_markup_element(data, name, value ? "true" : "false");
}

static const struct avow_sink sink = { .begin_object = begin,
				       .end_object = end,
				       .begin_array = begin,
				       .end_array = end,
				       .string = string,
				       .number = number,
				       .boolean = boolean };

int avow_report_xml(const struct avow_report *report,
		    const struct avow_report_style *style, FILE *out,
		    struct avow_error *error)
{
	struct avow_summary summary = { 0 };
	struct avow_markup markup;
	int code = avow_summary_make(report, &summary, error);

	(void)style;
	if (code)
		goto out;
	avow_markup_open(&markup, out, false);
	code = avow_report_walk(report, &summary, &sink, &markup, error);
	if (code)
		markup.failed = true;
	code = avow_markup_close(&markup, error);
out:
	avow_summary_free(&summary);
	return code;
}
