/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_SERVICE_H
#define AVOW_CLI_SERVICE_H

#include <signal.h>

#include "analyzer/base/error.h"
#include "analyzer/collect/wait.h"

/*
 * What a command that runs until it is stopped owes to whoever runs it: systemd is told
 * how it stands (sd_notify(3)), SIGHUP and SIGUSR1 ask for something and end nothing.
 */
struct avow_service {
	int fd; /* of the signals, to wait for; -1: none */
	sigset_t before;
};

/* Takes the signals. AVOW_E_IO. */
int avow_service_begin(struct avow_service *out,
		       struct avow_error *error) avow_must_check;

/* What was asked for since it was looked for last. */
struct avow_service_asked {
	bool again; /* SIGHUP: look at once */
	bool state; /* SIGUSR1: say how it stands */
};

struct avow_service_asked avow_service_asked(const struct avow_service *service);

/*
 * Waits for a signal up to @until_ms of avow_wait_clock_ms(); false when @stop is due.
 */
bool avow_service_wait(const struct avow_service *service, int64_t until_ms,
		       const struct avow_stop *stop) avow_must_check;

/* Tells systemd @state, lines of NAME=VALUE. Does nothing where none listens. */
void avow_service_notify(const char *state);

/* Gives the signals back. */
void avow_service_end(struct avow_service *service);

#endif
