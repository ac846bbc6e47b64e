/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_TRACED_RULES_H
#define AVOW_CLI_TRACED_RULES_H

#include <sys/types.h>

#include "policy/audit/load.h"

/*
 * Rules that have the kernel record every system call of one session, as long as somebody
 * traces it: a process of its own holds a pipe to whoever does, and takes the rules back
 * when that closes, also when the other was killed. Their key tells whose they are
 * ("avow-trace-PID"); those of a process that is no more are taken back by the next one.
 */
struct avow_traced_rules {
	pid_t guardian; /* 0: none */
	int alive;      /* closed, the rules are taken back */
};

/*
 * Adds the rules for @session, before all others. AVOW_E_IO with a sentence when audit is
 * off or its rules are locked, or the caller may not, or the kernel refuses.
 */
int avow_traced_rules_begin(uint32_t session, struct avow_traced_rules *out,
			    struct avow_error *error) avow_must_check;

/* Takes them back: false when that failed. Does nothing when there are none. */
bool avow_traced_rules_end(struct avow_traced_rules *rules);

/* The same, but for how @kernel is reached: for tests. */
int avow_traced_rules_add(const struct avow_kernel_rules *kernel, uint32_t session,
			  pid_t owner, struct avow_error *error) avow_must_check;

/* Takes back the rules whose key names @owner; with 0 those of owners that are gone. */
int avow_traced_rules_remove(const struct avow_kernel_rules *kernel, pid_t owner,
			     struct avow_error *error) avow_must_check;

#endif
