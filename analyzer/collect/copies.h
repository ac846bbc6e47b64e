/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_COPIES_H
#define AVOW_COLLECT_COPIES_H

#include "analyzer/collect/tail.h"

/*
 * What logrotate's copytruncate leaves: a file stays where it is and is truncated,
 * each time after a copy of it was put into its set (rotated.h). The copies are
 * found again by what is in them.
 */
struct avow_copies {
	int fds[AVOW_TAILS_MAX]; /* oldest first; whoever takes them closes them */
	size_t count;
	dev_t before_device; /* the newest copy, to be read or not; inode 0: none */
	ino_t before_inode;
};

/*
 * The copies to be read before what the tail at @index holds now, as far as there is
 * room in @tails for them; those that are open already are left out. With @has_rest
 * the file was truncated, and the first is the copy that goes on where the tail was read
 * to; without, they are those that came since the tail was begun. @path is the log's
 * name. Fails only when memory is out.
 */
int avow_copies_plan(const struct avow_tails *tails, size_t index, const char *path,
		     bool has_rest, struct avow_copies *out,
		     struct avow_error *error) avow_must_check;

#endif
