/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_LAYOUT_H
#define AVOW_REPORTS_LAYOUT_H

#include "analyzer/base/buf.h"
#include "reports/report.h"

/*
 * Lines of plain text for a terminal or a pipe: wrapped at blanks to the width
 * when there is one, coloured when that was asked for. Every string given to it
 * may hold any byte and is put in its display form.
 */
enum avow_tint {
	AVOW_TINT_NONE,
	AVOW_TINT_STRONG,
	AVOW_TINT_FAINT,
	AVOW_TINT_HEADING,
	AVOW_TINT_ALERT,
	AVOW_TINT_GOOD
};

struct avow_layout {
	struct avow_buf out;
	unsigned columns; /* 0: no limit */
	bool has_colour;
	size_t column;       /* where the next character goes */
	enum avow_tint tint; /* switched on now */
	size_t blanks;       /* that wait for a word to follow them */
	size_t indent;       /* where a wrapped line begins */
};

/* @text, any bytes, in its display form and wrapped at its blanks. */
void avow_layout_put(struct avow_layout *layout, enum avow_tint tint,
		     struct avow_span text);
void avow_layout_puts(struct avow_layout *layout, enum avow_tint tint, const char *text);

/* Blanks up to @column, and wrapped lines begin there from now on. */
void avow_layout_margin(struct avow_layout *layout, size_t column);

/* @number as "1,234", at the right end of @width characters. */
void avow_layout_number(struct avow_layout *layout, enum avow_tint tint, uint64_t number,
			size_t width);

/* Ends the line; the next one begins, and wraps, at column 0. */
void avow_layout_end_line(struct avow_layout *layout);

#endif
