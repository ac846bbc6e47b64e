/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_HELD_H
#define AVOW_COLLECT_HELD_H

#include "analyzer/base/error.h"
#include "analyzer/collect/source.h"

/*
 * Lines from a stream socket that stay in it until they are put away: they are peeked at
 * (MSG_PEEK, recv(2)), and taken when the next are asked for. If the reader is killed in
 * between they come again to whoever has the socket next, who knows by what was put away
 * last which of them were.
 */
struct avow_held {
	int fd;
	size_t given;           /* bytes, still in the socket */
	struct avow_span after; /* what was put away last; lent */
	bool has_begun;
	/* How often in a row there was no whole line: poll(2) would not wait for one. */
	unsigned rests;
};

/* Begins with @fd, which is lent; false when it is no stream socket. */
bool avow_held_begin(struct avow_held *out, int fd, struct avow_span after);

/*
 * As the method `read` of a source (source.h): whole lines, but at the end, or when a
 * line is longer than @size.
 */
ssize_t avow_held_read(struct avow_held *held, char *data, size_t size,
		       struct avow_error *error) avow_must_check;

struct avow_wait avow_held_wait(const struct avow_held *held);

/*
 * How many of the first bytes of @data are the last ones of @after, up to the end of a
 * line; 0 when none are.
 */
size_t avow_held_overlap(struct avow_span data, struct avow_span after);

#endif
