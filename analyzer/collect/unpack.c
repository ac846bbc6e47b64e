/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looks at how the bytes of a source begin and puts the filters over it that
 * they need. It changes no byte itself.
 */
#include "analyzer/collect/unpack.h"

#include <stdlib.h>

/* Bytes that ask for more filters than that are a trap and no log. */
#define FILTERS_MAX 4

/* How much must be seen of a line that has not ended: more than any beginning. */
#define HEAD_WANTED 64

static const struct avow_filter *const filters[] = {
	&avow_filter_gunzip,
	&avow_filter_archive,
	&avow_filter_export,
};

struct unpack {
	struct avow_source *top;
	const struct avow_stop *stop;
	const char *compression; /* of the outermost filter that has one */
	size_t depth;            /* how many filters there are */
	bool is_known;           /* what is on top needs no filter */
};

static const struct avow_filter *filter_for(struct avow_span head)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(filters); i++)
		if (filters[i]->is_beginning(head))
			return filters[i];
	return NULL;
}

/* Looks at what is on top, and puts one filter over it if it needs one. */
static int recognise(struct unpack *unpack, struct avow_error *error)
{
	struct avow_source *inner = unpack->top;
	const struct avow_filter *filter;
	struct avow_span head;
	int result = avow_source_peek(inner, HEAD_WANTED, &head, error);

	if (result)
		return result;
	filter = unpack->depth < FILTERS_MAX ? filter_for(head) : NULL;
	unpack->is_known = !filter;
	if (!filter)
		return AVOW_OK;
	unpack->top = NULL;
	unpack->depth++;
	result = filter->open(inner, unpack->stop, &unpack->top, error);
	if (!result && !unpack->compression)
		unpack->compression = avow_source_compression(unpack->top);
	return result;
}

static ssize_t read_unpacked(void *state, char *data, size_t size,
			     struct avow_error *error)
{
	struct unpack *unpack = state;

	while (!unpack->is_known) {
		int result = recognise(unpack, error);

		if (result)
			return result;
	}
	return avow_source_read(unpack->top, data, size, error);
}

static struct avow_wait wait_for_unpacked(void *state)
{
	return avow_source_wait(((struct unpack *)state)->top);
}

static uint64_t lost_of_unpacked(const void *state)
{
	const struct unpack *unpack = state;

	return unpack->top ? avow_source_lost(unpack->top) : 0;
}

static const char *compression_of_unpacked(const void *state)
{
	return ((const struct unpack *)state)->compression;
}

static void close_unpacked(void *state)
{
	struct unpack *unpack = state;

	avow_source_close(unpack->top);
	free(unpack);
}

int avow_unpack_open(struct avow_source *inner, const struct avow_stop *stop,
		     struct avow_source **out, struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_unpacked,
		.wait = wait_for_unpacked,
		.lost = lost_of_unpacked,
		.compression = compression_of_unpacked,
		.close = close_unpacked,
	};
	struct unpack *unpack = calloc(1, sizeof(*unpack));

	if (!unpack) {
		avow_source_close(inner);
		return avow_error_nomem(error);
	}
	*unpack = (struct unpack){ .top = inner, .stop = stop };
	return avow_source_make(&methods, unpack, out, error);
}
