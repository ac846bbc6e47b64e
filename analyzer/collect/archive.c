/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compressed bytes through libarchive (its "raw" format: filters alone). What a
 * filter has not filled a block with is lost when the data is cut.
 * libarchive asks for a block and cannot be told to come back later, so this
 * filter waits for its input; a plain pipe does not get here.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>

#include "analyzer/collect/unpack.h"

struct packed {
	struct avow_source *inner;
	const struct avow_stop *stop;
	struct archive *archive;
	const char *compression;
	bool is_begun;
	struct avow_span ready; /* unpacked, and not yet handed out */
	char block[AVOW_SOURCE_READ_MIN];
};

static const char *compression_of(struct avow_span head)
{
	static const struct {
		struct avow_span magic;
		const char *name;
	} formats[] = {
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

static bool is_compressed(struct avow_span head)
{
	return compression_of(head);
}

/* Waits for more; false when there will be none. */
static bool waits_for_more(const struct packed *packed)
{
	struct avow_wait wait = avow_source_wait(packed->inner);

	return wait.fd >= 0 && avow_wait_any(&wait, 1, packed->stop);
}

static la_ssize_t give_block(struct archive *archive, void *data, const void **out)
{
	struct packed *packed = data;
	struct avow_error error = { 0 };
	ssize_t got;

	do
		got = avow_source_read(packed->inner, packed->block,
				       sizeof(packed->block), &error);
	while (got == AVOW_SOURCE_BREAK ||
	       (got == AVOW_SOURCE_WAIT && waits_for_more(packed)));
	*out = packed->block;
	if (got == AVOW_SOURCE_WAIT)
		return 0;
	if (got < 0)
		archive_set_error(archive, EIO, "%s", error.message);
	return got;
}

static int fail(const struct packed *packed, struct avow_error *error)
{
	const char *why = archive_error_string(packed->archive);

	return avow_error_set(error, AVOW_E_IO, "%s data is damaged or cut: %s",
			      packed->compression, why ? why : "no reason given");
}

static int begin(struct packed *packed, struct avow_error *error)
{
	struct archive_entry *entry;
	int result;

	packed->is_begun = true;
	if (archive_read_open(packed->archive, packed, NULL, give_block, NULL) !=
	    ARCHIVE_OK)
		return fail(packed, error);
	result = archive_read_next_header(packed->archive, &entry);
	return result == ARCHIVE_OK || result == ARCHIVE_EOF ? AVOW_OK
							     : fail(packed, error);
}

static ssize_t read_packed(void *state, char *data, size_t size, struct avow_error *error)
{
	struct packed *packed = state;
	int result = packed->is_begun ? 0 : begin(packed, error);
	struct avow_span part;
	la_int64_t offset;

	if (result)
		return result;
	while (!packed->ready.length) {
		const void *block;

		result = archive_read_data_block(packed->archive, &block,
						 &packed->ready.length, &offset);
		packed->ready.data = block;
		if (result == ARCHIVE_EOF)
			return 0;
		if (result < ARCHIVE_WARN) {
			packed->ready.length = 0;
			return fail(packed, error);
		}
	}
	part = avow_span_first(packed->ready, size);
	memcpy(data, part.data, part.length);
	packed->ready = avow_span_skip(packed->ready, part.length);
	return (ssize_t)part.length;
}

static uint64_t lost_of_packed(const void *state)
{
	return avow_source_lost(((const struct packed *)state)->inner);
}

static const char *compression_of_packed(const void *state)
{
	return ((const struct packed *)state)->compression;
}

static void close_packed(void *state)
{
	struct packed *packed = state;

	if (packed->archive)
		archive_read_free(packed->archive);
	avow_source_close(packed->inner);
	free(packed);
}

static struct archive *new_archive(void)
{
	struct archive *archive = archive_read_new();

	if (!archive)
		return NULL;
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_format_raw(archive);
	archive_read_support_format_empty(archive);
	return archive;
}

static int open_packed(struct avow_source *inner, const struct avow_stop *stop,
		       struct avow_source **out, struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_packed,
		.lost = lost_of_packed,
		.compression = compression_of_packed,
		.close = close_packed,
	};
	struct packed *packed = calloc(1, sizeof(*packed));
	struct avow_span head;

	if (!packed) {
		avow_source_close(inner);
		return avow_error_nomem(error);
	}
	packed->inner = inner;
	packed->stop = stop;
	packed->archive = new_archive();
	/* The head was looked at already, and is still there. */
	if (!packed->archive || avow_source_peek(inner, 1, &head, error)) {
		close_packed(packed);
		return avow_error_nomem(error);
	}
	packed->compression = compression_of(head);
	return avow_source_make(&methods, packed, out, error);
}

const struct avow_filter avow_filter_archive = { is_compressed, open_packed };
