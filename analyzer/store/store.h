/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_STORE_STORE_H
#define AVOW_STORE_STORE_H

#include "analyzer/base/error.h"
#include "analyzer/cluster/cluster.h"

/*
 * Clusters kept in a file, an SQLite database in WAL mode whose tables are in
 * store/schema.c. It may be written by somebody else, and be damaged: what it
 * says is checked, and what cannot be is AVOW_E_INPUT.
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
 * Merges all that the store holds into @into, which is not sorted. After an error
 * @into may hold a part. Errors as of avow_store_open().
 */
int avow_store_load(struct avow_store *store, struct avow_clusters *into,
		    struct avow_error *error) avow_must_check;

/*
 * Merges @from, which stays as it was, into what the store holds: wholly or, when it
 * fails, not at all. Errors as of avow_store_open().
 */
int avow_store_add(struct avow_store *store, const struct avow_clusters *from,
		   struct avow_error *error) avow_must_check;

#endif
