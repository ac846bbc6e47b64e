/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_SPOOL_H
#define AVOW_COLLECT_SPOOL_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"
#include "analyzer/collect/lines.h"

/*
 * What came from a stream, which nobody can read a second time, put away as it came: in
 * files NAME.00000001.log and so on of a directory, of which the last is written to. A
 * write that is killed or fails leaves whole lines behind, or a line without an end that
 * is cut off when the spool is opened again.
 */
struct avow_spool;

/* A file is followed by the next when it holds so many bytes. */
#define AVOW_SPOOL_FILE_MAX ((uint64_t)64 << 20)
/* No more is put away while so much lies there that nobody has used. */
#define AVOW_SPOOL_MAX ((uint64_t)1 << 30)

/*
 * Opens the spool @name in @directory, which is made when it is not there, for one
 * process at a time. @goes_on: what was put away before is gone on with; else the next
 * file is begun. AVOW_E_IO, AVOW_E_NOMEM.
 */
int avow_spool_open(const char *directory, const char *name, bool goes_on,
		    struct avow_spool **out, struct avow_error *error) avow_must_check;

/*
 * The last AVOW_SPOOL_AFTER bytes that were put away, or all there are, when the spool
 * was opened to go on; lent. A line fits in.
 */
#define AVOW_SPOOL_AFTER AVOW_LINE_MAX
struct avow_span avow_spool_after(const struct avow_spool *spool);

/* Puts @lines away: all of them, or none and AVOW_E_IO, when it may be tried again. */
int avow_spool_put(struct avow_spool *spool, struct avow_span lines,
		   struct avow_error *error) avow_must_check;

/* Does nothing for NULL. */
void avow_spool_close(struct avow_spool *spool);

/* A file of a spool. */
struct avow_spooled {
	char *path;
	bool is_over; /* another one that holds something follows: nothing is added to it
		       */
	size_t name_length; /* of the spool's name, which begins `base` */
	const char *base;   /* of the path, behind the last slash */
};

/* Those of all spools of a directory, by their names; zero it to begin. */
struct avow_spool_files {
	struct avow_spooled *items;
	size_t count;
};

/* A directory that is not there has none. AVOW_E_IO, AVOW_E_NOMEM; to be freed. */
int avow_spool_list(const char *directory, struct avow_spool_files *out,
		    struct avow_error *error) avow_must_check;

void avow_spool_files_free(struct avow_spool_files *files);

#endif
