/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_SPOOLER_H
#define AVOW_COLLECT_SPOOLER_H

#include "analyzer/collect/inputs.h"

/*
 * A thread that puts away what a stream gives (spool.h), so that whoever uses it may take
 * its time, and may be killed. It waits when there is no room, and takes nothing from
 * the stream meanwhile.
 */
struct avow_spooler;

/*
 * Begins with @input, into the spool of its name in @directory. @stop is copied, and the
 * name lent; what the
 * stream holds when it is due is put away yet, for a second or two. Errors as of
 * avow_input_open() and avow_spool_open().
 */
int avow_spooler_begin(const struct avow_input *input, const char *directory,
		       const struct avow_source_options *options,
		       const struct avow_stop *stop, struct avow_spooler **out,
		       struct avow_error *error) avow_must_check;

/* How it stands. */
struct avow_spooler_state {
	bool has_ended;
	bool is_over;            /* and what it put away will not be gone on with */
	uint64_t bytes;          /* put away */
	struct avow_error error; /* why it ended or waits; AVOW_OK: for nothing */
};

struct avow_spooler_state avow_spooler_ask(struct avow_spooler *spooler);

/* The name of its spool, and of its input; lent. */
const char *avow_spooler_name(const struct avow_spooler *spooler);
const char *avow_spooler_input(const struct avow_spooler *spooler);

/* Waits until it has ended. */
void avow_spooler_join(struct avow_spooler *spooler);

/* The same, and frees it. */
void avow_spooler_end(struct avow_spooler *spooler);

#endif
