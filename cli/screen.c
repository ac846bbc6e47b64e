/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keys from the controlling terminal, termios(3), and its state given back. */
#include "cli/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli/print.h"

#define ESCAPE 27
#define STOP 26 /* ^Z */

static void set_raw(struct avow_screen *screen)
{
	struct termios raw = screen->before;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	screen->is_raw = tcsetattr(screen->fd, TCSADRAIN, &raw) == 0;
}

static void set_before(struct avow_screen *screen)
{
	if (screen->is_raw)
		tcsetattr(screen->fd, TCSADRAIN, &screen->before);
	screen->is_raw = false;
}

int avow_screen_open(struct avow_screen *screen, const char *who,
		     struct avow_error *error)
{
	sigset_t signals;

	*screen = (struct avow_screen){ .fd = -1, .signal_fd = -1 };
	screen->fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (screen->fd < 0 || tcgetattr(screen->fd, &screen->before) != 0) {
		if (screen->fd >= 0)
			close(screen->fd);
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s needs a terminal to ask at", who);
	}
	screen->out = fdopen(dup(screen->fd), "w");
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	screen->signal_fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
	if (!screen->out || screen->signal_fd < 0) {
		avow_error_set(error, AVOW_E_IO, "the terminal: %s", strerror(errno));
		avow_screen_close(screen);
		return AVOW_E_IO;
	}
	sigprocmask(SIG_BLOCK, &signals, &screen->signals);
	set_raw(screen);
	return 0;
}

static bool has_more(const struct avow_screen *screen)
{
	struct pollfd fd = { .fd = screen->fd, .events = POLLIN };

	return poll(&fd, 1, 10) > 0 && (fd.revents & POLLIN);
}

/* Waits until there is something to read; false when it is to end. */
static bool wait_for(const struct avow_screen *screen)
{
	struct pollfd fds[] = { { .fd = screen->fd, .events = POLLIN },
				{ .fd = screen->signal_fd, .events = POLLIN } };

	while (poll(fds, 2, -1) < 0)
		if (errno != EINTR)
			return false;
	return !fds[1].revents && (fds[0].revents & POLLIN);
}

/* Takes the signals that have come, so that they do not come again. */
static void take_signals(const struct avow_screen *screen)
{
	struct signalfd_siginfo signal;

	while (read(screen->signal_fd, &signal, sizeof(signal)) > 0)
		;
}

int avow_screen_key(struct avow_screen *screen)
{
	unsigned char byte;

	fflush(screen->out);
	if (!wait_for(screen) || read(screen->fd, &byte, 1) != 1)
		return AVOW_KEY_END;
	if (byte == STOP) {
		set_before(screen);
		raise(SIGTSTP);
		set_raw(screen);
		return AVOW_KEY_OTHER;
	}
	if (byte != ESCAPE && byte < 0x80)
		return byte;
	while (has_more(screen) && read(screen->fd, &byte, 1) == 1)
		;
	return AVOW_KEY_OTHER;
}

bool avow_screen_line(struct avow_screen *screen, const char *prompt,
		      struct avow_buf *out)
{
	bool is_whole = false;
	char byte;

	fputs(prompt, screen->out);
	fflush(screen->out);
	set_before(screen);
	avow_buf_clear(out);
	while (!is_whole && wait_for(screen) && read(screen->fd, &byte, 1) == 1) {
		is_whole = byte == '\n';
		if (!is_whole)
			avow_buf_putc(out, byte);
	}
	take_signals(screen);
	set_raw(screen);
	return is_whole;
}

void avow_screen_close(struct avow_screen *screen)
{
	if (screen->fd < 0)
		return;
	set_before(screen);
	if (screen->out)
		fclose(screen->out);
	if (screen->signal_fd >= 0) {
		take_signals(screen);
		close(screen->signal_fd);
		sigprocmask(SIG_SETMASK, &screen->signals, NULL);
	}
	close(screen->fd);
	screen->fd = -1;
}

bool avow_screen_confirm(const char *who, const char *question, bool *is_no)
{
	struct avow_screen screen;
	struct avow_error error;
	char asker[64];
	int key;

	snprintf(asker, sizeof(asker), "%s without --yes", who);
	if (avow_screen_open(&screen, asker, &error)) {
		avow_print_error(error.message);
		return false;
	}
	fprintf(screen.out, "%s [y/N] ", question);
	fflush(screen.out);
	key = avow_screen_key(&screen);
	fputs("\n", screen.out);
	avow_screen_close(&screen);
	*is_no = key != 'y' && key != 'Y';
	return !*is_no;
}
