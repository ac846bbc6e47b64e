/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Markdown that fits a comment of a change: GitHub takes 65,536 characters of one.
 * Whatever was read stands in <code>, where no name is a mention, with every mark as a
 * character reference, so that none is markup (CommonMark 0.30, 2.5).
 */
#include "reports/check/check.h"

#include "analyzer/base/escape.h"

#include <ctype.h>

#include "reports/stream.h"

#define LIMIT 60000     /* leaves room for what a bot puts around it */
#define ITEM_LIMIT 8000 /* of one text in it */

static void put_clean(struct avow_buf *out, const char *text)
{
	struct avow_buf clean = { 0 };

	avow_escape_display(&clean, avow_span_of(text));
	for (size_t i = 0; i < clean.length && i < ITEM_LIMIT; i++) {
		unsigned char byte = (unsigned char)clean.data[i];

		if (isalnum(byte) || byte == ' ' || byte >= 0x80)
			avow_buf_putc(out, (char)byte);
		else
			avow_buf_printf(out, "&#%u;", byte);
	}
	if (clean.length > ITEM_LIMIT)
		avow_buf_puts(out, " (cut)");
	out->failed |= clean.failed;
	avow_buf_free(&clean);
}

static void put_code(struct avow_buf *out, const char *text)
{
	avow_buf_puts(out, "<code>");
	put_clean(out, text);
	avow_buf_puts(out, "</code>");
}

/* Each line of its own: a line break would end the HTML block. */
static void put_lines(struct avow_buf *out, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		struct avow_buf line = { 0 };

		avow_buf_append(&line, avow_span_make(text, length));
		put_code(out, avow_buf_string(&line));
		avow_buf_puts(out, "<br>\n");
		avow_buf_free(&line);
		text += length + (text[length] == '\n');
	}
}

static void put_item(struct avow_buf *out, const struct avow_check_item *item)
{
	avow_buf_printf(out, "<details><summary>%s <b>%s</b> ",
			item->is_failure ? "❌" : "ℹ️",
			avow_check_kind_name(item->kind));
	put_code(out, item->label[0] ? item->label : item->text);
	avow_buf_puts(out, "</summary>\n<p>\n");
	put_lines(out, item->text);
	if (item->evidence)
		put_lines(out, item->evidence);
	if (item->how)
		put_lines(out, item->how);
	if (item->path) {
		put_code(out, item->path);
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
		if (out->length <= LIMIT)
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
