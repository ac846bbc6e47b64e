/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_SCREEN_H
#define AVOW_CLI_SCREEN_H

#include <signal.h>
#include <stdio.h>
#include <termios.h>

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

#define AVOW_SCREEN_CRASHES 5 /* signals that a crash ends with */

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
	bool is_full;     /* it has the whole window */
	int errors, held; /* then: the standard error output, and what was kept of it */
	bool is_guarded;  /* likewise: against crashes, which did this before: */
	struct sigaction crashes[AVOW_SCREEN_CRASHES];
};

/* What avow_screen_key() gives besides bytes. */
enum {
	AVOW_KEY_END = -1, /* the terminal is gone, or a signal asks to end */
	AVOW_KEY_OTHER =
		-2,         /* keys without a name here; or it was stopped, and goes on */
	AVOW_KEY_NONE = -3, /* nothing was typed in time */
	AVOW_KEY_UP = -4,
	AVOW_KEY_DOWN = -5,
	AVOW_KEY_PAGE_UP = -6,
	AVOW_KEY_PAGE_DOWN = -7,
	AVOW_KEY_HOME = -8,
	AVOW_KEY_LAST = -9,
	AVOW_KEY_ESCAPE = -10
};

/* AVOW_E_USAGE when there is no terminal: "@who needs a terminal to ask at". */
int avow_screen_open(struct avow_screen *screen, const char *who,
		     struct avow_error *error) avow_must_check;

/*
 * Takes the whole window (the alternate screen of xterm and its like), or gives it back
 * as it was, also when the program crashes. Lines are not wrapped, the cursor is hidden,
 * and what is written to the standard error output meanwhile comes out afterwards.
 */
int avow_screen_set_full(struct avow_screen *screen, bool is_full,
			 struct avow_error *error) avow_must_check;

/* How large the window is now; 80 by 24 when it does not say. */
void avow_screen_size(const struct avow_screen *screen, unsigned *columns,
		      unsigned *rows);

/* Waits for a key for so many milliseconds at most. */
int avow_screen_key_within(struct avow_screen *screen, int timeout_ms);

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
