/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_WAIT_H
#define AVOW_COLLECT_WAIT_H

#include "analyzer/base/span.h"

/* When reading shall end although there is more: told from outside, or by the clock. */
struct avow_stop {
	bool is_set;         /* false: never; the rest is not looked at */
	int fd;              /* readable when reading shall end; -1: none */
	int64_t deadline_ms; /* of avow_wait_clock_ms(); 0: none */
};

/* What has to happen before a source has more. */
struct avow_wait {
	int fd;         /* to poll(2); -1: none, as for a regular file at its end */
	short events;   /* POLLIN and the like; others than POLLIN are rare */
	int timeout_ms; /* after which to look again in any case; -1: never */
};

/* The monotonic clock in milliseconds. */
int64_t avow_wait_clock_ms(void);

/* True when reading shall end; it does not wait. */
bool avow_stop_is_due(const struct avow_stop *stop);

/*
 * Waits until one of @waits has happened or @stop is due; false when it is due.
 * The one place of the library that waits for more. Spurious wake-ups happen.
 */
bool avow_wait_any(const struct avow_wait *waits, size_t count,
		   const struct avow_stop *stop) avow_must_check;

#endif
