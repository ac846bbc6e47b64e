/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DIGEST_ACTIVITY_H
#define AVOW_DIGEST_ACTIVITY_H

#include "analyzer/base/arena.h"
#include "analyzer/digest/digest.h"

/*
 * What went on by a log besides denials, for a report: how many events of each kind, and
 * of each of the digest's reports what came most often. Plain data, so that it may come
 * from a written report as well.
 */
#define AVOW_ACTIVITY_TOP 10

struct avow_activity_count {
	const char *name; /* "logins" */
	uint64_t count;
};

struct avow_activity_row {
	struct avow_span value; /* any bytes */
	uint64_t count;
};

struct avow_activity_table {
	const char *report; /* "login" */
	const char *title;  /* "logins" */
	const char *by;     /* "user" */
	uint64_t total;     /* of all values */
	uint64_t values;    /* different ones */
	struct avow_activity_row *rows;
	size_t count; /* AVOW_ACTIVITY_TOP of them, most first */
};

struct avow_activity {
	struct avow_time first, last;
	struct avow_activity_count *counts;
	size_t count_count;
	struct avow_activity_table *tables; /* those with an event */
	size_t table_count;
};

struct avow_activity_maker;

/* NULL: memory is out. */
struct avow_activity_maker *avow_activity_begin(void);

/* Takes an event in; an avow_group_function of a maker. AVOW_E_NOMEM. */
int avow_activity_add(void *maker, const struct avow_group *group) avow_must_check;

/* What it comes to, in @arena. AVOW_E_NOMEM. */
int avow_activity_make(const struct avow_activity_maker *maker, struct avow_arena *arena,
		       struct avow_activity *out) avow_must_check;

/* Does nothing for NULL. */
void avow_activity_end(struct avow_activity_maker *maker);

#endif
