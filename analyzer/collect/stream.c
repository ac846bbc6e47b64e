/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where lines get their bytes. The first block is read to see how it begins; a
 * compressed stream then goes through libarchive (its "raw" format: filters
 * alone), any other is read as it is, without a copy.
 */
#include "analyzer/collect/stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOCK ((size_t)64 * 1024)

struct avow_stream {
	int fd;
	const char *compression;
	struct archive *archive; /* NULL when nothing is to be decompressed */
	struct avow_span head;   /* read to look at, and not yet handed on */
	char block[BLOCK];
};

/* The kernel's answer, after as many interruptions as there may be. */
static ssize_t read_some(int fd, char *data, size_t size)
{
	ssize_t got;

	do
		got = read(fd, data, size);
	while (got < 0 && errno == EINTR);
	return got;
}

static const char *compression_of(struct avow_span head)
{
	static const struct {
		struct avow_span magic;
		const char *name;
	} formats[] = {
		{ AVOW_SPAN("\x1f\x8b"), "gzip" },
		{ AVOW_SPAN("\xfd"
			    "7zXZ"),
		  "xz" },
		{ AVOW_SPAN("\x28\xb5\x2f\xfd"), "zstd" },
		{ AVOW_SPAN("BZh"), "bzip2" },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(formats); i++)
		if (avow_span_equal(avow_span_first(head, formats[i].magic.length),
				    formats[i].magic))
			return formats[i].name;
	return NULL;
}

/* libarchive asks for a block: the head first, then what follows it. */
static la_ssize_t give_block(struct archive *archive, void *data, const void **out)
{
	struct avow_stream *stream = data;
	ssize_t got = (ssize_t)stream->head.length;

	if (got == 0)
		got = read_some(stream->fd, stream->block, BLOCK);
	stream->head.length = 0;
	if (got < 0)
		archive_set_error(archive, errno, "%s", strerror(errno));
	*out = stream->block;
	return got;
}

static int fail(struct avow_stream *stream, struct avow_error *error)
{
	const char *why = archive_error_string(stream->archive);

	return avow_error_set(error, AVOW_E_IO, "%s data is damaged or cut: %s",
			      stream->compression, why ? why : "no reason given");
}

static int open_archive(struct avow_stream *stream, struct avow_error *error)
{
	struct archive_entry *entry;

	stream->archive = archive_read_new();
	if (!stream->archive)
		return avow_error_nomem(error);
	archive_read_support_filter_gzip(stream->archive);
	archive_read_support_filter_xz(stream->archive);
	archive_read_support_filter_zstd(stream->archive);
	archive_read_support_filter_bzip2(stream->archive);
	archive_read_support_format_raw(stream->archive);
	archive_read_support_format_empty(stream->archive);
	if (archive_read_open(stream->archive, stream, NULL, give_block, NULL) !=
	    ARCHIVE_OK)
		return fail(stream, error);
	switch (archive_read_next_header(stream->archive, &entry)) {
	case ARCHIVE_OK:
	case ARCHIVE_EOF:
		return AVOW_OK;
	default:
		return fail(stream, error);
	}
}

int avow_stream_open(int fd, struct avow_stream **out, struct avow_error *error)
{
	struct avow_stream *stream = calloc(1, sizeof(*stream));
	ssize_t got;
	int result = AVOW_OK;

	if (!stream) {
		close(fd);
		return avow_error_nomem(error);
	}
	stream->fd = fd;
	got = read_some(fd, stream->block, BLOCK);
	if (got < 0)
		result = avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	else
		stream->head = avow_span_make(stream->block, (size_t)got);
	stream->compression = compression_of(stream->head);
	if (!result && stream->compression)
		result = open_archive(stream, error);
	if (result) {
		avow_stream_close(stream);
		return result;
	}
	*out = stream;
	return AVOW_OK;
}

ssize_t avow_stream_read(struct avow_stream *stream, char *data, size_t size,
			 struct avow_error *error)
{
	ssize_t got;

	if (stream->archive) {
		got = archive_read_data(stream->archive, data, size);
		return got < 0 ? fail(stream, error) : got;
	}
	if (stream->head.length) {
		struct avow_span part = avow_span_first(stream->head, size);

		memcpy(data, part.data, part.length);
		stream->head = avow_span_skip(stream->head, part.length);
		return (ssize_t)part.length;
	}
	got = read_some(stream->fd, data, size);
	if (got < 0)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	return got;
}

const char *avow_stream_compression(const struct avow_stream *stream)
{
	return stream->compression;
}

void avow_stream_close(struct avow_stream *stream)
{
	if (!stream)
		return;
	if (stream->archive)
		archive_read_free(stream->archive);
	close(stream->fd);
	free(stream);
}
