/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_TESTS_BYTES_H
#define AVOW_TESTS_BYTES_H

#include <stdlib.h>

#include "analyzer/base/buf.h"
#include "analyzer/collect/source.h"

/* A source over bytes in memory, that gives so many a read and waits in between. */
struct bytes {
	struct avow_span left;
	size_t chunk; /* 0: as many as are asked for, without waiting */
	bool has_given;
};

static ssize_t bytes_read(void *state, char *data, size_t size, struct avow_error *error)
{
	struct bytes *bytes = state;
	struct avow_span part =
		avow_span_first(bytes->left, bytes->chunk ? bytes->chunk : size);

	(void)error;
	bytes->has_given = bytes->chunk && !bytes->has_given;
	if (bytes->chunk && !bytes->has_given)
		return AVOW_SOURCE_WAIT;
	if (part.length)
		memcpy(data, part.data, part.length);
	bytes->left = avow_span_skip(bytes->left, part.length);
	return (ssize_t)part.length;
}

static struct avow_wait bytes_wait(void *state)
{
	(void)state;
	return (struct avow_wait){ .fd = -1, .timeout_ms = 0 };
}

static inline struct avow_source *bytes_open(struct avow_span text, size_t chunk)
{
	static const struct avow_source_methods methods = {
		.read = bytes_read,
		.wait = bytes_wait,
		.close = free,
	};
	struct bytes *bytes = calloc(1, sizeof(*bytes));
	struct avow_source *source = NULL;

	if (!bytes)
		return NULL;
	*bytes = (struct bytes){ .left = text, .chunk = chunk };
	return avow_source_make(&methods, bytes, &source, NULL) ? NULL : source;
}

/* All that @source gives until it ends or fails, which is what is returned. */
static inline ssize_t source_drain(struct avow_source *source, struct avow_buf *out)
{
	char *data = malloc(AVOW_SOURCE_READ_MIN);
	ssize_t got = data ? 1 : AVOW_E_NOMEM;

	while (got > 0 || got == AVOW_SOURCE_WAIT) {
		got = avow_source_read(source, data, AVOW_SOURCE_READ_MIN, NULL);
		if (got > 0)
			avow_buf_append(out, avow_span_make(data, (size_t)got));
	}
	free(data);
	return got;
}

#endif
