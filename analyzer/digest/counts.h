/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_DIGEST_COUNTS_H
#define AVOW_DIGEST_COUNTS_H

#include "analyzer/base/atoms.h"
#include "analyzer/base/error.h"

/* Values that are told apart; what comes when there are so many is `others`. */
#define AVOW_COUNTS_MAX 1000000

/* How often each value came. Zero it to begin, free it at the end. */
struct avow_counts {
	struct avow_atoms *atoms;
	uint64_t *of; /* by atom */
	size_t capacity;
	uint64_t total;
	uint64_t others;
};

struct avow_counts_row {
	struct avow_span value;
	uint64_t count;
};

/* AVOW_E_NOMEM. */
int avow_counts_add(struct avow_counts *counts, struct avow_span value) avow_must_check;

/* How many values there are. */
size_t avow_counts_distinct(const struct avow_counts *counts);

/* The rows, most first, those that are as many by their bytes; @out is to be given to
 * free(). AVOW_E_NOMEM. */
int avow_counts_rows(const struct avow_counts *counts,
		     struct avow_counts_row **out) avow_must_check;

void avow_counts_free(struct avow_counts *counts);

#endif
