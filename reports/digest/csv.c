/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Summaries as CSV. */
#include <inttypes.h>

#include "analyzer/base/escape.h"
#include "reports/cell.h"
#include "reports/digest/digest.h"
#include "reports/phrase.h"

static void put_line(struct avow_buf *out, const char *name, uint64_t number)
{
	avow_cell_begin(out, name);
	avow_buf_printf(out, ",%" PRIu64 "\n", number);
}

static void put_overview(struct avow_buf *out, const struct avow_overview *overview)
{
	avow_buf_puts(out, "what,count\n");
	for (unsigned i = 0; i < AVOW_OVERVIEW_COUNTS; i++)
		put_line(out, avow_overview_events_name((enum avow_overview_events)i),
			 overview->events[i]);
	for (unsigned i = 0; i < AVOW_OVERVIEW_DISTINCT; i++)
		put_line(out, avow_overview_distinct_name((enum avow_overview_distinct)i),
			 avow_counts_distinct(&overview->distinct[i]));
}

static void put_head(struct avow_buf *out, const struct avow_digest_report *report)
{
	struct avow_span heading, value;

	avow_buf_puts(out, "time,serial");
	for (size_t i = 0; avow_digest_column(report, i, NULL, &heading, &value); i++)
		avow_buf_printf(out, ",%.*s", (int)heading.length, heading.data);
	avow_buf_putc(out, '\n');
}

static void put_bytes(struct avow_buf *out, struct avow_span bytes)
{
	struct avow_buf text = { 0 };

	avow_escape_display(&text, bytes);
	avow_cell_put(out, avow_buf_string(&text));
	avow_buf_free(&text);
}

static void put_row(struct avow_buf *out, const struct avow_digest_report *report,
		    struct avow_values *values)
{
	struct avow_span heading, value;
	struct avow_buf time = { 0 };

	avow_phrase_time(&time, values->group->time);
	avow_cell_begin(out, avow_buf_string(&time));
	avow_buf_free(&time);
	avow_buf_printf(out, ",%" PRIu64, values->group->serial);
	for (size_t i = 0; avow_digest_column(report, i, values, &heading, &value); i++)
		put_bytes(out, value);
	avow_buf_putc(out, '\n');
}

static void put_counts(struct avow_buf *out, const struct avow_told_counts *told)
{
	avow_buf_printf(out, "count,%s\n", told->by);
	for (size_t i = 0; i < told->shown; i++) {
		avow_buf_printf(out, "%" PRIu64, told->rows[i].count);
		put_bytes(out, told->rows[i].value);
		avow_buf_putc(out, '\n');
	}
}

const struct avow_digest_form avow_digest_csv = { "csv", put_overview, put_head, put_row,
						  put_counts };
