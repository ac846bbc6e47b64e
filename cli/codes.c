/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `avow why --list` and `avow why CODE`: the codes and what there is to know of them. */
#include "cli/codes.h"

#include <stdio.h>
#include <strings.h>

#include "analyzer/base/near.h"
#include "cli/print.h"
#include "cli/terminal.h"
#include "policy/apparmor/find.h"
#include "policy/selinux/selinux.h"
#include "reports/layout.h"

enum { CODE_WIDTH = 24, KIND_WIDTH = 8, INDENT = 2 };

size_t avow_codes_count(void)
{
	return avow_selinux_code_count() + avow_apparmor_code_count();
}

struct avow_code_row avow_codes_at(size_t index)
{
	return index < avow_selinux_code_count()
		       ? avow_selinux_code_at(index)
		       : avow_apparmor_code_at(index - avow_selinux_code_count());
}

static int finish(struct avow_layout *layout)
{
	bool failed = layout->out.failed;

	fwrite(layout->out.data, 1, layout->out.length, stdout);
	avow_buf_free(&layout->out);
	if (!failed)
		return AVOW_EXIT_FINE;
	avow_print_error("out of memory");
	return AVOW_EXIT_TROUBLE;
}

static struct avow_layout begin(void)
{
	struct avow_report_style style = avow_terminal_style();

	return (struct avow_layout){ .columns = style.columns,
				     .has_colour = style.has_colour };
}

int avow_codes_list(void)
{
	struct avow_layout layout = begin();

	for (size_t i = 0; i < avow_codes_count(); i++) {
		struct avow_code_row row = avow_codes_at(i);

		avow_layout_puts(&layout, AVOW_TINT_STRONG, row.code);
		avow_layout_margin(&layout, CODE_WIDTH);
		avow_layout_puts(&layout, AVOW_TINT_FAINT, row.kind);
		avow_layout_margin(&layout, CODE_WIDTH + KIND_WIDTH);
		avow_layout_puts(&layout, AVOW_TINT_NONE, row.title);
		avow_layout_end_line(&layout);
	}
	return finish(&layout);
}

bool avow_codes_is_code(const char *word)
{
	return strncasecmp(word, "SEL-", 4) == 0 || strncasecmp(word, "AA-", 3) == 0;
}

/* Paragraphs are apart by an empty line. */
static void put_paragraphs(struct avow_layout *layout, const char *text)
{
	struct avow_span rest = avow_span_of(text);

	while (!avow_span_is_empty(rest)) {
		size_t length = avow_span_find(rest, '\n');

		if (length > 0) {
			avow_layout_margin(layout, INDENT);
			avow_layout_put(layout, AVOW_TINT_NONE,
					avow_span_first(rest, length));
		}
		avow_layout_end_line(layout);
		rest = avow_span_skip(rest, length + 1);
	}
}

static void put_part(struct avow_layout *layout, const char *title, const char *text)
{
	if (!text)
		return;
	avow_layout_end_line(layout);
	avow_layout_puts(layout, AVOW_TINT_HEADING, title);
	avow_layout_end_line(layout);
	put_paragraphs(layout, text);
}

static int show(const struct avow_code_row *row)
{
	struct avow_layout layout = begin();

	avow_layout_puts(&layout, AVOW_TINT_HEADING, row->code);
	avow_layout_puts(&layout, AVOW_TINT_NONE, "  ");
	avow_layout_puts(&layout, AVOW_TINT_STRONG, row->title);
	avow_layout_end_line(&layout);
	put_part(&layout, "A RECORD", row->entry->record);
	put_part(&layout, "WHAT IT MEANS", row->entry->explanation);
	put_part(&layout, "THE SAFE CHANGE", row->entry->safe_change);
	put_part(&layout, "WHEN NOT TO", row->entry->not_when);
	return finish(&layout);
}

int avow_codes_show(const char *code)
{
	struct avow_near near = avow_near_begin(avow_span_of(code));
	char message[256];

	for (size_t i = 0; i < avow_codes_count(); i++) {
		struct avow_code_row row = avow_codes_at(i);

		if (strcasecmp(row.code, code) == 0)
			return show(&row);
		avow_near_try(&near, row.code);
	}
	snprintf(message, sizeof(message), "there is no code %.64s%s%s%s", code,
		 near.best ? "; is it " : "", near.best ? near.best : "",
		 near.best ? "?" : ": avow why --list names them all");
	avow_print_error(message);
	return AVOW_EXIT_TROUBLE;
}
