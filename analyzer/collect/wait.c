/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Waiting for more input, for a signal to stop, and for the clock, all in one
 * poll(2). It reads nothing, not even from the descriptor that says stop.
 */
#include "analyzer/collect/wait.h"

#include <limits.h>
#include <poll.h>
#include <time.h>

/* One poll(2) looks at so many descriptors; the others are looked at every so often. */
#define POLLED 256
#define LOOK_AGAIN_MS 100

int64_t avow_wait_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What is left until the deadline, as a timeout for poll(2). */
static int left_ms(const struct avow_stop *stop)
{
	int64_t left;

	if (!stop->is_set || !stop->deadline_ms)
		return -1;
	left = stop->deadline_ms - avow_wait_clock_ms();
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

static int stop_fd(const struct avow_stop *stop)
{
	return stop->is_set ? stop->fd : -1;
}

bool avow_stop_is_due(const struct avow_stop *stop)
{
	struct pollfd asked = { .fd = stop_fd(stop), .events = POLLIN };

	if (left_ms(stop) == 0)
		return true;
	return asked.fd >= 0 && poll(&asked, 1, 0) > 0;
}

static int earlier(int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

bool avow_wait_any(const struct avow_wait *waits, size_t count,
		   const struct avow_stop *stop)
{
	struct pollfd asked[POLLED + 1] = { { .fd = stop_fd(stop), .events = POLLIN } };
	int timeout = left_ms(stop);
	nfds_t used = 1;

	for (size_t i = 0; i < count; i++) {
		timeout = earlier(timeout, waits[i].timeout_ms);
		if (waits[i].fd < 0)
			continue;
		if (used > POLLED) {
			timeout = earlier(timeout, LOOK_AGAIN_MS);
			break;
		}
		asked[used++] =
			(struct pollfd){ .fd = waits[i].fd, .events = waits[i].events };
	}
	/* An interruption counts as a wake-up. */
	(void)poll(asked, used, timeout);
	return !avow_stop_is_due(stop);
}
