/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A check as Markdown: see comment.h for what makes it safe, and short enough. */
#include "reports/check/check.h"

#include "reports/comment.h"
#include "reports/stream.h"

static void put_item(struct avow_buf *out, const struct avow_check_item *item)
{
	avow_buf_printf(out, "<details><summary>%s <b>%s</b> ",
			item->is_failure ? "❌" : "ℹ️",
			avow_check_kind_name(item->kind));
	avow_comment_code(out, item->label[0] ? item->label : item->text);
	avow_buf_puts(out, "</summary>\n<p>\n");
	avow_comment_lines(out, item->text);
	if (item->evidence)
		avow_comment_lines(out, item->evidence);
	if (item->how)
		avow_comment_lines(out, item->how);
	if (item->path) {
		avow_comment_code(out, item->path);
		avow_buf_printf(out, ", line %llu<br>\n", (unsigned long long)item->line);
	}
	avow_buf_puts(out, "</p>\n</details>\n\n");
}

static void put_all(struct avow_buf *out, const struct avow_check *check)
{
	struct avow_buf sentence = { 0 };

	avow_check_phrase(&sentence, check);
	avow_buf_puts(out, "### avow check\n\n");
	avow_buf_append(out, avow_buf_span(&sentence));
	avow_buf_puts(out, "\n\n");
	avow_buf_free(&sentence);
	for (size_t i = 0; i < check->count; i++) {
		size_t before = out->length;

		put_item(out, check->items + i);
		if (out->length <= AVOW_COMMENT_MAX)
			continue;
		out->length = before;
		avow_buf_printf(out,
				"%zu more did not fit here: the log of the job has them "
				"all.\n",
				check->count - i);
		break;
	}
}

int avow_check_md(const struct avow_check *check, const struct avow_report_style *style,
		  FILE *out, struct avow_error *error)
{
	struct avow_stream stream = { .out = out };
	struct avow_buf text = { 0 };
	int result;

	(void)style;
	put_all(&text, check);
	avow_stream_write(&stream, avow_buf_span(&text));
	result = text.failed ? avow_error_nomem(error)
			     : avow_stream_finish(&stream, error);
	avow_buf_free(&text);
	return result;
}
