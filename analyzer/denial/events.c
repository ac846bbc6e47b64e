/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of events in flight: found by a hash of what names them, closed in
 * the order in which they were last touched. Records are copied, not read.
 */
#include "analyzer/denial/events.h"

#include <stdlib.h>

#define SLOTS (AVOW_EVENTS_OPEN + AVOW_EVENTS_COMPLETE)
#define BUCKETS 8192u
#define NONE UINT32_MAX
#define SETTLED_OPEN 4     /* calls of avow_events_settle() without a record */
#define SETTLED_COMPLETE 1 /* the same once the last record has come */
#define KEPT_CAPACITY_MAX ((size_t)16 * 1024) /* of a buffer between events */

enum list { LIST_OPEN, LIST_COMPLETE, LIST_COUNT };

struct slot {
	struct avow_time time;
	uint64_t serial;
	uint64_t hash;
	uint32_t next_in_bucket;
	uint32_t older, newer; /* in its list */
	uint64_t touched;      /* avow_events.settled when a record came last */
	enum list list;
	struct avow_event event;
};

struct avow_events {
	struct avow_evidence *evidence;
	avow_event_function on_event;
	void *data;
	uint32_t buckets[BUCKETS];
	struct slot slots[SLOTS];
	uint32_t free_slot; /* list through next_in_bucket */
	uint32_t oldest[LIST_COUNT], newest[LIST_COUNT];
	size_t length[LIST_COUNT];
	size_t held_bytes;
	uint64_t settled; /* calls of avow_events_settle() */
};

struct avow_events *avow_events_new(struct avow_evidence *evidence,
				    avow_event_function on_event, void *data)
{
	struct avow_events *events = calloc(1, sizeof(*events));

	if (!events)
		return NULL;
	events->evidence = evidence;
	events->on_event = on_event;
	events->data = data;
	for (size_t i = 0; i < BUCKETS; i++)
		events->buckets[i] = NONE;
	for (uint32_t i = 0; i < SLOTS; i++)
		events->slots[i].next_in_bucket = i + 1 < SLOTS ? i + 1 : NONE;
	for (int list = 0; list < LIST_COUNT; list++)
		events->oldest[list] = events->newest[list] = NONE;
	return events;
}

void avow_events_free(struct avow_events *events)
{
	if (!events)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		avow_event_free(&events->slots[i].event);
	free(events);
}

/* Takes @index out of the list it is in. */
static void unlink_slot(struct avow_events *events, uint32_t index)
{
	struct slot *slot = &events->slots[index];

	if (slot->older == NONE)
		events->oldest[slot->list] = slot->newer;
	else
		events->slots[slot->older].newer = slot->newer;
	if (slot->newer == NONE)
		events->newest[slot->list] = slot->older;
	else
		events->slots[slot->newer].older = slot->older;
	events->length[slot->list]--;
}

/* Puts @index at the new end of @list. */
static void link_slot(struct avow_events *events, uint32_t index, enum list list)
{
	struct slot *slot = &events->slots[index];

	slot->list = list;
	slot->touched = events->settled;
	slot->newer = NONE;
	slot->older = events->newest[list];
	if (slot->older == NONE)
		events->oldest[list] = index;
	else
		events->slots[slot->older].newer = index;
	events->newest[list] = index;
	events->length[list]++;
}

static uint64_t hash_of(const struct avow_record *record)
{
	uint64_t hash = record->time.seconds * 1000 + record->time.milliseconds;

	hash = (hash ^ record->serial << 20) * 0x9e3779b97f4a7c15ULL;
	if (!avow_span_is_empty(record->node))
		hash ^= avow_span_hash(record->node);
	return hash ^ hash >> 29;
}

static bool is_of_event(const struct slot *slot, const struct avow_record *record,
			uint64_t hash)
{
	return slot->hash == hash && slot->serial == record->serial &&
	       avow_time_compare(slot->time, record->time) == 0 &&
	       avow_span_equal(avow_event_node(&slot->event), record->node);
}

static uint32_t find_slot(const struct avow_events *events,
			  const struct avow_record *record, uint64_t hash)
{
	uint32_t index = events->buckets[hash % BUCKETS];

	while (index != NONE && !is_of_event(&events->slots[index], record, hash))
		index = events->slots[index].next_in_bucket;
	return index;
}

static void forget_slot(struct avow_events *events, uint32_t index)
{
	struct slot *slot = &events->slots[index];
	uint32_t *link = &events->buckets[slot->hash % BUCKETS];

	while (*link != index)
		link = &events->slots[*link].next_in_bucket;
	*link = slot->next_in_bucket;
	unlink_slot(events, index);
	slot->next_in_bucket = events->free_slot;
	events->free_slot = index;
	if (slot->event.text.capacity > KEPT_CAPACITY_MAX)
		avow_buf_free(&slot->event.text);
}

static int close_slot(struct avow_events *events, uint32_t index)
{
	struct avow_event *event = &events->slots[index].event;
	int result = AVOW_OK;

	events->held_bytes -= event->text.length;
	if (event->has_avc)
		result = events->on_event(events->data, event);
	forget_slot(events, index);
	return result;
}

/* Hands over what a slot holds so far and leaves it open: it has become too large. */
static int relieve_slot(struct avow_events *events, struct slot *slot)
{
	struct avow_event *event = &slot->event;
	struct avow_event rest = { 0 };
	int result = AVOW_OK;

	events->held_bytes -= event->text.length;
	avow_event_begin(&rest, avow_event_node(event));
	if (event->has_avc) {
		events->evidence->evicted++;
		result = events->on_event(events->data, event);
	}
	avow_event_free(event);
	*event = rest;
	events->held_bytes += event->text.length;
	return result;
}

static bool is_too_full(const struct avow_events *events, size_t bytes)
{
	return events->length[LIST_OPEN] >= AVOW_EVENTS_OPEN ||
	       events->held_bytes + bytes > AVOW_EVENTS_HELD_BYTES;
}

/* Makes room in the lists for one more event and @bytes more text. */
static int make_room(struct avow_events *events, size_t bytes)
{
	int result = AVOW_OK;

	while (!result && events->length[LIST_COMPLETE] >= AVOW_EVENTS_COMPLETE)
		result = close_slot(events, events->oldest[LIST_COMPLETE]);
	while (!result && events->length[LIST_OPEN] && is_too_full(events, bytes)) {
		uint32_t oldest = events->oldest[LIST_OPEN];
		const struct avow_event *event = &events->slots[oldest].event;

		/* An AVC that stands alone waits for nothing that is known of. */
		events->evidence->evicted += event->has_avc && event->count > 1;
		result = close_slot(events, oldest);
	}
	return result;
}

static uint32_t open_slot(struct avow_events *events, const struct avow_record *record,
			  uint64_t hash)
{
	uint32_t index = events->free_slot;
	struct slot *slot = &events->slots[index];

	events->free_slot = slot->next_in_bucket;
	slot->time = record->time;
	slot->serial = record->serial;
	slot->hash = hash;
	avow_event_begin(&slot->event, record->node);
	events->held_bytes += slot->event.text.length;
	slot->next_in_bucket = events->buckets[hash % BUCKETS];
	events->buckets[hash % BUCKETS] = index;
	link_slot(events, index, LIST_OPEN);
	events->evidence->events++;
	return index;
}

/* Which records are kept: those that decoding may ask for. */
static bool is_wanted(const struct avow_record *record)
{
	return record->type != AVOW_RECORD_OTHER && record->type != AVOW_RECORD_EOE;
}

/* Adds @record to the event in @slot. */
static int keep(struct avow_events *events, struct slot *slot,
		const struct avow_record *record)
{
	int result = AVOW_OK;

	if (slot->event.count == AVOW_EVENT_RECORDS_MAX ||
	    slot->event.text.length > AVOW_EVENTS_HELD_BYTES / 2)
		result = relieve_slot(events, slot);
	if (!result)
		result = avow_event_keep(&slot->event, record);
	events->held_bytes += record->line.length;
	return result;
}

static void count_record(struct avow_evidence *evidence, const struct avow_record *record)
{
	struct avow_input_counts *input = &evidence->inputs[record->place.input];

	input->records++;
	input->companions += is_wanted(record);
}

static int feed(struct avow_events *events, const struct avow_record *record)
{
	uint64_t hash = hash_of(record);
	uint32_t index = find_slot(events, record, hash);
	bool is_last =
		record->type == AVOW_RECORD_PROCTITLE || record->type == AVOW_RECORD_EOE;
	struct slot *slot;

	if (!avow_record_is_avc(record) && !record->is_further)
		count_record(events->evidence, record);
	if (index == NONE) {
		int result = make_room(events, record->line.length);

		if (result)
			return result;
		index = open_slot(events, record, hash);
	}
	slot = &events->slots[index];
	unlink_slot(events, index);
	link_slot(events, index, is_last ? LIST_COMPLETE : slot->list);
	return is_wanted(record) ? keep(events, slot, record) : AVOW_OK;
}

int avow_events_feed(struct avow_events *events, const struct avow_record *record)
{
	struct avow_record alone;

	if (record->has_stamp)
		return feed(events, record);
	/* Nothing tells which records belong together: each is an event of its own. */
	alone = *record;
	alone.serial = (uint64_t)record->place.input << 40 | record->place.line;
	return feed(events, &alone);
}

int avow_events_settle(struct avow_events *events)
{
	static const uint64_t patience[LIST_COUNT] = {
		[LIST_OPEN] = SETTLED_OPEN,
		[LIST_COMPLETE] = SETTLED_COMPLETE,
	};
	int result = AVOW_OK;

	events->settled++;
	for (int list = 0; list < LIST_COUNT; list++)
		while (!result && events->oldest[list] != NONE &&
		       events->slots[events->oldest[list]].touched + patience[list] <
			       events->settled)
			result = close_slot(events, events->oldest[list]);
	return result;
}

int avow_events_finish(struct avow_events *events)
{
	int result = AVOW_OK;

	for (int list = 0; list < LIST_COUNT; list++)
		while (!result && events->oldest[list] != NONE)
			result = close_slot(events, events->oldest[list]);
	return result;
}
