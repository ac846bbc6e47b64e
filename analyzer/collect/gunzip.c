/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * gzip (RFC 1952) through zlib, which hands out what it has when its input ends:
 * of a log that is cut everything up to the cut is read. Members that follow each
 * other are one stream, as for gzip(1).
 */
#include <stdlib.h>
#include <zlib.h>

#include "analyzer/collect/unpack.h"

struct gunzip {
	struct avow_source *inner;
	z_stream stream;
	bool is_between; /* members: the input may end here */
	bool is_done;    /* what follows is no gzip, and left alone */
	bool has_failed;
	unsigned char block[AVOW_SOURCE_READ_MIN];
};

static bool is_gzip(struct avow_span head)
{
	return avow_span_starts_with(head, "\x1f\x8b");
}

static ssize_t fail(const struct gunzip *gunzip, struct avow_error *error)
{
	const char *why = gunzip->stream.msg;

	return avow_error_set(error, AVOW_E_IO, "gzip data is damaged or cut: %s",
			      why ? why : "it ends within a member");
}

/* More input: 1, or what reading should return now. */
static ssize_t refill(struct gunzip *gunzip, struct avow_error *error)
{
	ssize_t got;

	do
		got = avow_source_read(gunzip->inner, (char *)gunzip->block,
				       sizeof(gunzip->block), error);
	while (got == AVOW_SOURCE_BREAK);
	if (got < 0)
		return got;
	if (got == 0)
		return gunzip->is_between ? 0 : fail(gunzip, error);
	gunzip->stream.next_in = gunzip->block;
	gunzip->stream.avail_in = (uInt)got;
	return 1;
}

/* Another member may follow; anything else behind a member is padding. */
static void begin_member(struct gunzip *gunzip)
{
	gunzip->is_done = gunzip->stream.next_in[0] != 0x1f ||
			  inflateReset(&gunzip->stream) != Z_OK;
	gunzip->is_between = gunzip->is_done;
}

static void inflate_some(struct gunzip *gunzip)
{
	int result = inflate(&gunzip->stream, Z_NO_FLUSH);

	gunzip->is_between = result == Z_STREAM_END;
	gunzip->has_failed =
		result != Z_STREAM_END && result != Z_OK && result != Z_BUF_ERROR;
}

static ssize_t read_gunzip(void *state, char *data, size_t size, struct avow_error *error)
{
	struct gunzip *gunzip = state;
	z_stream *stream = &gunzip->stream;
	ssize_t got;

	stream->next_out = (unsigned char *)data;
	stream->avail_out = (uInt)(size < UINT32_MAX ? size : UINT32_MAX);
	while (stream->avail_out && !gunzip->is_done && !gunzip->has_failed) {
		size_t made = (size_t)((char *)stream->next_out - data);

		if (stream->avail_in == 0) {
			if (made)
				return (ssize_t)made;
			got = refill(gunzip, error);
			if (got <= 0)
				return got;
		}
		if (gunzip->is_between)
			begin_member(gunzip);
		else
			inflate_some(gunzip);
	}
	got = (ssize_t)((char *)stream->next_out - data);
	return got == 0 && gunzip->has_failed ? fail(gunzip, error) : got;
}

static struct avow_wait wait_for_gunzip(void *state)
{
	return avow_source_wait(((struct gunzip *)state)->inner);
}

static uint64_t lost_of_gunzip(const void *state)
{
	return avow_source_lost(((const struct gunzip *)state)->inner);
}

static const char *compression_of_gunzip(const void *state)
{
	(void)state;
	return "gzip";
}

static void close_gunzip(void *state)
{
	struct gunzip *gunzip = state;

	inflateEnd(&gunzip->stream);
	avow_source_close(gunzip->inner);
	free(gunzip);
}

static int open_gunzip(struct avow_source *inner, const struct avow_stop *stop,
		       struct avow_source **out, struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_gunzip,
		.wait = wait_for_gunzip,
		.lost = lost_of_gunzip,
		.compression = compression_of_gunzip,
		.close = close_gunzip,
	};
	struct gunzip *gunzip = calloc(1, sizeof(*gunzip));

	(void)stop;
	/* 16 asks for gzip's header and checksum (zlib.h). */
	if (!gunzip || inflateInit2(&gunzip->stream, MAX_WBITS + 16) != Z_OK) {
		free(gunzip);
		avow_source_close(inner);
		return avow_error_nomem(error);
	}
	gunzip->inner = inner;
	return avow_source_make(&methods, gunzip, out, error);
}

const struct avow_filter avow_filter_gunzip = { is_gzip, open_gunzip };
