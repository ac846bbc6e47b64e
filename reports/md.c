/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The report as Markdown for a comment: the verdict, and the clusters folded. */
#include "reports/formats.h"

#include "reports/comment.h"
#include "reports/headline.h"
#include "reports/phrase.h"
#include "reports/row.h"

static void put_row(struct avow_buf *out, struct avow_row *row)
{
	static const char *const signs[] = {
		[AVOW_ROW_NOTE] = "⚪", [AVOW_ROW_WARNING] = "🟠", [AVOW_ROW_ERROR] = "🔴"
	};

	avow_buf_printf(out, "<details><summary>%s ", signs[row->level]);
	avow_comment_code(out, avow_buf_string(&row->label));
	avow_buf_puts(out, " ");
	avow_comment_code(out, avow_buf_string(&row->facts));
	avow_buf_puts(out, "</summary>\n<p>\n");
	if (*row->code) {
		avow_buf_printf(out, "<b>%s</b> ", row->code);
		avow_comment_lines(out, avow_buf_string(&row->why));
	}
	avow_comment_lines(out, avow_buf_string(&row->evidence));
	if (*row->advice) {
		avow_buf_printf(out, "<b>%s</b> %s<br>\n", row->advice,
				row->advice_title);
		avow_comment_lines(out, avow_buf_string(&row->change));
	}
	avow_comment_lines(out, avow_buf_string(&row->comms));
	avow_comment_lines(out, avow_buf_string(&row->paths));
	avow_buf_printf(out, "id %s, first seen in ", row->cluster->id);
	avow_comment_code(out, avow_buf_string(&row->input));
	avow_buf_printf(out, ", line %llu</p>\n</details>\n\n",
			(unsigned long long)row->line);
}

static void put_head(struct avow_buf *out, const struct avow_report *report,
		     const struct avow_summary *summary)
{
	avow_buf_puts(out, "### avow report\n\n");
	avow_phrase_verdict(out, report, summary);
	avow_buf_puts(out, " ");
	avow_phrase_caveat(out, summary);
	avow_buf_puts(out, "\n\n");
	if (report->rules) {
		avow_comment_code(out, report->rules->source);
		avow_buf_puts(out, ": ");
		avow_phrase_faults(out, report->rules);
		avow_buf_puts(out, ".\n\n");
	}
	if (!report->news)
		return;
	avow_comment_code(out, report->news->baseline);
	avow_buf_puts(out, ": ");
	avow_phrase_news(out, summary);
	avow_buf_puts(out, ".\n\n");
}

static void put_rest(struct avow_buf *out, size_t count)
{
	avow_phrase_number(out, count);
	avow_buf_puts(
		out,
		" more did not fit here: the HTML page and the JSON have them all.\n");
}

int avow_report_md(const struct avow_report *report,
		   const struct avow_report_style *style, FILE *out,
		   struct avow_error *error)
{
	static const struct avow_rows_form form = { .head = put_head,
						    .row = put_row,
						    .rest = put_rest,
						    .limit = AVOW_COMMENT_MAX };

	(void)style;
	return avow_rows_write(report, &form, out, error);
}
