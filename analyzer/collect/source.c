/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What all sources have in common: the call of a method, and bytes that were
 * looked at before they are read. What a source is stands in a file of its own.
 */
#include "analyzer/collect/source.h"

#include <stdlib.h>

struct avow_source {
	const struct avow_source_methods *methods;
	void *state;
	char *ahead; /* AVOW_SOURCE_READ_MIN bytes while something is peeked at */
	size_t ahead_at, ahead_end;
	bool has_ended; /* while peeking; reading again might ask a terminal again */
};

int avow_source_make(const struct avow_source_methods *methods, void *state,
		     struct avow_source **out, struct avow_error *error)
{
	struct avow_source *source = calloc(1, sizeof(*source));

	if (!source) {
		methods->close(state);
		return avow_error_nomem(error);
	}
	source->methods = methods;
	source->state = state;
	*out = source;
	return AVOW_OK;
}

static ssize_t read_ahead(struct avow_source *source, char *data, size_t size)
{
	size_t left = source->ahead_end - source->ahead_at;
	size_t taken = left < size ? left : size;

	memcpy(data, source->ahead + source->ahead_at, taken);
	source->ahead_at += taken;
	if (source->ahead_at == source->ahead_end) {
		free(source->ahead);
		source->ahead = NULL;
		source->ahead_at = source->ahead_end = 0;
	}
	return (ssize_t)taken;
}

ssize_t avow_source_read(struct avow_source *source, char *data, size_t size,
			 struct avow_error *error)
{
	if (source->ahead_at < source->ahead_end)
		return read_ahead(source, data, size);
	if (source->has_ended)
		return 0;
	return source->methods->read(source->state, data, size, error);
}

/* Room for one more read behind what is there. */
static bool has_room(struct avow_source *source)
{
	size_t size = source->ahead_end + AVOW_SOURCE_READ_MIN;
	char *grown = realloc(source->ahead, size);

	if (grown)
		source->ahead = grown;
	return grown;
}

int avow_source_peek(struct avow_source *source, size_t wanted, struct avow_span *out,
		     struct avow_error *error)
{
	ssize_t got = 1;

	while (got > 0 && !source->has_ended) {
		*out = avow_span_make(source->ahead, source->ahead_end);
		if (out->length >= wanted || avow_span_find(*out, '\n') < out->length)
			return AVOW_OK;
		if (!has_room(source))
			return avow_error_nomem(error);
		got = source->methods->read(source->state,
					    source->ahead + source->ahead_end,
					    AVOW_SOURCE_READ_MIN, error);
		if (got > 0)
			source->ahead_end += (size_t)got;
	}
	if (got == 0)
		source->has_ended = true;
	*out = avow_span_make(source->ahead, source->ahead_end);
	return (int)(got < 0 ? got : AVOW_OK);
}

struct avow_wait avow_source_wait(struct avow_source *source)
{
	return source->methods->wait(source->state);
}

uint64_t avow_source_lost(const struct avow_source *source)
{
	return source->methods->lost ? source->methods->lost(source->state) : 0;
}

const char *avow_source_compression(const struct avow_source *source)
{
	return source->methods->compression ? source->methods->compression(source->state)
					    : NULL;
}

void avow_source_close(struct avow_source *source)
{
	if (!source)
		return;
	source->methods->close(source->state);
	free(source->ahead);
	free(source);
}
