/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_TALLY_H
#define AVOW_CLUSTER_TALLY_H

#include "analyzer/base/atoms.h"

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
	uint32_t atom;
	uint64_t count;
};

struct avow_tally {
	struct avow_tally_entry *entries; /* by hash; after a sort, most frequent first */
	uint32_t length;
	uint32_t capacity;
	uint32_t latest; /* where the value counted last is: often it comes again */
	bool has_more;   /* values were left out */
};

/*
 * Counts @value @count times; it is interned in @atoms only when it is kept. An
 * empty value is nothing.
 */
int avow_tally_add(struct avow_tally *tally, struct avow_atoms *atoms,
		   struct avow_span value, uint64_t count) avow_must_check;

/* Adds all of @from, whose atoms are of @from_atoms. */
int avow_tally_merge(struct avow_tally *tally, struct avow_atoms *atoms,
		     const struct avow_tally *from,
		     const struct avow_atoms *from_atoms) avow_must_check;

/* Most frequent first, then by text. A tally that was sorted takes no more values. */
void avow_tally_sort(struct avow_tally *tally, const struct avow_atoms *atoms);

void avow_tally_free(struct avow_tally *tally);

#endif
