/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_COLLECTING_H
#define AVOW_CLI_COLLECTING_H

#include "analyzer/collect/inputs.h"
#include "analyzer/store/store.h"

/*
 * Logs being put into a store: each is read whole and takes, in one transaction, the
 * place of what the store has of it.
 */
#define AVOW_COLLECTING_TOLD_MAX 64

struct avow_collecting {
	struct avow_store *store;
	size_t changes[AVOW_STORE_OLDER + 1]; /* of logs */
	size_t forgotten;                     /* logs, for they were too old */
	size_t unchanged;                     /* files that were not even read */
	uint64_t keep_seconds;                /* 0: all */
	unsigned troubles;
	/* What was said since a look went well; a service does not say it each second. */
	uint64_t told[AVOW_COLLECTING_TOLD_MAX];
	size_t told_count;
	bool has_told_own;
};

/*
 * An avow_trouble_function of a struct avow_collecting: says it, once, and counts it
 * unless its code is AVOW_OK.
 */
void avow_collecting_trouble(void *collecting, const struct avow_error *error);

/* Takes the log of one file; false when it could not, which is told. */
bool avow_collecting_file(struct avow_collecting *collecting,
			  const struct avow_input *input);

/* Takes those of the files, directories and patterns that @names are. */
void avow_collecting_files(struct avow_collecting *collecting, const char *const *names,
			   size_t count);

/* Forgets what is too old. */
void avow_collecting_forget(struct avow_collecting *collecting);

#endif
