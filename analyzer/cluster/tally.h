/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_TALLY_H
#define AVOW_CLUSTER_TALLY_H

#include "analyzer/base/span.h"
#include "analyzer/cluster/sightings.h"

#define AVOW_TALLY_MAX 32

/*
 * How often each value of one field was seen, in bounded memory: the
 * AVOW_TALLY_MAX values with the smallest hashes are kept ("bottom-k"), so the
 * counts of those kept are exact, the same values are kept in whatever order
 * and on however many threads they came, and two tallies merge. A permission
 * tally never overflows: an access vector has 32 bits.
 * (Cohen and Kaplan, "Summarizing data using bottom-k sketches", PODC 2007.)
 */
struct avow_tally_entry {
	struct avow_span value; /* the tally's own copy, followed by a NUL */
	uint64_t hash;
	uint64_t count;
	/* When it was seen, its own; NULL: no time is known, or none was asked for. */
	struct avow_sightings *sightings;
};

struct avow_tally {
	struct avow_tally_entry *entries; /* by hash; after a sort, most frequent first */
	uint32_t length;
	uint32_t capacity;
	uint32_t latest; /* where the value counted last is: often it comes again */
	bool has_more;   /* values were left out */
};

/*
 * Counts @value @count times. It is copied when it is kept, and freed when another
 * takes its place, so memory is that of AVOW_TALLY_MAX values whatever comes. An
 * empty value is nothing.
 */
int avow_tally_add(struct avow_tally *tally, struct avow_span value,
		   uint64_t count) avow_must_check;

/* The same of a value that was seen @when, which is added to its sightings. */
int avow_tally_see(struct avow_tally *tally, struct avow_span value, uint64_t count,
		   const struct avow_sightings *when) avow_must_check;

/* Adds all of @from. */
int avow_tally_merge(struct avow_tally *tally,
		     const struct avow_tally *from) avow_must_check;

/* Most frequent first, then by text. A tally that was sorted takes no more values. */
void avow_tally_sort(struct avow_tally *tally);

void avow_tally_free(struct avow_tally *tally);

#endif
