/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of events in flight. Lines that may matter are copied into their
 * event's own buffer, which is used again for later events; they are decoded
 * only when the event closes, and only if it holds an AVC.
 */
#include "analyzer/denial/events.h"

#include <stdlib.h>

#include "analyzer/base/buf.h"
#include "analyzer/denial/avc.h"
#include "analyzer/denial/companions.h"

#define SLOTS (AVOW_EVENTS_OPEN + AVOW_EVENTS_COMPLETE)
#define BUCKETS 8192u
#define NONE UINT32_MAX
#define KEPT_CAPACITY_MAX ((size_t)16 * 1024) /* of a buffer between events */
#define EVENT_RECORDS_MAX 256                 /* more make the event close early */

enum list { LIST_OPEN, LIST_COMPLETE, LIST_COUNT };

/* A record whose spans are offsets into the slot's text. */
struct kept {
	struct avow_record record; /* its spans point nowhere until restored */
	size_t line, body, enriched;
};

struct slot {
	struct avow_time time;
	uint64_t serial;
	uint64_t hash;
	uint32_t next_in_bucket;
	uint32_t older, newer; /* in its list */
	enum list list;
	bool has_avc;
	struct avow_buf text;
	size_t node_length; /* text begins with the node's name */
	struct kept *kept;
	size_t kept_count, kept_capacity;
};

struct avow_events {
	struct avow_evidence *evidence;
	avow_denial_function on_denial;
	void *data;
	uint32_t buckets[BUCKETS];
	struct slot slots[SLOTS];
	uint32_t free_slot; /* list through next_in_bucket */
	uint32_t oldest[LIST_COUNT], newest[LIST_COUNT];
	size_t length[LIST_COUNT];
	size_t held_bytes;
	struct avow_avc_scratch avc;
	struct avow_companion_scratch companions;
	struct avow_record restored[EVENT_RECORDS_MAX];
};

struct avow_events *avow_events_new(struct avow_evidence *evidence,
				    avow_denial_function on_denial, void *data)
{
	struct avow_events *events = calloc(1, sizeof(*events));

	if (!events)
		return NULL;
	events->evidence = evidence;
	events->on_denial = on_denial;
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
	for (size_t i = 0; i < SLOTS; i++) {
		avow_buf_free(&events->slots[i].text);
		free(events->slots[i].kept);
	}
	avow_avc_scratch_free(&events->avc);
	avow_companion_scratch_free(&events->companions);
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
	       avow_span_equal(avow_span_make(slot->text.data, slot->node_length),
			       record->node);
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
	if (slot->text.capacity > KEPT_CAPACITY_MAX)
		avow_buf_free(&slot->text);
}

static struct avow_span restore_span(struct avow_span span, const char *line,
				     size_t offset)
{
	return avow_span_make(line + offset, span.length);
}

/* Points the kept records into the slot's text. */
static size_t restore(struct avow_events *events, const struct slot *slot)
{
	struct avow_span node = avow_span_make(slot->text.data, slot->node_length);

	for (size_t i = 0; i < slot->kept_count; i++) {
		const struct kept *kept = &slot->kept[i];
		const char *line = slot->text.data + kept->line;
		struct avow_record *record = &events->restored[i];

		*record = kept->record;
		record->node = node;
		record->line = restore_span(record->line, line, 0);
		record->body = restore_span(record->body, line, kept->body);
		record->enriched = restore_span(record->enriched, line, kept->enriched);
	}
	return slot->kept_count;
}

/* Decodes one AVC of an event and hands it over when it is a denial. */
static int settle_avc(struct avow_events *events, const struct avow_record *record,
		      size_t count)
{
	struct avow_evidence *evidence = events->evidence;
	struct avow_denial denial;
	struct avow_span name, inode;
	enum avow_defect defect;
	enum avow_avc_kind kind =
		avow_avc_parse(record, &events->avc, &denial, &name, &inode, &defect);

	if (kind == AVOW_AVC_MALFORMED) {
		avow_evidence_malformed(evidence, defect, record->place, record->line);
		return AVOW_OK;
	}
	evidence->inputs[record->place.input].records++;
	evidence->apparmor += kind == AVOW_AVC_APPARMOR;
	evidence->other_lsm += kind == AVOW_AVC_OTHER_LSM;
	evidence->notices += kind == AVOW_AVC_NOTICE;
	if (kind != AVOW_AVC_ACCESS)
		return AVOW_OK;
	if (denial.is_granted) {
		evidence->granted++;
		return AVOW_OK;
	}
	evidence->denials++;
	avow_companions_apply(events->restored, count, name, inode, &events->companions,
			      &denial);
	return events->on_denial(events->data, &denial);
}

/* Hands over what the event holds and empties it. */
static int settle(struct avow_events *events, struct slot *slot)
{
	int result = AVOW_OK;

	if (slot->has_avc) {
		size_t count = restore(events, slot);

		for (size_t i = 0; i < count && !result; i++) {
			const struct avow_record *record = &events->restored[i];

			if (record->type == AVOW_RECORD_AVC ||
			    record->type == AVOW_RECORD_USER_AVC)
				result = settle_avc(events, record, count);
		}
	}
	events->held_bytes -= slot->text.length;
	slot->text.length = slot->node_length;
	events->held_bytes += slot->text.length;
	slot->kept_count = 0;
	slot->has_avc = false;
	return result;
}

static int close_slot(struct avow_events *events, uint32_t index)
{
	int result = settle(events, &events->slots[index]);

	events->held_bytes -= events->slots[index].text.length;
	forget_slot(events, index);
	return result;
}

/* Makes room in the lists for one more event and @bytes more text. */
static int make_room(struct avow_events *events, size_t bytes)
{
	int result = AVOW_OK;

	while (!result && events->length[LIST_COMPLETE] >= AVOW_EVENTS_COMPLETE)
		result = close_slot(events, events->oldest[LIST_COMPLETE]);
	while (!result && (events->length[LIST_OPEN] >= AVOW_EVENTS_OPEN ||
			   (events->held_bytes + bytes > AVOW_EVENTS_HELD_BYTES &&
			    events->length[LIST_OPEN]))) {
		const struct slot *oldest = &events->slots[events->oldest[LIST_OPEN]];

		/* Without an AVC nothing is lost by closing it. */
		events->evidence->evicted += oldest->has_avc && oldest->kept_count > 1;
		result = close_slot(events, events->oldest[LIST_OPEN]);
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
	slot->has_avc = false;
	slot->kept_count = 0;
	avow_buf_clear(&slot->text);
	avow_buf_append(&slot->text, record->node);
	slot->node_length = slot->text.length;
	events->held_bytes += slot->text.length;
	slot->next_in_bucket = events->buckets[hash % BUCKETS];
	events->buckets[hash % BUCKETS] = index;
	link_slot(events, index, LIST_OPEN);
	events->evidence->events++;
	return index;
}

static bool is_avc(const struct avow_record *record)
{
	return record->type == AVOW_RECORD_AVC || record->type == AVOW_RECORD_USER_AVC;
}

/* Copies the line of @record into its event. */
static int keep(struct avow_events *events, struct slot *slot,
		const struct avow_record *record)
{
	struct kept *kept;

	if (slot->kept_count == slot->kept_capacity) {
		size_t capacity = slot->kept_capacity ? slot->kept_capacity * 2 : 8;

		kept = reallocarray(slot->kept, capacity, sizeof(*kept));
		if (!kept)
			return AVOW_E_NOMEM;
		slot->kept = kept;
		slot->kept_capacity = capacity;
	}
	kept = &slot->kept[slot->kept_count++];
	kept->record = *record;
	kept->line = slot->text.length;
	kept->body = (size_t)(record->body.data - record->line.data);
	kept->enriched = (size_t)(record->enriched.data - record->line.data);
	avow_buf_append(&slot->text, record->line);
	events->held_bytes += record->line.length;
	slot->has_avc |= is_avc(record);
	return slot->text.failed ? AVOW_E_NOMEM : AVOW_OK;
}

int avow_events_feed(struct avow_events *events, const struct avow_record *record)
{
	uint64_t hash = hash_of(record);
	uint32_t index = find_slot(events, record, hash);
	struct slot *slot;
	bool is_last =
		record->type == AVOW_RECORD_PROCTITLE || record->type == AVOW_RECORD_EOE;
	int result;

	if (!is_avc(record))
		events->evidence->inputs[record->place.input].records++;
	if (index == NONE) {
		result = make_room(events, record->line.length);
		if (result)
			return result;
		index = open_slot(events, record, hash);
	}
	slot = &events->slots[index];
	if (slot->kept_count == EVENT_RECORDS_MAX ||
	    slot->text.length > AVOW_EVENTS_HELD_BYTES / 2) {
		events->evidence->evicted += slot->has_avc;
		result = settle(events, slot);
		if (result)
			return result;
	}
	unlink_slot(events, index);
	link_slot(events, index, is_last ? LIST_COMPLETE : slot->list);
	if (record->type == AVOW_RECORD_OTHER || record->type == AVOW_RECORD_EOE)
		return AVOW_OK;
	return keep(events, slot, record);
}

int avow_events_finish(struct avow_events *events)
{
	int result = AVOW_OK;

	for (int list = 0; list < LIST_COUNT; list++)
		while (!result && events->oldest[list] != NONE)
			result = close_slot(events, events->oldest[list]);
	return result;
}
