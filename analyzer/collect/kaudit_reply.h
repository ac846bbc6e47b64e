/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_KAUDIT_REPLY_H
#define AVOW_COLLECT_KAUDIT_REPLY_H

#include <libaudit.h>

#include "analyzer/base/error.h"

/* What those share who talk to the kernel through libaudit. */

/* AVOW_E_IO and a sentence for an errno. */
int avow_kaudit_fail(int number, struct avow_error *error);

/* The next answer: 1, 0 when none came in time, or a negative errno. */
int avow_kaudit_next(int fd, struct audit_reply *reply);

#endif
