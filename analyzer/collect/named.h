/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_NAMED_H
#define AVOW_COLLECT_NAMED_H

#include "analyzer/collect/source.h"

/*
 * The sources that are named and not found as files: an input `NAME:` or
 * `NAME:ARGUMENT`. One source is one file, one row in named.c, and its name here.
 */
struct avow_named_source {
	const char *name;     /* without the colon; also the evidence's `kind` */
	const char *title;    /* "the kernel ring buffer" */
	const char *argument; /* for help: "[:BOOT]"; NULL when there is none */
	const char *help;     /* a sentence without its full stop, for the man page */
	bool is_live_only;    /* it has no past, and is read until reading is stopped */
	bool is_stream; /* what it gives comes once, and can be put away (spool.h) */
	bool goes_on;   /* with what was put away (avow_source_options.after) */
	/*
	 * Opens it. @argument is what stands behind the colon, "" when nothing
	 * does, and never holds anything when the row has no `argument`. Where the
	 * source is absent, not permitted or not built in: AVOW_E_IO, or
	 * AVOW_E_USAGE for a wrong argument, and one sentence that says so and
	 * names the permission or the package it takes, but not the source.
	 * @options is lent until the source is closed.
	 */
	int (*open)(const char *argument, const struct avow_source_options *options,
		    struct avow_source **out, struct avow_error *error);
};

/* The rows, in the order of the man page; the last is NULL. */
extern const struct avow_named_source *const avow_named_sources[];

extern const struct avow_named_source avow_named_journal; /* journal.c */
extern const struct avow_named_source avow_named_dmesg;   /* kmsg.c */
extern const struct avow_named_source avow_named_netlink; /* netlink.c */
extern const struct avow_named_source avow_named_audisp;  /* audisp.c */
extern const struct avow_named_source avow_named_tracefs; /* tracefs.c */
extern const struct avow_named_source avow_named_store;   /* stored.c */

/* The row for the input @name, or NULL when it names a file: `./dmesg:` does. */
const struct avow_named_source *avow_named_find(const char *name);

/* Opens the input @name, which avow_named_find() found. The sentence does not name it. */
int avow_named_open(const struct avow_named_source *source, const char *name,
		    const struct avow_source_options *options, struct avow_source **out,
		    struct avow_error *error) avow_must_check;

#endif
