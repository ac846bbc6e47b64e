/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_SCREEN_H
#define AVOW_CLI_SCREEN_H

#include <signal.h>
#include <stdio.h>
#include <termios.h>

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * The terminal that answers single keys. It is the controlling one, so that a log may
 * come from the standard input. As it was before, however the program goes on: keys come
 * as bytes, also ^C, and signals that ask to end are a key too.
 */
struct avow_screen {
	int fd, signal_fd;
	FILE *out;
	struct termios before;
	sigset_t signals; /* the mask before */
	bool is_raw;
};

/* What avow_screen_key() gives besides bytes. */
enum {
	AVOW_KEY_END = -1,  /* the terminal is gone, or a signal asks to end */
	AVOW_KEY_OTHER = -2 /* arrows and the like; or it was stopped, and goes on */
};

/* AVOW_E_USAGE when there is no terminal: "@who needs a terminal to ask at". */
int avow_screen_open(struct avow_screen *screen, const char *who,
		     struct avow_error *error) avow_must_check;

/* Waits for a key. ^C is byte 3, ^D byte 4; ^Z stops the program as elsewhere. */
int avow_screen_key(struct avow_screen *screen);

/*
 * Asks for a line after @prompt, edited as the terminal does it; without its end. False
 * at the end of input, or when it was interrupted.
 */
bool avow_screen_line(struct avow_screen *screen, const char *prompt,
		      struct avow_buf *out);

/*
 * Asks @question with "[y/N]"; true for a yes. @is_no: the answer was no. Without a
 * terminal it says that @who needs one without --yes.
 */
bool avow_screen_confirm(const char *who, const char *question, bool *is_no);

/* Gives the terminal back. */
void avow_screen_close(struct avow_screen *screen);

#endif
