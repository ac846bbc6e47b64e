/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_FOLLOW_H
#define AVOW_COLLECT_FOLLOW_H

#include "analyzer/collect/source.h"

/*
 * The file @path while it grows, and its successors under that name: renamed and made
 * anew (auditd, logrotate), copied and truncated (logrotate's copytruncate), or
 * removed and made anew. It begins at the front of the file with @device and @inode,
 * which may have been renamed within its rotated set (rotated.h) since it was seen; 0 for
 * whichever has the name now.
 *
 * A file is followed by its inode; its successors are found by their places in the
 * set, so that any number of rotations may come between two looks. One that was
 * renamed is still read for AVOW_FOLLOW_LINGER_MS after it last grew, since a
 * logger writes to it until it is told to reopen. No line is lost and none is
 * read twice, as far as the files allow: what is truncated before it was read and has no
 * copy in the set is gone.
 */
#define AVOW_FOLLOW_LINGER_MS 10000

int avow_follow_open(const char *path, dev_t device, ino_t inode,
		     const struct avow_stop *stop, struct avow_source **out,
		     struct avow_error *error) avow_must_check;

#endif
