/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_TRACED_H
#define AVOW_CLI_TRACED_H

#include <sys/types.h>

#include "analyzer/base/error.h"

/* A command that runs as a session of its own: ses= in the kernel's audit records. */
struct avow_traced {
	pid_t pid;
	int fd; /* of the process, readable when it ended (pidfd_open(2)) */
	uint32_t session;
	int go;     /* closed or written to, the command begins */
	int failed; /* has the errno of execvp(3), or ends */
};

/*
 * Makes the process and its session, which waits. AVOW_E_IO with a sentence that names
 * what is missing: a new session takes CAP_AUDIT_CONTROL where the old one had a user.
 */
int avow_traced_start(char *const *words, struct avow_traced *out,
		      struct avow_error *error) avow_must_check;

/* Lets it begin. AVOW_E_USAGE when there is no such command, or it cannot be run. */
int avow_traced_go(struct avow_traced *traced, struct avow_error *error) avow_must_check;

/* Waits for its end: its exit status, or 128 and the number of the signal. */
int avow_traced_end(struct avow_traced *traced);

/* The session of a process that runs; UINT32_MAX: it is gone, or has none. */
uint32_t avow_traced_session(uint64_t pid);

#endif
