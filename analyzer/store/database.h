/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_STORE_DATABASE_H
#define AVOW_STORE_DATABASE_H

#include <sqlite3.h>

#include "analyzer/store/store.h"

struct avow_store {
	sqlite3 *database;
	char *path; /* for messages */
};

/* What SQLite said last, as a sentence with the path; the code is that of @code. */
int avow_store_fail(const struct avow_store *store, int code,
		    struct avow_error *error) avow_must_check;

/* AVOW_E_INPUT: the store is damaged, and @what says where. */
int avow_store_damaged(const struct avow_store *store, const char *what,
		       struct avow_error *error) avow_must_check;

/* Runs statements that give no rows. */
int avow_store_run(struct avow_store *store, const char *sql,
		   struct avow_error *error) avow_must_check;

/* Prepares one statement; the caller finalizes it. NULL on failure. */
int avow_store_prepare(struct avow_store *store, const char *sql, sqlite3_stmt **out,
		       struct avow_error *error) avow_must_check;

/*
 * Looks at what kind of file it is, and with AVOW_STORE_WRITE makes the tables or
 * brings them to the newest schema.
 */
int avow_store_settle_schema(struct avow_store *store, enum avow_store_mode mode,
			     struct avow_error *error) avow_must_check;

/* Whose rows are read, and the input that they become. */
struct avow_store_place {
	uint64_t source;
	uint32_t input;
};

/* Adds the clusters of a source, or what was granted; in a transaction of the caller. */
int avow_store_read_clusters(struct avow_store *store, struct avow_clusters *into,
			     const struct avow_store_place *place, bool are_granted,
			     struct avow_error *error) avow_must_check;
int avow_store_write_clusters(struct avow_store *store, const struct avow_clusters *from,
			      uint64_t source, bool are_granted,
			      struct avow_error *error) avow_must_check;

/* Likewise remarks, defects, verdicts and epochs; what is counted is in the source. */
int avow_store_read_evidence(struct avow_store *store, struct avow_evidence *into,
			     const struct avow_store_place *place,
			     struct avow_error *error) avow_must_check;
int avow_store_write_evidence(struct avow_store *store, const struct avow_evidence *from,
			      uint64_t source, struct avow_error *error) avow_must_check;

/*
 * Begins a transaction, of reading or of writing, and ends it as @result says: what
 * failed leaves no trace.
 */
int avow_store_begin(struct avow_store *store, enum avow_store_mode mode,
		     struct avow_error *error) avow_must_check;
int avow_store_end(struct avow_store *store, int result,
		   struct avow_error *error) avow_must_check;

#endif
