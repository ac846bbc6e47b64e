/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Keys from the controlling terminal, termios(3), and its state given back. */
#include "cli/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli/print.h"

#define ESCAPE 27
#define HELD_MAX 65536 /* bytes of held errors that come out */
/* xterm's control sequences: the alternate screen, no cursor, no wrapping; and back. */
#define ENTER "\033[?1049h\033[?25l\033[?7l\033[2J"
#define LEAVE "\033[?7h\033[?25h\033[0m\033[?1049l"
#define STOP 26 /* ^Z */

static void set_raw(struct avow_screen *screen)
{
	struct termios raw = screen->before;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	screen->is_raw = tcsetattr(screen->fd, TCSADRAIN, &raw) == 0;
}

/*
 * A crash must not leave the terminal as no shell can use it. A signal handler is given
 * nothing, so what it needs is in descriptors of fixed numbers: the terminal, a file that
 * holds its state, and the standard error output. It calls only what a handler may, and
 * the signal then does what it always does.
 */
enum { GUARD_TERMINAL = 1000, GUARD_STATE, GUARD_ERRORS };

static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
_Static_assert(AVOW_ARRAY_SIZE(crashes) == AVOW_SCREEN_CRASHES, "room for each");

static void on_crash(int signal)
{
	struct termios before;
	ssize_t done = write(GUARD_TERMINAL, LEAVE, sizeof(LEAVE) - 1);

	done += pread(GUARD_STATE, &before, sizeof(before), 0);
	if (done == (ssize_t)(sizeof(LEAVE) - 1 + sizeof(before)))
		tcsetattr(GUARD_TERMINAL, TCSANOW, &before);
	dup2(GUARD_ERRORS, STDERR_FILENO);
	raise(signal);
}

static bool put_at(int from, int number)
{
	return fcntl(number, F_GETFD) < 0 && dup3(from, number, O_CLOEXEC) == number;
}

/* Without room for these descriptors there is no guard, and all else goes on. */
static void guard(struct avow_screen *screen)
{
	struct sigaction action = { .sa_handler = on_crash,
				    .sa_flags = (int)SA_RESETHAND };
	int state = memfd_create("terminal", MFD_CLOEXEC);

	screen->is_guarded = state >= 0 &&
			     write(state, &screen->before, sizeof(screen->before)) ==
				     (ssize_t)sizeof(screen->before) &&
			     put_at(screen->fd, GUARD_TERMINAL) &&
			     put_at(state, GUARD_STATE) &&
			     put_at(screen->errors, GUARD_ERRORS);
	if (state >= 0)
		close(state);
	for (size_t i = 0; screen->is_guarded && i < AVOW_ARRAY_SIZE(crashes); i++)
		sigaction(crashes[i], &action, &screen->crashes[i]);
}

static void unguard(struct avow_screen *screen)
{
	if (!screen->is_guarded)
		return;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(crashes); i++)
		sigaction(crashes[i], &screen->crashes[i], NULL);
	for (int fd = GUARD_TERMINAL; fd <= GUARD_ERRORS; fd++)
		close(fd);
	screen->is_guarded = false;
}

/* What was written to the standard error output while it was held. */
static void release_errors(struct avow_screen *screen)
{
	char bytes[4096];
	ssize_t got;
	size_t left = HELD_MAX;

	fflush(stderr);
	dup2(screen->errors, STDERR_FILENO);
	lseek(screen->held, 0, SEEK_SET);
	while (left && (got = read(screen->held, bytes, sizeof(bytes))) > 0) {
		fwrite(bytes, 1, (size_t)got, stderr);
		left -= (size_t)got < left ? (size_t)got : left;
	}
	close(screen->held);
	close(screen->errors);
}

static int hold_errors(struct avow_screen *screen, struct avow_error *error)
{
	screen->errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	screen->held = memfd_create("errors", MFD_CLOEXEC);
	if (screen->errors >= 0 && screen->held >= 0 &&
	    dup2(screen->held, STDERR_FILENO) >= 0)
		return AVOW_OK;
	return avow_error_set(error, AVOW_E_IO, "the terminal: %s", strerror(errno));
}

int avow_screen_set_full(struct avow_screen *screen, bool is_full,
			 struct avow_error *error)
{
	if (screen->is_full == is_full)
		return AVOW_OK;
	if (is_full && hold_errors(screen, error))
		return AVOW_E_IO;
	fputs(is_full ? ENTER : LEAVE, screen->out);
	fflush(screen->out);
	screen->is_full = is_full;
	if (is_full) {
		guard(screen);
	} else {
		unguard(screen);
		release_errors(screen);
	}
	return AVOW_OK;
}

void avow_screen_size(const struct avow_screen *screen, unsigned *columns, unsigned *rows)
{
	struct winsize size = { 0 };

	*columns = 80;
	*rows = 24;
	if (ioctl(screen->fd, TIOCGWINSZ, &size) != 0 || !size.ws_col || !size.ws_row)
		return;
	*columns = size.ws_col;
	*rows = size.ws_row;
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

/* Waits until there is something to read: 1; 0 when nothing came; -1: it is to end. */
static int wait_within(const struct avow_screen *screen, int timeout_ms)
{
	struct pollfd fds[] = { { .fd = screen->fd, .events = POLLIN },
				{ .fd = screen->signal_fd, .events = POLLIN } };
	int count;

	do
		count = poll(fds, 2, timeout_ms);
	while (count < 0 && errno == EINTR);
	if (count == 0)
		return 0;
	return count > 0 && !fds[1].revents && (fds[0].revents & POLLIN) ? 1 : -1;
}

/* The same without an end of patience. */
static bool wait_for(const struct avow_screen *screen)
{
	return wait_within(screen, -1) > 0;
}

/* Takes the signals that have come, so that they do not come again. */
static void take_signals(const struct avow_screen *screen)
{
	struct signalfd_siginfo signal;

	while (read(screen->signal_fd, &signal, sizeof(signal)) > 0)
		;
}

/* ECMA-48's and xterm's sequences behind the escape, as terminfo(5) has them too. */
static const struct {
	const char *sequence;
	int key;
} sequences[] = {
	{ "[A", AVOW_KEY_UP },       { "OA", AVOW_KEY_UP },
	{ "[B", AVOW_KEY_DOWN },     { "OB", AVOW_KEY_DOWN },
	{ "[5~", AVOW_KEY_PAGE_UP }, { "[6~", AVOW_KEY_PAGE_DOWN },
	{ "[H", AVOW_KEY_HOME },     { "OH", AVOW_KEY_HOME },
	{ "[1~", AVOW_KEY_HOME },    { "[F", AVOW_KEY_LAST },
	{ "OF", AVOW_KEY_LAST },     { "[4~", AVOW_KEY_LAST },
	{ "", AVOW_KEY_ESCAPE },
};

/* Reads what belongs to the key that began with @byte. */
static int read_sequence(const struct avow_screen *screen, unsigned char byte)
{
	char sequence[8] = "";
	size_t length = 0;
	bool is_escape = byte == ESCAPE;

	while (has_more(screen) && read(screen->fd, &byte, 1) == 1) {
		if (length < sizeof(sequence) - 1)
			sequence[length++] = (char)byte;
		/* It ends with a letter or a tilde, but for the one in front. */
		if (is_escape && length > 1 && byte >= '@' && byte <= '~')
			break;
	}
	for (size_t i = 0; is_escape && i < AVOW_ARRAY_SIZE(sequences); i++)
		if (strcmp(sequences[i].sequence, sequence) == 0)
			return sequences[i].key;
	return AVOW_KEY_OTHER;
}

/* As ^Z does elsewhere: the shell gets its terminal, and we get it back. */
static void stop(struct avow_screen *screen)
{
	struct avow_error error;
	bool is_full = screen->is_full;

	/* Giving it back cannot fail; without it the window is the ordinary one. */
	(void)!avow_screen_set_full(screen, false, &error);
	set_before(screen);
	raise(SIGTSTP);
	set_raw(screen);
	(void)!avow_screen_set_full(screen, is_full, &error);
}

int avow_screen_key_within(struct avow_screen *screen, int timeout_ms)
{
	unsigned char byte;
	int ready;

	fflush(screen->out);
	ready = wait_within(screen, timeout_ms);
	if (ready == 0)
		return AVOW_KEY_NONE;
	if (ready < 0 || read(screen->fd, &byte, 1) != 1)
		return AVOW_KEY_END;
	if (byte == STOP) {
		stop(screen);
		return AVOW_KEY_OTHER;
	}
	if (byte != ESCAPE && byte < 0x80)
		return byte;
	return read_sequence(screen, byte);
}

int avow_screen_key(struct avow_screen *screen)
{
	return avow_screen_key_within(screen, -1);
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
	struct avow_error error;

	if (screen->fd < 0)
		return;
	(void)!avow_screen_set_full(screen, false, &error);
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
