/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_PICTURES_TIMELINE_H
#define AVOW_REPORTS_PICTURES_TIMELINE_H

#include "reports/summary.h"

/*
 * Denials over time: a lane for all of them, one for each of the clusters with most,
 * one for the rest; and the changes of policy and mode as marks. All numbers of the
 * drawing are in units of its own, from its upper left corner.
 */
enum {
	AVOW_TIMELINE_WIDTH = 960,
	AVOW_TIMELINE_STRETCHES = 48,
	AVOW_TIMELINE_LANES = 10, /* with the first and the last */
	AVOW_TIMELINE_TICKS = 6,
	AVOW_TIMELINE_MARKS = 40
};

struct avow_timeline_bar {
	int x, y, width, height; /* height is 0 without denials */
	uint64_t count;
};

struct avow_timeline_lane {
	const char *label;
	const char *kind; /* "all", "rest", or the verdict of the cluster */
	const char *id;   /* of the cluster; NULL */
	uint64_t count;
	int label_y, base_y;
	struct avow_timeline_bar bars[AVOW_TIMELINE_STRETCHES];
};

struct avow_timeline_tick {
	int x;
	const char *label;
};

/* One or more epochs that are at the same place: numbers of those in the list. */
struct avow_timeline_mark {
	int x;
	size_t first, last;
	const char *label; /* "3", "3-5" */
	bool is_at_end;    /* of the picture: the label stands to the left */
};

struct avow_timeline {
	int height, label_x, plot_x, plot_width, plot_y, plot_height, tick_y, mark_y;
	uint64_t width; /* of a stretch, in seconds */
	size_t stretch_count;
	uint64_t from[AVOW_TIMELINE_STRETCHES]; /* when each begins */
	struct avow_timeline_lane lanes[AVOW_TIMELINE_LANES];
	size_t lane_count;
	uint64_t undated; /* denials without a time */
	struct avow_timeline_tick ticks[AVOW_TIMELINE_TICKS];
	size_t tick_count;
	struct avow_timeline_mark marks[AVOW_TIMELINE_MARKS];
	size_t mark_count;
	/* Those marked, by time; the marks count them from 1 on. */
	const struct avow_epoch *epochs[AVOW_TIMELINE_MARKS];
	size_t epoch_count;
	size_t epochs_left_out;
};

/* NULL when no denial has a time, or memory is out, which sets *@failed. */
const struct avow_timeline *avow_timeline_make(const struct avow_report *report,
					       const struct avow_summary *summary,
					       struct avow_arena *arena, bool *failed);

#endif
