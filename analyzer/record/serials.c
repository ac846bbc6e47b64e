/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * For each stream of serials a window of bits that ends at the highest one seen.
 * What leaves the window without having come is missing. A lower serial at a later
 * time is another boot's.
 */
#include "analyzer/record/serials.h"

#include <stdlib.h>

#define WINDOW 4096u /* how late a record may come, in serials */
#define STREAMS 64u  /* hosts and sources; more are not counted */
#define WORDS (WINDOW / 64)
#define LATE_SECONDS 5u /* a lower serial later than this is of another boot */

struct stream {
	uint64_t key; /* of host and source; 0 when it is free */
	uint64_t highest, lowest;
	uint64_t last;    /* the serial noted last: most records repeat it */
	uint64_t seconds; /* the latest time seen */
	uint64_t bits[WORDS];
};

struct avow_serials {
	struct stream streams[STREAMS];
	struct stream *current;
	uint64_t came, missing; /* of what has left the windows */
};

struct avow_serials *avow_serials_new(void)
{
	return calloc(1, sizeof(struct avow_serials));
}

void avow_serials_free(struct avow_serials *serials)
{
	free(serials);
}

static bool take_bit(struct stream *stream, uint64_t serial)
{
	uint64_t *word = &stream->bits[serial % WINDOW / 64];
	uint64_t mask = 1ULL << serial % 64;
	bool was_set = *word & mask;

	*word &= ~mask;
	return was_set;
}

static void set_bit(struct stream *stream, uint64_t serial)
{
	stream->bits[serial % WINDOW / 64] |= 1ULL << serial % 64;
}

/* How many of the window's serials came, and how many there are. */
static uint64_t count_window(const struct stream *stream, uint64_t *width)
{
	uint64_t count = 0;

	for (size_t i = 0; i < WORDS; i++)
		count += (uint64_t)__builtin_popcountll(stream->bits[i]);
	*width = stream->highest - stream->lowest + 1;
	return count;
}

/* Ends the run of serials in @stream, and begins another at @serial. */
static void restart(struct avow_serials *serials, struct stream *stream, uint64_t serial)
{
	uint64_t width, count = count_window(stream, &width);

	if (count) {
		serials->came += count;
		serials->missing += width - count;
	}
	memset(stream->bits, 0, sizeof(stream->bits));
	stream->lowest = stream->highest = serial;
	set_bit(stream, serial);
}

/* Moves the window's end to @serial; what leaves it is counted. */
static void advance(struct avow_serials *serials, struct stream *stream, uint64_t serial)
{
	uint64_t bottom = serial >= WINDOW ? serial - WINDOW + 1 : 0;

	while (stream->lowest < bottom && stream->lowest <= stream->highest) {
		bool has_come = take_bit(stream, stream->lowest);

		serials->came += has_come;
		serials->missing += !has_come;
		stream->lowest++;
	}
	if (stream->lowest < bottom) {
		serials->missing += bottom - stream->lowest;
		stream->lowest = bottom;
	}
	stream->highest = serial;
	set_bit(stream, serial);
}

static struct stream *stream_of(struct avow_serials *serials, uint64_t key)
{
	if (serials->current && serials->current->key == key)
		return serials->current;
	for (size_t i = 0; i < STREAMS; i++) {
		struct stream *stream = &serials->streams[i];

		if (stream->key == key || !stream->key) {
			serials->current = stream;
			return stream;
		}
	}
	return NULL;
}

static uint64_t key_of(const struct avow_record *record)
{
	uint64_t key = record->source + 1ULL;

	if (record->node.length)
		key ^= avow_span_hash(record->node);
	return key ? key : 1;
}

void avow_serials_note(struct avow_serials *serials, const struct avow_record *record)
{
	uint64_t key = key_of(record), serial = record->serial;
	struct stream *stream = stream_of(serials, key);

	/* auditd numbers its own records; the kernel's counter has 32 bits and no 0. */
	if (avow_span_starts_with(record->type_name, "DAEMON_") || !stream || !serial ||
	    serial > UINT32_MAX || (stream->key && serial == stream->last))
		return;
	stream->last = serial;
	if (!stream->key) {
		stream->key = key;
		restart(serials, stream, serial);
	} else if (serial > stream->highest) {
		advance(serials, stream, serial);
	} else if (record->time.seconds > stream->seconds + LATE_SECONDS) {
		restart(serials, stream, serial);
	} else if (serial >= stream->lowest) {
		set_bit(stream, serial);
	}
	if (record->time.seconds > stream->seconds)
		stream->seconds = record->time.seconds;
}

void avow_serials_count(const struct avow_serials *serials, uint64_t *came,
			uint64_t *missing)
{
	*came = serials->came;
	*missing = serials->missing;
	for (size_t i = 0; i < STREAMS; i++) {
		uint64_t width, count = count_window(&serials->streams[i], &width);

		if (!count)
			continue;
		*came += count;
		*missing += width - count;
	}
}
