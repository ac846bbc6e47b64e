/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * avow-codes(7): every code with its entry, from the tables that `avow why` reads. What a
 * code is and says is written there and nowhere else.
 */
#include <config.h>

#include "doc/mkdoc.h"
#include "policy/apparmor/find.h"
#include "policy/entry.h"
#include "policy/selinux/selinux.h"

static void put_line(struct avow_buf *out, const char *macro, const char *text)
{
	avow_buf_printf(out, ".%s ", macro);
	avow_mkdoc_text(out, avow_span_of(text));
	avow_buf_putc(out, '\n');
}

/* Each line of @text is a paragraph of its own: records are not joined. */
static void put_lines(struct avow_buf *out, const char *text)
{
	struct avow_span rest = avow_span_of(text);

	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		if (length) {
			avow_mkdoc_text(out, avow_span_first(rest, length));
			avow_buf_puts(out, length < rest.length ? "\n.br\n" : "\n");
		}
		rest = avow_span_skip(rest, length + 1);
	}
}

static void put_part(struct avow_buf *out, const char *title, const char *text)
{
	avow_buf_puts(out, ".PP\n");
	if (title) {
		put_line(out, "I", title);
		avow_buf_puts(out, ".br\n");
	}
	put_lines(out, text);
}

static void put_code(struct avow_buf *out, const struct avow_code_row *row)
{
	put_line(out, "SS", row->code);
	avow_buf_puts(out, ".PP\n");
	put_line(out, "B", row->title);
	avow_buf_printf(out, "(%s)\n", row->kind);
	put_part(out, NULL, row->entry->explanation);
	put_part(out, "The safe change.", row->entry->safe_change);
	put_part(out, "When not to.", row->entry->not_when);
	put_part(out, "A record.", row->entry->record);
}

void avow_mkdoc_codes(struct avow_buf *out)
{
	avow_buf_puts(out, ".\\\" SPDX-License-Identifier: LGPL-2.1-or-later\n"
			   ".\\\" Made by doc/mkdoc from the tables of codes.\n"
			   ".TH AVOW\\-CODES 7 ");
	avow_buf_printf(out, "%s \"%s %s\" \"Miscellaneous\"\n", AVOW_DATE, PACKAGE_NAME,
			PACKAGE_VERSION);
	avow_buf_puts(out,
		      ".SH NAME\navow\\-codes \\- what the codes of avow mean\n"
		      ".SH DESCRIPTION\n"
		      ".PP\n"
		      "A reason says why an access was refused, advice what to change. "
		      "Each has a code,\nwhich stays the same from release to release; "
		      "in reports it stands beside the text.\n"
		      ".BR \"avow why\" \" CODE\"\n"
		      "prints what follows of one.\n"
		      ".na\n.nh\n"
		      ".SH CODES\n");
	for (size_t i = 0; i < avow_selinux_code_count(); i++) {
		struct avow_code_row row = avow_selinux_code_at(i);

		put_code(out, &row);
	}
	for (size_t i = 0; i < avow_apparmor_code_count(); i++) {
		struct avow_code_row row = avow_apparmor_code_at(i);

		put_code(out, &row);
	}
	avow_buf_puts(out, ".SH SEE ALSO\n.BR avow\\-why (1),\n.BR audit2why (1)\n");
}
