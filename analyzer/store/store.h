/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_STORE_STORE_H
#define AVOW_STORE_STORE_H

#include "analyzer/analysis.h"
#include "analyzer/store/identity.h"

/*
 * What logs told, kept in a file, an SQLite database in WAL mode whose tables are in
 * store/schema.c: of each log its identity, its evidence and its clusters. A log that
 * has grown takes the place of what it was, so that to put the same twice changes
 * nothing, and in what order they come makes no difference. The file may be written by
 * somebody else, and be damaged: what it says is checked, and what cannot be is
 * AVOW_E_INPUT.
 */
struct avow_store;

enum avow_store_mode {
	AVOW_STORE_READ, /* the store is there, and is not written to */
	AVOW_STORE_WRITE /* made when it is not there, and brought to the newest schema */
};

/*
 * Opens the store at @path. @out is to be closed with avow_store_close(), and NULL on
 * failure: AVOW_E_IO when it cannot be read or written, or another program has it
 * locked; AVOW_E_INPUT when it is no store, is damaged or of a schema that this avow
 * does not know; AVOW_E_NOMEM.
 */
int avow_store_open(const char *path, enum avow_store_mode mode, struct avow_store **out,
		    struct avow_error *error) avow_must_check;

void avow_store_close(struct avow_store *store);

/*
 * Makes @out what one reading of all that the store holds would give: as of
 * avow_analyze(), with the logs in the order of time, and to be freed in any case.
 * @out->granted is NULL unless @keeps_granted. Errors as of avow_store_open().
 */
int avow_store_load(struct avow_store *store, bool keeps_granted,
		    struct avow_analysis *out, struct avow_error *error) avow_must_check;

/* Which file a log was, and when it was changed: as long as that is so, so is it. */
struct avow_store_file {
	uint64_t device, inode, size;
	uint64_t changed; /* nanoseconds since 1970 */
};

/* What putting a log into a store did, or would do. */
enum avow_store_change {
	AVOW_STORE_NEW,   /* it was not there */
	AVOW_STORE_GROWN, /* it took the place of what it was */
	AVOW_STORE_KNOWN, /* it was there */
	AVOW_STORE_OLDER  /* it was there, and has grown since */
};

/* Whether the store has @file as it is: 1, 0 or an error as of avow_store_open(). */
int avow_store_has_file(struct avow_store *store, const struct avow_store_file *file,
			struct avow_error *error) avow_must_check;

/* What avow_store_put() would do. Errors as of avow_store_open(). */
int avow_store_ask(struct avow_store *store, const struct avow_identity *identity,
		   enum avow_store_change *out, struct avow_error *error) avow_must_check;

/*
 * Puts what reading one log gave, @analysis of a single input, into the store, unless
 * that is there already: wholly or, when it fails, not at all. Of what is there the file
 * and, where that comes first in the order of bytes, the name are noted, so that the
 * names do not depend on the order either. Errors as of avow_store_open().
 */
int avow_store_put(struct avow_store *store, const struct avow_identity *identity,
		   const struct avow_store_file *file,
		   const struct avow_analysis *analysis, enum avow_store_change *out,
		   struct avow_error *error) avow_must_check;

/*
 * The same for what is known already, which needs no analysis: its file is called @name
 * and is @file now.
 */
int avow_store_note(struct avow_store *store, const struct avow_identity *identity,
		    const struct avow_store_file *file, const char *name,
		    struct avow_error *error) avow_must_check;

/*
 * Forgets what those logs tell whose last record is more than @seconds older than the
 * newest of all, or than @now when that is earlier; that they were read stays known. Logs
 * without a time are kept. @out: how many there were. Errors as of avow_store_open().
 */
int avow_store_forget(struct avow_store *store, uint64_t seconds, uint64_t now,
		      size_t *out, struct avow_error *error) avow_must_check;

/*
 * Puts every log of @from into @into, all of them or none; @changes counts what became
 * of them. Errors as of avow_store_open(), of either.
 */
int avow_store_merge(struct avow_store *into, struct avow_store *from,
		     size_t changes[AVOW_STORE_OLDER + 1],
		     struct avow_error *error) avow_must_check;

#endif
