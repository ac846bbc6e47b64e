/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_SEEN_H
#define AVOW_DENIAL_SEEN_H

#include "analyzer/denial/denial.h"

/*
 * Which source told of an AVC first. The same record reaches audit.log, the
 * kernel's ring buffer and the journal: told by a second source it is a
 * duplicate. The same source may tell the same twice and mean it: two objects in
 * one call give two AVCs alike.
 *
 * It takes 16 bytes an AVC, so it is asked only when there are several sources.
 */
struct avow_seen;

struct avow_seen *avow_seen_new(void);
void avow_seen_free(struct avow_seen *seen);

/*
 * Whether another source than record->source told of @record before: 1 or 0, or a
 * negative code. A record without a stamp cannot be recognised and is never one.
 */
int avow_seen_elsewhere(struct avow_seen *seen,
			const struct avow_record *record) avow_must_check;

#endif
