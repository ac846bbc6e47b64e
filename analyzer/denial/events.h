/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_EVENTS_H
#define AVOW_DENIAL_EVENTS_H

#include "analyzer/base/error.h"
#include "analyzer/denial/denial.h"

/*
 * Records to events to denials. The records of one event share node, time and
 * serial; those of different events interleave, and an AVC may stand long before
 * the SYSCALL that ends its event. So events are held open: up to
 * AVOW_EVENTS_OPEN of them, and of those that have had their last record
 * (PROCTITLE, EOE) the latest AVOW_EVENTS_COMPLETE, in case a straggler comes. The
 * one untouched longest is closed for a new one. Memory is bounded by these and
 * AVOW_EVENTS_HELD_BYTES, whatever the log holds.
 */
#define AVOW_EVENTS_OPEN 4096
#define AVOW_EVENTS_COMPLETE 256
#define AVOW_EVENTS_HELD_BYTES ((size_t)12 << 20)

struct avow_events;

/* Handed a denial (never a granted access); a negative return stops the analysis. */
typedef int (*avow_denial_function)(void *data, const struct avow_denial *denial);

/* Counts into @evidence, which is lent. NULL when memory is out. */
struct avow_events *avow_events_new(struct avow_evidence *evidence,
				    avow_denial_function on_denial, void *data);
void avow_events_free(struct avow_events *events);

/*
 * Takes one record; what is needed of its line is copied. AVC and USER_AVC are
 * counted as records or as malformed when their event closes, every other
 * record at once.
 */
int avow_events_feed(struct avow_events *events,
		     const struct avow_record *record) avow_must_check;

/* Closes every event: the input has ended. */
int avow_events_finish(struct avow_events *events) avow_must_check;

#endif
