/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `avow watch` where there is no terminal: one line for what happened, written at once.
 */
#include "cli/watch_lines.h"

#include <stdio.h>

#include "reports/phrase.h"

/* The word for what happened, and what is said behind the name. */
static const char *const words[] = {
	[AVOW_WATCH_NEW] = "new",           [AVOW_WATCH_PERMISSION] = "permission",
	[AVOW_WATCH_ENFORCED] = "enforced", [AVOW_WATCH_GROWN] = "grown",
	[AVOW_WATCH_NOTE_COUNT] = "change",
};

static void put_row(struct avow_buf *line, const struct avow_watch_row *row)
{
	avow_buf_printf(line, "%s  %s { %s }  ", row->id, row->label, row->permissions);
	avow_phrase_count(line, row->count, "denial");
	if (*row->comm)
		avow_buf_printf(line, "  comm=%s", row->comm);
	if (*row->path)
		avow_buf_printf(line, "  path=%s", row->path);
}

void avow_watch_line(void *data, enum avow_watch_note note,
		     const struct avow_watch_row *row, struct avow_time time,
		     const char *text)
{
	struct avow_buf line = { 0 };

	(void)data;
	avow_phrase_time(&line, time);
	if (!line.length)
		avow_buf_putc(&line, '-');
	avow_buf_printf(&line, " %-10s ", words[note]);
	if (row)
		put_row(&line, row);
	else
		avow_buf_puts(&line, text);
	avow_buf_putc(&line, '\n');
	fwrite(avow_buf_span(&line).data, 1, line.length, stdout);
	fflush(stdout);
	avow_buf_free(&line);
}
