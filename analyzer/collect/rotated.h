/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_ROTATED_H
#define AVOW_COLLECT_ROTATED_H

#include <sys/types.h>
#include <time.h>

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"

/*
 * The names that a log gets when it is rotated: NAME.N by auditd (rotate_logs())
 * and logrotate, the highest number first; NAME-YYYYMMDD and NAME.YYYY-MM-DD, also
 * with a time behind, or NAME-SECONDS, by logrotate's dateext and by auditd.cron;
 * BASE-YYYYMMDD.log by logrotate's `extension`. Each may be compressed: .gz, .xz,
 * .zst, .bz2.
 */
enum avow_rotated_kind {
	AVOW_ROTATED_DATE,   /* the key is the date: the lowest is the oldest */
	AVOW_ROTATED_NUMBER, /* the key is the number: the highest is the oldest */
	AVOW_ROTATED_PLAIN   /* the one that is written to */
};

struct avow_rotated {
	struct avow_span stem;      /* what is before the stamp: audit.log, or audit */
	struct avow_span extension; /* what is behind it: empty, or .log */
	enum avow_rotated_kind kind;
	uint64_t key;
	bool is_compressed; /* by its name */
};

/* Takes the last part of @path apart; the spans are borrowed from it. */
struct avow_rotated avow_rotated_name(const char *path);

/* Whether two names, of one directory, belong to one set. */
bool avow_rotated_is_same(const struct avow_rotated *a, const struct avow_rotated *b);

/* Orders names of one set: below 0 when @a is the older one. */
int avow_rotated_compare(const struct avow_rotated *a, const struct avow_rotated *b);

/* Whether a directory of logs has it for one: NAME.log, rotated or not. */
bool avow_rotated_is_log(const char *name);

/* A regular file of a set. */
struct avow_rotated_file {
	const char *path;
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified;
};

struct avow_rotated_set {
	struct avow_arena arena;
	struct avow_rotated_file *files; /* oldest first */
	size_t count;
};

/*
 * The set of @path as its directory held it at one moment, and not while it was being
 * rotated; @out is to be freed also when this fails, which it does only when
 * memory is out.
 */
int avow_rotated_list(const char *path, struct avow_rotated_set *out) avow_must_check;
void avow_rotated_free(struct avow_rotated_set *set);

/*
 * A descriptor for the file of a set; -1 and errno when that cannot be: ESTALE when
 * its name has gone to another since it was listed.
 */
int avow_rotated_open(const struct avow_rotated_file *file);

/* The index of the file with this inode; set->count when there is none. */
size_t avow_rotated_find(const struct avow_rotated_set *set, dev_t device, ino_t inode);

#endif
