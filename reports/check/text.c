/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A check for people: the outcome, what failed, what else is worth knowing. */
#include "reports/check/check.h"

#include "reports/layout.h"
#include "reports/stream.h"

#define INDENT 4

static void put_lines(struct avow_layout *layout, enum avow_tint tint, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		avow_layout_margin(layout, INDENT);
		avow_layout_put(layout, tint, avow_span_make(text, length));
		avow_layout_end_line(layout);
		text += length + (text[length] == '\n');
	}
}

static void put_place(struct avow_layout *layout, const struct avow_check_item *item)
{
	char line[24];

	if (!item->path)
		return;
	avow_layout_puts(layout, AVOW_TINT_FAINT, "  ");
	avow_layout_puts(layout, AVOW_TINT_FAINT, item->path);
	snprintf(line, sizeof(line), ":%llu", (unsigned long long)item->line);
	avow_layout_puts(layout, AVOW_TINT_FAINT, line);
}

static void put_item(struct avow_layout *layout, const struct avow_check_item *item)
{
	enum avow_tint tint = item->is_failure ? AVOW_TINT_ALERT : AVOW_TINT_FAINT;

	avow_layout_puts(layout, tint, item->is_failure ? "FAIL " : "note ");
	avow_layout_puts(layout, tint, avow_check_kind_name(item->kind));
	avow_layout_puts(layout, AVOW_TINT_NONE, "  ");
	avow_layout_puts(layout, AVOW_TINT_STRONG, item->label);
	if (item->id[0]) {
		avow_layout_puts(layout, AVOW_TINT_FAINT, "  ");
		avow_layout_puts(layout, AVOW_TINT_FAINT, item->id);
	}
	put_place(layout, item);
	avow_layout_end_line(layout);
	put_lines(layout, AVOW_TINT_NONE, item->text);
	if (item->evidence)
		put_lines(layout, AVOW_TINT_FAINT, item->evidence);
	if (item->how && item->is_failure)
		put_lines(layout, AVOW_TINT_GOOD, item->how);
}

int avow_check_text(const struct avow_check *check, const struct avow_report_style *style,
		    FILE *out, struct avow_error *error)
{
	struct avow_layout layout = { .columns = style->columns,
				      .has_colour = style->has_colour };
	struct avow_stream stream = { .out = out };
	struct avow_buf sentence = { 0 };
	int result;

	for (size_t i = 0; i < check->count; i++) {
		put_item(&layout, check->items + i);
		avow_layout_end_line(&layout);
	}
	avow_check_phrase(&sentence, check);
	avow_layout_put(&layout,
			check->result >= AVOW_CHECK_FAILED ? AVOW_TINT_ALERT
							   : AVOW_TINT_GOOD,
			avow_buf_span(&sentence));
	avow_layout_end_line(&layout);
	avow_stream_write(&stream, avow_buf_span(&layout.out));
	result = layout.out.failed || sentence.failed
			 ? avow_error_nomem(error)
			 : avow_stream_finish(&stream, error);
	avow_buf_free(&sentence);
	avow_buf_free(&layout.out);
	return result;
}
