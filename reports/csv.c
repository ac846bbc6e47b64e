/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CSV: a row a cluster. */
#include "reports/formats.h"

#include <inttypes.h>

#include "reports/cell.h"
#include "reports/phrase.h"
#include "reports/row.h"

static const char *const columns[] = {
	"id",       "lsm",      "source",  "target", "class",  "permissions", "count",
	"at_least", "enforced", "blocked", "first",  "last",   "hosts",       "programs",
	"paths",    "reason",   "why",     "advice", "change", "baseline",
};

static void put_cell(struct avow_buf *line, const char *text)
{
	if (line->length)
		avow_cell_put(line, text);
	else
		avow_cell_begin(line, text);
}

static void put_number(struct avow_buf *line, uint64_t number)
{
	avow_buf_printf(line, ",%" PRIu64, number);
}

static void put_time(struct avow_buf *line, struct avow_time time)
{
	struct avow_buf text = { 0 };

	avow_phrase_time(&text, time);
	put_cell(line, avow_buf_string(&text));
	avow_buf_free(&text);
}

static void put_row(struct avow_buf *line, struct avow_row *row)
{
	const struct avow_cluster *cluster = row->cluster;

	put_cell(line, cluster->id);
	put_cell(line, cluster->lsm == AVOW_LSM_SELINUX ? "selinux" : "apparmor");
	put_cell(line, avow_buf_string(&row->source));
	put_cell(line, avow_buf_string(&row->target));
	put_cell(line, avow_buf_string(&row->tclass));
	put_cell(line, avow_buf_string(&row->permissions));
	put_number(line, cluster->count);
	put_cell(line, row->is_at_least ? "true" : "false");
	put_number(line, row->enforced);
	put_number(line, cluster->blocked);
	put_time(line, cluster->first);
	put_time(line, cluster->last);
	put_cell(line, avow_buf_string(&row->hosts));
	put_cell(line, avow_buf_string(&row->comms));
	put_cell(line, avow_buf_string(&row->paths));
	put_cell(line, row->code);
	put_cell(line, avow_buf_string(&row->why));
	put_cell(line, row->advice);
	put_cell(line, avow_buf_string(&row->change));
	put_cell(line, row->baseline);
	avow_buf_puts(line, "\r\n");
}

static void put_head(struct avow_buf *out, const struct avow_report *report,
		     const struct avow_summary *summary)
{
	(void)report;
	(void)summary;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(columns); i++)
		put_cell(out, columns[i]);
	avow_buf_puts(out, "\r\n");
}

int avow_report_csv(const struct avow_report *report,
		    const struct avow_report_style *style, FILE *out,
		    struct avow_error *error)
{
	static const struct avow_rows_form form = { .head = put_head, .row = put_row };

	(void)style;
	return avow_rows_write(report, &form, out, error);
}
