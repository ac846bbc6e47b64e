/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Summaries for people. */
#include <inttypes.h>

#include "analyzer/base/escape.h"
#include "reports/digest/digest.h"
#include "reports/phrase.h"

enum { WIDTH = 12 };

/* A number as wide as others above and below it. */
static void put_number(struct avow_buf *out, uint64_t number)
{
	struct avow_buf text = { 0 };

	avow_phrase_number(&text, number);
	avow_buf_printf(out, "%*s", WIDTH, avow_buf_string(&text));
	avow_buf_free(&text);
}

static void put_line(struct avow_buf *out, uint64_t number, const char *name)
{
	put_number(out, number);
	avow_buf_printf(out, "  %s\n", name);
}

static void put_overview(struct avow_buf *out, const struct avow_overview *overview)
{
	if (avow_time_is_known(overview->first)) {
		avow_buf_puts(out, "from ");
		avow_phrase_time(out, overview->first);
		avow_buf_puts(out, " to ");
		avow_phrase_time(out, overview->last);
		avow_buf_puts(out, "\n\n");
	}
	for (unsigned i = 0; i < AVOW_OVERVIEW_COUNTS; i++)
		put_line(out, overview->events[i],
			 avow_overview_events_name((enum avow_overview_events)i));
	avow_buf_puts(out, "\nhow many different\n");
	for (unsigned i = 0; i < AVOW_OVERVIEW_DISTINCT; i++)
		put_line(out, avow_counts_distinct(&overview->distinct[i]),
			 avow_overview_distinct_name((enum avow_overview_distinct)i));
}

static void put_head(struct avow_buf *out, const struct avow_digest_report *report)
{
	avow_buf_printf(out, "time event %s\n", report->columns);
}

static void put_row(struct avow_buf *out, const struct avow_digest_report *report,
		    struct avow_values *values)
{
	struct avow_span heading, value;

	if (avow_time_is_known(values->group->time))
		avow_phrase_time(out, values->group->time);
	else
		avow_buf_putc(out, '-');
	avow_buf_printf(out, " %" PRIu64, values->group->serial);
	for (size_t i = 0; avow_digest_column(report, i, values, &heading, &value); i++) {
		avow_buf_putc(out, ' ');
		avow_phrase_word(out, value);
	}
	avow_buf_putc(out, '\n');
}

static void put_counts(struct avow_buf *out, const struct avow_told_counts *told)
{
	const struct avow_counts *counts = told->counts;
	size_t left = avow_counts_distinct(counts) - told->shown;

	avow_buf_printf(out, "%*s  %s\n", WIDTH, told->of, told->by);
	for (size_t i = 0; i < told->shown; i++) {
		put_number(out, told->rows[i].count);
		avow_buf_puts(out, "  ");
		avow_escape_display(out, told->rows[i].value);
		avow_buf_putc(out, '\n');
	}
	put_number(out, counts->total);
	avow_buf_puts(out, "  in all");
	if (left) {
		avow_buf_puts(out, ", ");
		avow_phrase_number(out, left);
		avow_buf_puts(out, " more not shown");
	}
	if (counts->others) {
		avow_buf_puts(out, ", ");
		avow_phrase_number(out, counts->others);
		avow_buf_puts(out, " of too many to be told apart");
	}
	avow_buf_putc(out, '\n');
}

const struct avow_digest_form avow_digest_text = { "text", put_overview, put_head,
						   put_row, put_counts };
