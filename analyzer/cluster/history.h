/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_HISTORY_H
#define AVOW_CLUSTER_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "analyzer/base/error.h"

#define AVOW_HISTORY_MAX 48
#define AVOW_HISTORY_STEPS 18 /* widths on the ladder */

/*
 * How many denials there were when, in bounded memory: counts by stretches of time of
 * one width, of which those are kept that have any. Widths are a ladder (1 s, 10 s,
 * 1 min, ... 1 day, 1 week, ...) of which each divides the next, and stretches begin at
 * multiples of theirs. The width is the least with which no more than
 * AVOW_HISTORY_MAX stretches have denials, which depends on the times alone: in
 * whatever order they came, and however they were merged, the history is the same.
 */
struct avow_history_bar {
	uint64_t from; /* seconds, UTC: a multiple of the width */
	uint64_t count;
};

struct avow_history {
	struct avow_history_bar *bars; /* by time */
	uint32_t length, capacity;
	uint32_t step;   /* of the ladder */
	uint32_t latest; /* where the last one was counted: often the next is, too */
};

/*
 * Makes the empty @history one of stretches of @width seconds at least, as one that was
 * told of had them. AVOW_E_USAGE: no history has such a width.
 */
int avow_history_begin(struct avow_history *history, uint64_t width) avow_must_check;

/* Counts @count denials at @seconds. AVOW_OK or AVOW_E_NOMEM. */
int avow_history_add(struct avow_history *history, uint64_t seconds,
		     uint64_t count) avow_must_check;
int avow_history_merge(struct avow_history *history,
		       const struct avow_history *from) avow_must_check;

/* Of the stretches, in seconds. */
uint64_t avow_history_width(const struct avow_history *history);

/*
 * The ladder: the width at @step, from 0 on; past the last one that it has.
 */
uint64_t avow_history_width_at(uint32_t step);

/*
 * The least step, not below @least, with which @first to @last are no more than @most
 * stretches.
 */
uint32_t avow_history_step_for(uint64_t first, uint64_t last, uint64_t most,
			       uint32_t least);

void avow_history_free(struct avow_history *history);

#endif
