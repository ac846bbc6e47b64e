/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_SOURCE_H
#define AVOW_COLLECT_SOURCE_H

#include <sys/types.h>

#include "analyzer/base/error.h"
#include "analyzer/collect/wait.h"

/*
 * Where lines get their bytes: a file or pipe (file.h), or a source by name
 * (named.h). A source gives lines of text in a form that analyzer/record reads
 * from a file as well, so that nothing behind it knows where they came from.
 *
 * No source blocks. One that has nothing yet says so and names what to wait for;
 * whoever reads waits (wait.h), for several at once if need be.
 */
struct avow_source;

/* How a source is to be read. */
struct avow_source_options {
	bool is_following; /* past the end: what comes later is wanted too */
	uint64_t since;    /* seconds: what is older is not wanted (seek.h); 0: all is */
	struct avow_stop stop; /* for filters, which have to wait for a whole block */
	/*
	 * Reading may be killed and taken up again by another process, which knows the
	 * last bytes that were put away, AVOW_LINE_MAX of them if there are. A source
	 * that can then goes on behind them, and counts what it gave as taken only when
	 * it is read again; others do as ever. NULL: nothing is put away.
	 */
	const struct avow_span *after;
};

/* What reading gives besides bytes, the end (0) and errors (base/error.h). */
enum avow_source_event {
	AVOW_SOURCE_WAIT = -100, /* nothing yet; avow_source_wait() says for what */
	AVOW_SOURCE_BREAK = -101 /* what comes next does not continue the last line */
};

/* A read never asks for less, so a line of at most so many bytes fits whole. */
#define AVOW_SOURCE_READ_MIN ((size_t)64 * 1024)

/*
 * What a source consists of: `state` is what its opening function made. Only
 * read and close are needed; the others are NULL where there is nothing to say.
 */
struct avow_source_methods {
	/*
	 * Up to @size (at least AVOW_SOURCE_READ_MIN) bytes into @data without
	 * blocking: how many, 0 at the end, an event, or a negative avow_code with
	 * one sentence that does not name the input. Bytes may stop anywhere in
	 * a line. After the end or an error nothing is read any more.
	 */
	ssize_t (*read)(void *state, char *data, size_t size, struct avow_error *error);
	/* What to wait for after AVOW_SOURCE_WAIT; needed by a source that gives it. */
	struct avow_wait (*wait)(void *state);
	/* How many records the source knows that it lost, so far. */
	uint64_t (*lost)(const void *state);
	/* The compression found in it, "gzip" and so on; NULL for none. */
	const char *(*compression)(const void *state);
	void (*close)(void *state);
};

/*
 * A source of @methods, which are lent, and @state, which it takes: when memory
 * is out @state is closed.
 */
int avow_source_make(const struct avow_source_methods *methods, void *state,
		     struct avow_source **out, struct avow_error *error) avow_must_check;

/* As the method `read`; also a smaller @size is allowed for what was peeked at. */
ssize_t avow_source_read(struct avow_source *source, char *data, size_t size,
			 struct avow_error *error) avow_must_check;

/*
 * To be called before anything is read: the first bytes, which stay to be read. A whole
 * line or @wanted (at most AVOW_SOURCE_READ_MIN) bytes, or all there are. Returns 0,
 * AVOW_SOURCE_WAIT, or an error.
 */
int avow_source_peek(struct avow_source *source, size_t wanted, struct avow_span *out,
		     struct avow_error *error) avow_must_check;

struct avow_wait avow_source_wait(struct avow_source *source);
uint64_t avow_source_lost(const struct avow_source *source);
const char *avow_source_compression(const struct avow_source *source);

/* Does nothing for NULL. */
void avow_source_close(struct avow_source *source);

#endif
