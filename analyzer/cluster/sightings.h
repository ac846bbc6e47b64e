/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_SIGHTINGS_H
#define AVOW_CLUSTER_SIGHTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analyzer/base/buf.h"

#define AVOW_SIGHTINGS_MAX 512

/*
 * In which stretches of time something was seen at all, in memory of one size: a bit for
 * each stretch, of which the first is the one of the earliest time. The width is the
 * least of those of a history (cluster/history.h) with which the first and the last time
 * lie no more than AVOW_SIGHTINGS_MAX stretches apart. It depends on these two alone, so
 * sightings do not depend on order, and merge. How often something was seen within a
 * stretch does not matter: what a log repeats in a moment is one occasion, and the kernel
 * repeats it as it likes. Zero it to begin.
 */
struct avow_sightings {
	uint64_t bits[AVOW_SIGHTINGS_MAX / 64];
	uint64_t first;  /* the number of the first stretch: its time by the width */
	uint32_t length; /* stretches from the first to the last that was seen; 0: none */
	uint32_t step;   /* of the ladder of widths */
};

/* Of the stretches, in seconds. */
uint64_t avow_sightings_width(const struct avow_sightings *sightings);

/* Notes that something was seen at @seconds, UTC. */
void avow_sightings_add(struct avow_sightings *sightings, uint64_t seconds);

/* Adds all of @from. */
void avow_sightings_merge(struct avow_sightings *sightings,
			  const struct avow_sightings *from);

/* Widens the stretches to those of @step of the ladder, unless they are wider. */
void avow_sightings_coarsen(struct avow_sightings *sightings, uint32_t step);

/* Whether there is one in the stretch at @index, which is below the length. */
static inline bool avow_sightings_has(const struct avow_sightings *sightings,
				      uint32_t index)
{
	return sightings->bits[index / 64] >> index % 64 & 1;
}

/*
 * The bits as hexadecimal digits, the first stretch first: of each digit the highest bit
 * is of the earliest of its four stretches.
 */
void avow_sightings_text(const struct avow_sightings *sightings, struct avow_buf *out);

/*
 * Makes the empty @sightings those whose @width, first second @from and digits @seen were
 * told. False when there can be none such; then it is anything.
 */
bool avow_sightings_parse(struct avow_sightings *sightings, uint64_t width, uint64_t from,
			  struct avow_span seen);

#endif
