/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_PICTURES_DISCOVERY_H
#define AVOW_REPORTS_PICTURES_DISCOVERY_H

#include "reports/pictures/timeline.h"
#include "reports/readiness.h"

/*
 * How many of its permissions were known of each domain or profile by when: a curve each,
 * which lies flat once nothing new comes. Along the time of the timeline.
 */
enum { AVOW_DISCOVERY_LANES = 8 };

struct avow_discovery_lane {
	const char *label;
	enum avow_ready verdict;
	uint64_t count; /* by the end */
	int label_y, base_y;
	const char *path;                        /* as of the attribute `d` of SVG */
	uint64_t known[AVOW_TIMELINE_STRETCHES]; /* by the end of each stretch */
};

struct avow_discovery {
	const struct avow_timeline *timeline; /* whose stretches and ticks these are */
	int height, tick_y;
	struct avow_discovery_lane lanes[AVOW_DISCOVERY_LANES];
	size_t lane_count;
};

/* Of the first subjects that have times. NULL: memory is out. */
const struct avow_discovery *avow_discovery_make(const struct avow_timeline *timeline,
						 const struct avow_readiness *readiness,
						 struct avow_arena *arena);

#endif
