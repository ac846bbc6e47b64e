/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_UNPACK_H
#define AVOW_COLLECT_UNPACK_H

#include "analyzer/collect/source.h"

/*
 * What turns bytes into other bytes before they are lines: recognised by how
 * the bytes begin, never by a name. One filter is one file and one row in
 * unpack.c.
 */
struct avow_filter {
	/* Whether bytes that begin with @head (up to AVOW_SOURCE_READ_MIN) are its. */
	bool (*is_beginning)(struct avow_span head);
	/* A source that reads @inner, which it takes, also when it fails. */
	int (*open)(struct avow_source *inner, const struct avow_stop *stop,
		    struct avow_source **out, struct avow_error *error);
};

/* gzip, by zlib (gunzip.c). */
extern const struct avow_filter avow_filter_gunzip;

/* xz, zstd and bzip2, by libarchive (archive.c). */
extern const struct avow_filter avow_filter_archive;

/* The journal's export format (export.c): a line of JSON for each entry. */
extern const struct avow_filter avow_filter_export;

/*
 * A source that gives @inner's bytes through all filters that they ask for,
 * one within the other. It takes @inner, also when it fails, and looks at the
 * bytes when it is first read.
 */
int avow_unpack_open(struct avow_source *inner, const struct avow_stop *stop,
		     struct avow_source **out, struct avow_error *error) avow_must_check;

#endif
