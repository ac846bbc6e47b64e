/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reports/cell.h"

void avow_cell_begin(struct avow_buf *line, const char *text)
{
	avow_buf_putc(line, '"');
	if (*text && strchr("=+-@\t\r", *text))
		avow_buf_putc(line, '\'');
	for (; *text; text++) {
		if (*text == '"')
			avow_buf_putc(line, '"');
		avow_buf_putc(line, *text);
	}
	avow_buf_putc(line, '"');
}

void avow_cell_put(struct avow_buf *line, const char *text)
{
	avow_buf_putc(line, ',');
	avow_cell_begin(line, text);
}
