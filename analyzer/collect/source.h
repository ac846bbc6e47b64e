/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_SOURCE_H
#define AVOW_COLLECT_SOURCE_H

#include <sys/types.h>

#include "analyzer/base/error.h"

/*
 * The bytes of one descriptor, decompressed when they begin like gzip, xz, zstd
 * or bzip2. A pipe works like a file.
 */
struct avow_source;

/* Takes @fd, also when it fails. */
int avow_source_open(int fd, struct avow_source **out,
		     struct avow_error *error) avow_must_check;

/*
 * Up to @size bytes into @data: how many, 0 at the end, or a negative code and
 * one sentence without the input's name.
 */
ssize_t avow_source_read(struct avow_source *source, char *data, size_t size,
			 struct avow_error *error) avow_must_check;

/* "gzip", "xz", "zstd", "bzip2", or NULL when the bytes are as they are. */
const char *avow_source_compression(const struct avow_source *source);

void avow_source_close(struct avow_source *source);

#endif
