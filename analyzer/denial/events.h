/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_EVENTS_H
#define AVOW_DENIAL_EVENTS_H

#include "analyzer/base/error.h"
#include "analyzer/collect/evidence.h"
#include "analyzer/denial/event.h"

/*
 * Records to events. The records of one event share node, time and serial;
 * those of different events interleave, and an AVC may stand long before the
 * SYSCALL that ends its event. So events are held open: up to AVOW_EVENTS_OPEN of
 * them, and of those that have had their last record (PROCTITLE, EOE) the latest
 * AVOW_EVENTS_COMPLETE, in case a straggler comes. The one untouched longest is
 * closed for a new one. Memory is bounded by these and AVOW_EVENTS_HELD_BYTES,
 * whatever the log holds.
 */
#define AVOW_EVENTS_OPEN 4096
#define AVOW_EVENTS_COMPLETE 256
#define AVOW_EVENTS_HELD_BYTES ((size_t)12 << 20)

struct avow_events;

/*
 * Handed each event that closes and holds an AVC. It may swap the event's memory
 * for other; a negative return stops the analysis.
 */
typedef int (*avow_event_function)(void *data, struct avow_event *event);

/* Counts into @evidence, which is lent. NULL when memory is out. */
struct avow_events *avow_events_new(struct avow_evidence *evidence,
				    avow_event_function on_event, void *data);
void avow_events_free(struct avow_events *events);

/*
 * Takes one record; what is needed of its line is copied. Every record but AVC
 * and USER_AVC is counted here; those are when they are decoded.
 */
int avow_events_feed(struct avow_events *events,
		     const struct avow_record *record) avow_must_check;

/*
 * For whoever wants to see live input soon: closes the events to which nothing has come
 * for a while, counted in calls of this, of which there are a few a second. Records that
 * come for them later complete nothing.
 */
int avow_events_settle(struct avow_events *events) avow_must_check;

/* Closes every event: the input has ended. */
int avow_events_finish(struct avow_events *events) avow_must_check;

#endif
