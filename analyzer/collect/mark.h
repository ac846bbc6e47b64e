/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_MARK_H
#define AVOW_COLLECT_MARK_H

#include "analyzer/base/error.h"

/* Where a line of our own may go, the most trustworthy first. */
enum avow_mark_way {
	AVOW_MARK_AUDIT,  /* a USER record, which takes CAP_AUDIT_WRITE */
	AVOW_MARK_KMSG,   /* the kernel's log, which takes root as a rule */
	AVOW_MARK_SYSLOG, /* the system's log, which anybody may write */
	AVOW_MARK_WAYS
};

/* "audit", "kmsg", "syslog". */
const char *avow_mark_way_name(enum avow_mark_way way);

/*
 * Writes @text, a line, by @way. AVOW_E_IO when it cannot be written there: no rights,
 * or nobody who listens.
 */
int avow_mark_send(enum avow_mark_way way, const char *text,
		   struct avow_error *error) avow_must_check;

#endif
