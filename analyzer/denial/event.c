/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The copies that an open event holds. What the records say is not looked at here. */
#include "analyzer/denial/event.h"

#include <stdlib.h>

#include "analyzer/base/error.h"

/* A record whose spans are offsets: the buffer moves while it grows. */
struct avow_kept_record {
	struct avow_record record;   /* its spans have lengths only */
	size_t line;                 /* into the text */
	size_t body, enriched, host; /* into the line */
};

void avow_event_begin(struct avow_event *event, struct avow_span node)
{
	avow_buf_clear(&event->text);
	avow_buf_append(&event->text, node);
	event->node_length = event->text.length;
	event->count = 0;
	event->has_avc = false;
}

int avow_event_keep(struct avow_event *event, const struct avow_record *record)
{
	struct avow_kept_record *kept;

	if (event->count == event->capacity) {
		size_t capacity = event->capacity ? event->capacity * 2 : 8;

		kept = reallocarray(event->kept, capacity, sizeof(*kept));
		if (!kept)
			return AVOW_E_NOMEM;
		event->kept = kept;
		event->capacity = capacity;
	}
	kept = &event->kept[event->count++];
	kept->record = *record;
	kept->line = event->text.length;
	kept->body = (size_t)(record->body.data - record->line.data);
	kept->enriched = (size_t)(record->enriched.data - record->line.data);
	kept->host =
		record->host.length ? (size_t)(record->host.data - record->line.data) : 0;
	avow_buf_append(&event->text, record->line);
	event->has_avc |= avow_record_is_avc(record);
	return event->text.failed ? AVOW_E_NOMEM : AVOW_OK;
}

void avow_event_records(const struct avow_event *event,
			struct avow_record out[AVOW_EVENT_RECORDS_MAX])
{
	for (size_t i = 0; i < event->count; i++) {
		const struct avow_kept_record *kept = &event->kept[i];
		const char *line = event->text.data + kept->line;

		out[i] = kept->record;
		out[i].node = avow_event_node(event);
		out[i].line.data = line;
		out[i].body.data = line + kept->body;
		out[i].enriched.data = line + kept->enriched;
		out[i].host.data = line + kept->host;
		out[i].type_name = avow_span_make("", 0); /* its type says it */
	}
}

void avow_event_free(struct avow_event *event)
{
	avow_buf_free(&event->text);
	free(event->kept);
	*event = (struct avow_event){ 0 };
}
