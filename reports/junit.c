/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JUnit's XML as Jenkins (xunit plugin, junit-10.xsd) and GitLab read it: a case a
 * cluster, of the class that its domain or profile is; what was refused is a failure,
 * what was only logged has passed and says so.
 */
#include "reports/formats.h"

#include "reports/markup.h"
#include "reports/row.h"

static void put_line(struct avow_markup *markup, const char *text)
{
	if (!*text)
		return;
	avow_markup_text(markup, text);
	avow_markup_text(markup, "\n");
}

static void put_case(struct avow_markup *markup, struct avow_row *row)
{
	bool is_failure = row->level > AVOW_ROW_NOTE;

	avow_markup_begin(markup, "testcase");
	avow_markup_attribute(markup, "name", avow_buf_string(&row->label));
	avow_markup_attribute(markup, "classname", avow_buf_string(&row->source));
	avow_markup_begin(markup, is_failure ? "failure" : "system-out");
	if (is_failure) {
		avow_markup_attribute(markup, "message", avow_buf_string(&row->facts));
		avow_markup_attribute(markup, "type", row->code);
	}
	put_line(markup, avow_buf_string(&row->facts));
	put_line(markup, avow_buf_string(&row->why));
	put_line(markup, avow_buf_string(&row->evidence));
	put_line(markup, row->advice_title);
	put_line(markup, avow_buf_string(&row->change));
	avow_markup_end(markup);
	avow_markup_end(markup);
}

/* How many of the clusters are failures: the readers want it first. */
static size_t count_failures(const struct avow_report *report, struct avow_row *row,
			     size_t clusters)
{
	size_t count = 0;

	for (size_t i = 0; i < clusters; i++) {
		avow_row_fill(row, report, i);
		count += row->level > AVOW_ROW_NOTE;
	}
	return count;
}

int avow_report_junit(const struct avow_report *report,
		      const struct avow_report_style *style, FILE *out,
		      struct avow_error *error)
{
	struct avow_summary summary = { 0 };
	struct avow_row row = { .cluster = NULL };
	struct avow_markup markup;
	int result = avow_summary_make(report, &summary, error);

	(void)style;
	if (result)
		goto out;
	avow_markup_open(&markup, out, false);
	avow_markup_begin(&markup, "testsuites");
	avow_markup_begin(&markup, "testsuite");
	avow_markup_attribute(&markup, "name", "avow");
	avow_markup_number(&markup, "tests", summary.clusters);
	avow_markup_number(&markup, "failures",
			   count_failures(report, &row, summary.clusters));
	avow_markup_number(&markup, "errors", 0);
	for (size_t i = 0; i < summary.clusters; i++) {
		avow_row_fill(&row, report, summary.order[i]);
		put_case(&markup, &row);
	}
	avow_markup_end(&markup);
	avow_markup_end(&markup);
	markup.failed |= avow_row_failed(&row);
	result = avow_markup_close(&markup, error);
	avow_row_free(&row);
out:
	avow_summary_free(&summary);
	return result;
}
