/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_TAIL_H
#define AVOW_COLLECT_TAIL_H

#include <sys/types.h>

#include "analyzer/collect/source.h"

/* Bytes remembered of what was read last: some records, with their serial numbers. */
#define AVOW_TAIL_MARK 512

#define AVOW_TAILS_MAX 64 /* open at once; what is beyond has its turn later */

/* One regular file that grows, known by its inode; for follow.c. */
struct avow_tail {
	int fd;                    /* shares its position with the source's own */
	struct avow_source *inner; /* what is in the file, unpacked */
	dev_t device;
	ino_t inode;
	char mark[AVOW_TAIL_MARK]; /* the bytes before @position */
	size_t mark_length;
	off_t position;        /* up to where the file was read */
	int64_t grown_ms;      /* when it last gave something */
	bool is_at_end;        /* it has nothing at present */
	bool is_done;          /* it will never have more */
	bool has_zeros_before; /* the front may be a hole that truncation left */
	bool is_copy;          /* made by copytruncate: nobody writes to it */
	dev_t before_device;   /* of the set, the file before it when it was begun */
	ino_t before_inode;    /* 0: there was none */
};

/* The files that a log consists of, oldest first; the last has its name. */
struct avow_tails {
	struct avow_tail items[AVOW_TAILS_MAX];
	size_t count;
};

/* Whether one of them is this file. */
bool avow_tails_have(const struct avow_tails *tails, dev_t device, ino_t inode);

/*
 * Begins at @position of @fd, which is taken, or AVOW_E_IO. @tail is to be closed
 * only when this succeeded.
 */
int avow_tail_open(struct avow_tail *tail, int fd, off_t position,
		   const struct avow_stop *stop,
		   struct avow_error *error) avow_must_check;

/* Besides what avow_source_read() gives: the file was truncated meanwhile. */
#define AVOW_TAIL_MOVED (-110)

/*
 * As avow_source_read(), and remembers how far it came. What was read cannot be
 * told from what the file holds since it was truncated: then it is left for later,
 * the tail stands where it did, and AVOW_TAIL_MOVED is returned.
 */
ssize_t avow_tail_read(struct avow_tail *tail, char *data, size_t size,
		       struct avow_error *error) avow_must_check;

/* Whether the file is longer than what was read of it. */
bool avow_tail_has_more(const struct avow_tail *tail);

/* Whether the file is shorter than what was read of it, or holds something else there. */
bool avow_tail_is_truncated(const struct avow_tail *tail);

/* Begins at the front again. */
int avow_tail_restart(struct avow_tail *tail, const struct avow_stop *stop,
		      struct avow_error *error) avow_must_check;

/* Whether the file @fd is, or is going to be, a copy of what the tail's holds now. */
bool avow_tail_is_being_copied(const struct avow_tail *tail, int fd);

/* Whether the file @fd holds at the tail's position what the tail had read there. */
bool avow_tail_is_copied(const struct avow_tail *tail, int fd);

void avow_tail_close(struct avow_tail *tail);

#endif
