/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of the terminal. Nothing is written here. */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct avow_report_style avow_terminal_style(void)
{
	struct avow_report_style style = { 0 };
	const char *no_colour = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return style;
	style.has_colour = (!no_colour || !*no_colour) &&
			   (!terminal || strcmp(terminal, "dumb") != 0);
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		style.columns = size.ws_col;
	return style;
}
