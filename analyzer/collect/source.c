/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where lines get their bytes. The first block is read to see how it begins; a
 * compressed stream then goes through libarchive (its "raw" format: filters
 * alone), any other is read as it is, without a copy.
 */
#include "analyzer/collect/source.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#define BLOCK ((size_t)64 * 1024)

struct avow_source {
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
	struct avow_source *source = data;
	ssize_t got = (ssize_t)source->head.length;

	if (got == 0)
		got = read_some(source->fd, source->block, BLOCK);
	source->head.length = 0;
	if (got < 0)
		archive_set_error(archive, errno, "%s", strerror(errno));
	*out = source->block;
	return got;
}

static int fail(struct avow_source *source, struct avow_error *error)
{
	const char *why = archive_error_string(source->archive);

	return avow_error_set(error, AVOW_E_IO, "%s data is damaged or cut: %s",
			      source->compression, why ? why : "no reason given");
}

static int open_archive(struct avow_source *source, struct avow_error *error)
{
	struct archive_entry *entry;

	source->archive = archive_read_new();
	if (!source->archive)
		return avow_error_nomem(error);
	archive_read_support_filter_gzip(source->archive);
	archive_read_support_filter_xz(source->archive);
	archive_read_support_filter_zstd(source->archive);
	archive_read_support_filter_bzip2(source->archive);
	archive_read_support_format_raw(source->archive);
	archive_read_support_format_empty(source->archive);
	if (archive_read_open(source->archive, source, NULL, give_block, NULL) !=
	    ARCHIVE_OK)
		return fail(source, error);
	switch (archive_read_next_header(source->archive, &entry)) {
	case ARCHIVE_OK:
	case ARCHIVE_EOF:
		return AVOW_OK;
	default:
		return fail(source, error);
	}
}

int avow_source_open(int fd, struct avow_source **out, struct avow_error *error)
{
	struct avow_source *source = calloc(1, sizeof(*source));
	ssize_t got;
	int result = AVOW_OK;

	if (!source) {
		close(fd);
		return avow_error_nomem(error);
	}
	source->fd = fd;
	got = read_some(fd, source->block, BLOCK);
	if (got < 0)
		result = avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	else
		source->head = avow_span_make(source->block, (size_t)got);
	source->compression = compression_of(source->head);
	if (!result && source->compression)
		result = open_archive(source, error);
	if (result) {
		avow_source_close(source);
		return result;
	}
	*out = source;
	return AVOW_OK;
}

ssize_t avow_source_read(struct avow_source *source, char *data, size_t size,
			 struct avow_error *error)
{
	ssize_t got;

	if (source->archive) {
		got = archive_read_data(source->archive, data, size);
		return got < 0 ? fail(source, error) : got;
	}
	if (source->head.length) {
		struct avow_span part = avow_span_first(source->head, size);

		memcpy(data, part.data, part.length);
		source->head = avow_span_skip(source->head, part.length);
		return (ssize_t)part.length;
	}
	got = read_some(source->fd, data, size);
	if (got < 0)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	return got;
}

const char *avow_source_compression(const struct avow_source *source)
{
	return source->compression;
}

void avow_source_close(struct avow_source *source)
{
	if (!source)
		return;
	if (source->archive)
		archive_read_free(source->archive);
	close(source->fd);
	free(source);
}
