/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Wrapping by characters, not by the terminal's idea of their width: one code
 * point is one column, in any locale. A word longer than the line is left whole,
 * so that a path can be copied.
 */
#include "reports/layout.h"

#include "analyzer/base/escape.h"
#include "reports/phrase.h"

/* ECMA-48 SGR; tints that every terminal's light and dark palettes can show. */
static const char *const sgr[] = {
	[AVOW_TINT_NONE] = "",
	[AVOW_TINT_STRONG] = "\033[1m",
	[AVOW_TINT_FAINT] = "\033[2m",
	[AVOW_TINT_HEADING] = "\033[1;36m",
	[AVOW_TINT_ALERT] = "\033[1;31m",
	[AVOW_TINT_GOOD] = "\033[1;32m",
};

static size_t width_of(struct avow_span text)
{
	size_t width = 0;

	for (size_t i = 0; i < text.length; i++)
		width += ((unsigned char)text.data[i] & 0xc0) != 0x80;
	return width;
}

static void pad(struct avow_layout *layout, size_t column)
{
	for (; layout->column < column; layout->column++)
		avow_buf_putc(&layout->out, ' ');
}

/* One tint lasts over words, so that what is copied or searched is not cut up. */
static void set_tint(struct avow_layout *layout, enum avow_tint tint)
{
	if (!layout->has_colour || layout->tint == tint)
		return;
	if (layout->tint != AVOW_TINT_NONE)
		avow_buf_puts(&layout->out, "\033[0m");
	avow_buf_puts(&layout->out, sgr[tint]);
	layout->tint = tint;
}

static void break_line(struct avow_layout *layout)
{
	set_tint(layout, AVOW_TINT_NONE);
	avow_buf_putc(&layout->out, '\n');
	layout->column = 0;
	layout->blanks = 0;
}

/* One word of clean text, on the next line when this one has no room. */
static void put_word(struct avow_layout *layout, enum avow_tint tint,
		     struct avow_span word)
{
	size_t width = width_of(word);

	if (layout->columns && layout->column > layout->indent &&
	    layout->column + layout->blanks + width > layout->columns) {
		break_line(layout);
		pad(layout, layout->indent);
	}
	if (layout->tint != tint)
		set_tint(layout, AVOW_TINT_NONE);
	pad(layout, layout->column + layout->blanks);
	layout->blanks = 0;
	set_tint(layout, tint);
	avow_buf_append(&layout->out, word);
	layout->column += width;
}

/* Blanks wait for the word after them: a line does not end in them. */
static void put_line(struct avow_layout *layout, enum avow_tint tint,
		     struct avow_span line)
{
	while (line.length) {
		size_t end = avow_span_find(line, ' ');

		if (end)
			put_word(layout, tint, avow_span_first(line, end));
		if (end < line.length)
			layout->blanks++;
		line = avow_span_skip(line, end + 1);
	}
}

void avow_layout_put(struct avow_layout *layout, enum avow_tint tint,
		     struct avow_span text)
{
	struct avow_buf clean = { 0 };

	avow_escape_display(&clean, text);
	put_line(layout, tint, avow_buf_span(&clean));
	layout->out.failed |= clean.failed;
	avow_buf_free(&clean);
}

void avow_layout_puts(struct avow_layout *layout, enum avow_tint tint, const char *text)
{
	avow_layout_put(layout, tint, avow_span_of(text));
}

void avow_layout_margin(struct avow_layout *layout, size_t column)
{
	set_tint(layout, AVOW_TINT_NONE);
	layout->blanks = 0;
	pad(layout, column);
	layout->indent = column;
}

void avow_layout_number(struct avow_layout *layout, enum avow_tint tint, uint64_t number,
			size_t width)
{
	struct avow_buf digits = { 0 };

	avow_phrase_number(&digits, number);
	set_tint(layout, AVOW_TINT_NONE);
	if (digits.length < width)
		pad(layout, layout->column + width - digits.length);
	put_word(layout, tint, avow_buf_span(&digits));
	layout->out.failed |= digits.failed;
	avow_buf_free(&digits);
}

void avow_layout_end_line(struct avow_layout *layout)
{
	break_line(layout);
	layout->indent = 0;
}
