/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was read, as Markdown that is no markup. */
#include "reports/comment.h"

#include <ctype.h>

#include "analyzer/base/escape.h"

#define TEXT_LIMIT 8000 /* of one text */

static void put_clean(struct avow_buf *out, const char *text)
{
	struct avow_buf clean = { 0 };

	avow_escape_display(&clean, avow_span_of(text));
	for (size_t i = 0; i < clean.length && i < TEXT_LIMIT; i++) {
		unsigned char byte = (unsigned char)clean.data[i];

		if (isalnum(byte) || byte == ' ' || byte >= 0x80)
			avow_buf_putc(out, (char)byte);
		else
			avow_buf_printf(out, "&#%u;", byte);
	}
	if (clean.length > TEXT_LIMIT)
		avow_buf_puts(out, " (cut)");
	out->failed |= clean.failed;
	avow_buf_free(&clean);
}

void avow_comment_code(struct avow_buf *out, const char *text)
{
	avow_buf_puts(out, "<code>");
	put_clean(out, text);
	avow_buf_puts(out, "</code>");
}

/* Each line of its own: a line break would end the HTML block. */
void avow_comment_lines(struct avow_buf *out, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		struct avow_buf line = { 0 };

		avow_buf_append(&line, avow_span_make(text, length));
		avow_comment_code(out, avow_buf_string(&line));
		avow_buf_puts(out, "<br>\n");
		avow_buf_free(&line);
		text += length + (text[length] == '\n');
	}
}
