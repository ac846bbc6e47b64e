/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DENIAL_EVENT_H
#define AVOW_DENIAL_EVENT_H

#include "analyzer/base/buf.h"
#include "analyzer/record/record.h"

#define AVOW_EVENT_RECORDS_MAX 256 /* more make the event close early */

struct avow_kept_record;

/*
 * The records of one event, copied: their lines lie one behind the other in one
 * buffer, which is used again for a later event. Zero it to begin.
 */
struct avow_event {
	struct avow_buf text;
	size_t node_length; /* the text begins with the node's name */
	struct avow_kept_record *kept;
	size_t count, capacity;
	bool has_avc; /* some record is one by avow_record_is_avc() */
};

/* Whether a security module's decision is in @record, SELinux's or AppArmor's. */
static inline bool avow_record_is_avc(const struct avow_record *record)
{
	return record->type >= AVOW_RECORD_AVC &&
	       record->type <= AVOW_RECORD_APPARMOR_KILL;
}

/* Begins anew for an event of @node. */
void avow_event_begin(struct avow_event *event, struct avow_span node);

static inline struct avow_span avow_event_node(const struct avow_event *event)
{
	return avow_span_make(event->text.data, event->node_length);
}

/* Copies @record into the event, which has fewer than AVOW_EVENT_RECORDS_MAX. */
int avow_event_keep(struct avow_event *event,
		    const struct avow_record *record) avow_must_check;

/* Fills @out with the records; their spans borrow from the event. */
void avow_event_records(const struct avow_event *event,
			struct avow_record out[AVOW_EVENT_RECORDS_MAX]);

void avow_event_free(struct avow_event *event);

#endif
