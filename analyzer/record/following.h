/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_FOLLOWING_H
#define AVOW_RECORD_FOLLOWING_H

#include "analyzer/base/error.h"
#include "analyzer/record/record.h"

/*
 * The records of one session out of a stream: what has ses= of it, and what belongs to
 * the same events. An event's first record, the AVC, does not name the session, so lines
 * are held until their event is known or AVOW_FOLLOWING_HELD later ones have come.
 */
#define AVOW_FOLLOWING_HELD 8192

struct avow_following;

/* How somebody else knows whether a process is of the session: it may still run. */
typedef bool (*avow_following_asks)(void *data, uint64_t pid);

/*
 * @asks is called for records that name a process and no session. Lines go to @out, which
 * is lent. NULL when memory is out.
 */
struct avow_following *avow_following_new(uint32_t session, avow_following_asks asks,
					  void *data, struct avow_buf *out);
void avow_following_free(struct avow_following *following);

/* Takes a line without its end; what is no record of an event is left out. AVOW_E_NOMEM.
 */
int avow_following_feed(struct avow_following *following,
			struct avow_span line) avow_must_check;

/* Writes what is held and belongs to it: the stream has ended. AVOW_E_NOMEM. */
int avow_following_finish(struct avow_following *following) avow_must_check;

#endif
