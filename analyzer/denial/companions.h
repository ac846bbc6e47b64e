/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_COMPANIONS_H
#define AVOW_DENIAL_COMPANIONS_H

#include "analyzer/base/buf.h"
#include "analyzer/denial/denial.h"

#define AVOW_COMMAND_LINE_MAX 1024 /* bytes of a command line that are kept */

/* Where decoded bytes go; reused from event to event. */
struct avow_companion_scratch {
	struct avow_buf comm, exe, path, command, address, word, cwd, dac;
};

void avow_companion_scratch_free(struct avow_companion_scratch *scratch);

/*
 * Completes @denial from the other records of its event: SYSCALL (success, pid,
 * comm, exe, name of the call), CWD and PATH (the object's path, chosen by the
 * AVC's name= and ino=, or by owner and mode, dac.h) or AVC_PATH, EXECVE or PROCTITLE
 * (the command line), SOCKADDR (the address), and what is left as details (details.h).
 * What the AVC itself says wins. The spans borrow from @records and
 * @scratch.
 */
void avow_companions_apply(const struct avow_record *records, size_t count,
			   struct avow_span name, struct avow_span inode,
			   struct avow_companion_scratch *scratch,
			   struct avow_denial *denial);

#endif
