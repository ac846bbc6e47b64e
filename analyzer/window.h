/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_WINDOW_H
#define AVOW_WINDOW_H

#include "analyzer/base/error.h"
#include "analyzer/record/record.h"

/*
 * The part of a log that is looked at: from one moment to another, both belonging to it.
 * Moments are the stamps of the kernel's events; the dates of loggers play no part.
 */
struct avow_moment {
	struct avow_time time;
	uint64_t serial; /* 0: all events of that time */
};

struct avow_window {
	bool has_since, has_until;
	struct avow_moment since, until;
};

/* Where a record lies. One without a stamp lies in every window: it is not dropped. */
bool avow_window_holds(const struct avow_window *window,
		       const struct avow_record *record);

/* One end of a window as a user names it. */
enum avow_bound_kind {
	AVOW_BOUND_NONE,
	AVOW_BOUND_MOMENT,
	AVOW_BOUND_BOOT,   /* the last boot that the log tells of */
	AVOW_BOUND_CHANGE, /* the last change of policy or mode */
	AVOW_BOUND_MARK    /* what `avow mark` wrote */
};

#define AVOW_MARK_MAX 64 /* bytes of a mark's name */
#define AVOW_MARK_ID 12  /* hexadecimal digits that tell marks of a name apart */

struct avow_bound {
	enum avow_bound_kind kind;
	struct avow_moment moment;
	char mark[AVOW_MARK_MAX + 1];
	char mark_id[AVOW_MARK_ID + 1]; /* "": the last mark of that name */
};

/*
 * Reads @text: "2026-11-23", "2026-11-23T10:15[:30[.500]][Z|+01:00]" (a blank may stand
 * for the T; without a zone the local one, TZ), "@1790000000[.123]", an event
 * "1790000000.123:456" as in audit(...), "-90s", "-15m", "-2h", "-3d", "-1w" before
 * @now (seconds), ausearch's words now, recent, today, yesterday, this-week, week-ago,
 * this-month, this-year; and boot, change, mark:NAME[@ID]. With @is_end what is named
 * less exactly than to the millisecond ends with its last one. AVOW_E_USAGE.
 */
int avow_bound_parse(const char *text, uint64_t now, bool is_end, struct avow_bound *out,
		     struct avow_error *error) avow_must_check;

/* Whether @name may name a mark: letters, digits and . _ + - of the first 64 bytes. */
bool avow_mark_is_name(struct avow_span name);

/* The text of a mark, as it goes into the log: "avow-mark=NAME id=ID at=SECONDS.MS". */
void avow_mark_write(const char *name, const char *id, struct avow_time at,
		     struct avow_buf *out);

/*
 * What a first pass over the inputs looks for, so that a second one has its window. Zero
 * it, and set the bounds; NULL where there is none.
 */
struct avow_points {
	const struct avow_bound *bounds[2];
	/* Of each bound: whether it was met, where, and through whom. */
	struct {
		bool is_found;
		bool is_trusted; /* a program needs privileges to write such a record */
		struct avow_moment moment;
	} found[2];
	/* The last event before which the kernel's serials began anew, and the serial
	 * seen last: what comes early in a boot comes before its SYSTEM_BOOT. */
	struct avow_moment restart;
	uint64_t serial;
};

/* Whether a bound can only be told from the log. */
bool avow_bound_needs_points(const struct avow_bound *bound);

/* Looks at a record, or at a line that is none. */
void avow_points_record(struct avow_points *points, const struct avow_record *record);
void avow_points_line(struct avow_points *points, struct avow_span line);

#endif
