/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * When reading ends that has no end of its own: by the clock or by a signal. The
 * signals are read from a descriptor, so the library sees no more than that.
 */
#include "cli/reading.h"

#include <errno.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#define DAYS_MAX 3650

int64_t avow_reading_duration(const char *duration)
{
	static const struct {
		char letter;
		uint64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	struct avow_span text = avow_span_of(duration);
	uint64_t number, seconds = 1;

	for (size_t i = 0; text.length && i < AVOW_ARRAY_SIZE(units); i++)
		if (text.data[text.length - 1] == units[i].letter) {
			seconds = units[i].seconds;
			text.length--;
			break;
		}
	if (!avow_span_to_u64(text, 10, &number) || number > DAYS_MAX * 86400 / seconds)
		return 0;
	return (int64_t)(number * seconds * 1000);
}

int avow_reading_bounds(const struct avow_reading *reading, struct avow_bound out[2],
			struct avow_error *error)
{
	const char *const texts[2] = { reading->since, reading->until };
	uint64_t now = (uint64_t)time(NULL);

	for (int i = 0; i < 2; i++) {
		out[i] = (struct avow_bound){ .kind = AVOW_BOUND_NONE };
		if (texts[i] && avow_bound_parse(texts[i], now, i == 1, &out[i], error))
			return AVOW_E_USAGE;
	}
	return AVOW_OK;
}

/* From now on the signals that ask to stop are told through stop.fd. */
static int hold_signals(struct avow_reading_stop *stop, struct avow_error *error)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	stop->stop.fd = signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
	if (stop->stop.fd < 0)
		return avow_error_set(error, AVOW_E_IO, "cannot wait for signals: %s",
				      strerror(errno));
	sigprocmask(SIG_BLOCK, &signals, &stop->before);
	stop->holds_signals = true;
	return AVOW_OK;
}

int avow_reading_begin(const struct avow_reading *reading, bool is_live,
		       struct avow_reading_stop *out, struct avow_error *error)
{
	int64_t duration =
		reading->duration ? avow_reading_duration(reading->duration) : 0;

	*out = (struct avow_reading_stop){ .stop = { .fd = -1 } };
	if (reading->duration && !duration)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: not a duration: a number above 0 with s, m, h "
				      "or d behind it",
				      reading->duration);
	if (!duration && !reading->is_following && !is_live && !reading->stop_fd)
		return AVOW_OK;
	out->stop.is_set = true;
	if (duration)
		out->stop.deadline_ms = avow_wait_clock_ms() + duration;
	if (reading->stop_fd) {
		out->stop.fd = reading->stop_fd;
		return AVOW_OK;
	}
	return hold_signals(out, error);
}

/* Takes the signals that asked to stop: they did their work. */
static void take_signals(int fd)
{
	struct signalfd_siginfo signal;

	while (read(fd, &signal, sizeof(signal)) == (ssize_t)sizeof(signal))
		;
}

void avow_reading_end(struct avow_reading_stop *stop)
{
	if (!stop->holds_signals)
		return;
	take_signals(stop->stop.fd);
	close(stop->stop.fd);
	sigprocmask(SIG_SETMASK, &stop->before, NULL);
	stop->holds_signals = false;
}
