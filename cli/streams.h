/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_STREAMS_H
#define AVOW_CLI_STREAMS_H

#include "analyzer/collect/spooler.h"
#include "cli/collecting.h"
#include "cli/option.h"

/*
 * The inputs of a collection that come once: pipes, sockets, live sources. Each is put
 * away as it comes, in the directory STORE.spool, and collected from there. A file of the
 * spool that is full, and in the store, is deleted.
 */
#define AVOW_STREAMS_MAX 16

struct avow_streams {
	char *directory;
	struct avow_spooler *spoolers[AVOW_STREAMS_MAX];
	size_t count;
};

/* Whether one of @words is a stream. */
bool avow_streams_are_among(const struct avow_words *words);

/*
 * Begins to put away the streams among @words, in which the others are left, for the
 * store at @store. @stop says when to end. To be ended in any case. AVOW_E_USAGE,
 * AVOW_E_IO, AVOW_E_NOMEM, and one sentence with the input's name.
 */
int avow_streams_begin(struct avow_streams *out, struct avow_words *words,
		       const char *store, bool is_following, const struct avow_stop *stop,
		       struct avow_error *error) avow_must_check;

/* How they stand, together. */
struct avow_streams_state {
	size_t going_on;
	bool has_failed; /* one ended that should not have */
	uint64_t bytes;  /* put away */
};

/* Tells @collecting what troubles them. */
struct avow_streams_state avow_streams_ask(const struct avow_streams *streams,
					   struct avow_collecting *collecting);

/* Collects what lies in the spool, also what a former run left there. */
void avow_streams_collect(const struct avow_streams *streams,
			  struct avow_collecting *collecting);

/* Waits until all have ended. */
void avow_streams_join(const struct avow_streams *streams);

void avow_streams_end(struct avow_streams *streams);

#endif
