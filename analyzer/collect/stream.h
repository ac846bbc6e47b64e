/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_STREAM_H
#define AVOW_COLLECT_STREAM_H

#include <sys/types.h>

#include "analyzer/base/error.h"

/*
 * The bytes of one descriptor, decompressed when they begin like gzip, xz, zstd
 * or bzip2. A pipe works like a file.
 */
struct avow_stream;

/* Takes @fd, also when it fails. */
int avow_stream_open(int fd, struct avow_stream **out,
		     struct avow_error *error) avow_must_check;

/*
 * Up to @size bytes into @data: how many, 0 at the end, or a negative code and
 * one sentence without the input's name.
 */
ssize_t avow_stream_read(struct avow_stream *stream, char *data, size_t size,
			 struct avow_error *error) avow_must_check;

/* "gzip", "xz", "zstd", "bzip2", or NULL when the bytes are as they are. */
const char *avow_stream_compression(const struct avow_stream *stream);

void avow_stream_close(struct avow_stream *stream);

#endif
