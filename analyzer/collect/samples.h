/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_SAMPLES_H
#define AVOW_COLLECT_SAMPLES_H

#include "analyzer/base/arena.h"

#define AVOW_SAMPLES_MAX 8       /* kept of one kind of thing */
#define AVOW_SAMPLES_EXCERPT 160 /* bytes of a line that a sample keeps */

/* Where a record stood: an index into evidence.inputs, and a line from 1 on. */
struct avow_place {
	uint32_t input;
	uint64_t line;
};

/* Orders places as they were read. */
static inline int avow_place_compare(struct avow_place a, struct avow_place b)
{
	if (a.input != b.input)
		return a.input < b.input ? -1 : 1;
	return (a.line > b.line) - (a.line < b.line);
}

struct avow_sample {
	struct avow_place place;
	struct avow_span excerpt; /* the raw bytes, at most AVOW_SAMPLES_EXCERPT */
};

/* How often something came, and the lines where it came first, in their order. */
struct avow_samples {
	uint64_t count;
	struct avow_sample items[AVOW_SAMPLES_MAX];
};

static inline size_t avow_samples_kept(const struct avow_samples *samples)
{
	return samples->count < AVOW_SAMPLES_MAX ? (size_t)samples->count
						 : AVOW_SAMPLES_MAX;
}

/*
 * Counts one more, and keeps the front of @line in @arena when it is among the
 * first. One that cannot be kept for want of memory is empty: its count is not.
 */
void avow_samples_add(struct avow_samples *samples, struct avow_arena *arena,
		      struct avow_place place, struct avow_span line);

/* Adds all of @from; the excerpts that are kept are copied into @arena. */
int avow_samples_merge(struct avow_samples *into, struct avow_arena *arena,
		       const struct avow_samples *from) avow_must_check;

#endif
