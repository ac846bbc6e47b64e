/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where everything of the picture of denials over time is. */
#include "reports/pictures/timeline.h"

#include <stdlib.h>

#include "reports/phrase.h"
#include "reports/values.h"

enum {
	PLOT_X = 250,
	PLOT_Y = 22,
	FIRST_HEIGHT = 76, /* of the lane of all */
	LANE_HEIGHT = 26,
	LANE_GAP = 5,
	LABEL_WIDTH = 36, /* characters */
	FOOT = 26,
	MARK_NEAR = 44 /* marks nearer than this are one */
};

struct drawing {
	const struct avow_report *report;
	const struct avow_summary *summary;
	struct avow_arena *arena;
	struct avow_timeline *out;
	uint64_t start; /* of the first stretch */
};

static void count_cluster(const struct drawing *drawing,
			  const struct avow_cluster *cluster,
			  struct avow_timeline_lane *lane)
{
	const struct avow_history *history = &cluster->history;

	for (uint32_t i = 0; i < history->length; i++) {
		uint64_t at =
			(history->bars[i].from - drawing->start) / drawing->out->width;

		if (at < drawing->out->stretch_count)
			lane->bars[at].count += history->bars[i].count;
		lane->count += history->bars[i].count;
	}
}

struct ranked {
	uint64_t count;
	size_t index;
};

static int compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

/* "SOURCE -> TARGET : CLASS" */
static const char *name_lane(const struct drawing *drawing,
			     const struct avow_cluster *cluster)
{
	const struct avow_atoms *atoms =
		avow_clusters_atoms(drawing->report->analysis->clusters);
	struct avow_buf text = { 0 };
	const char *label;

	avow_buf_append(&text, avow_span_first(avow_cluster_part(atoms, cluster,
								 AVOW_PART_SOURCE),
					       LABEL_WIDTH));
	avow_buf_puts(&text, " → ");
	avow_buf_append(&text, avow_span_first(avow_cluster_part(atoms, cluster,
								 AVOW_PART_TARGET),
					       LABEL_WIDTH));
	avow_buf_puts(&text, " : ");
	avow_buf_append(
		&text, avow_span_first(avow_cluster_part(atoms, cluster, AVOW_PART_CLASS),
				       LABEL_WIDTH));
	label = text.failed ? NULL
			    : avow_values_label(drawing->arena, avow_buf_span(&text),
						LABEL_WIDTH);
	avow_buf_free(&text);
	return label;
}

static struct avow_timeline_lane *add_lane(struct avow_timeline *out, const char *label,
					   const char *kind)
{
	struct avow_timeline_lane *lane = &out->lanes[out->lane_count++];

	lane->label = label;
	lane->kind = kind;
	return lane;
}

static bool make_lanes(struct drawing *drawing)
{
	const struct avow_clusters *set = drawing->report->analysis->clusters;
	size_t count = avow_clusters_count(set), own = AVOW_TIMELINE_LANES - 2;
	struct ranked *ranked =
		avow_arena_alloc(drawing->arena, (count + 1) * sizeof(*ranked));
	struct avow_timeline_lane *all = add_lane(drawing->out, "all denials", "all");
	struct avow_timeline_lane *rest = NULL;

	if (!ranked)
		return false;
	for (size_t i = 0; i < count; i++)
		ranked[i] = (struct ranked){ avow_clusters_at(set, i)->count, i };
	qsort(ranked, count, sizeof(*ranked), compare_ranked);
	for (size_t i = 0; i < count; i++) {
		const struct avow_cluster *cluster =
			avow_clusters_at(set, ranked[i].index);

		count_cluster(drawing, cluster, all);
		if (i < own) {
			const struct avow_outlook *outlook =
				&drawing->summary->outlooks.of[ranked[i].index];
			struct avow_timeline_lane *lane =
				add_lane(drawing->out, name_lane(drawing, cluster),
					 avow_verdict_name(outlook->verdict));

			lane->id = cluster->id;
			count_cluster(drawing, cluster, lane);
			if (!lane->label)
				return false;
		} else {
			if (!rest)
				rest = add_lane(drawing->out, "all other clusters",
						"rest");
			count_cluster(drawing, cluster, rest);
		}
		drawing->out->undated += cluster->count;
	}
	drawing->out->undated -= all->count;
	return true;
}

static int x_of(const struct avow_timeline *out, size_t stretch)
{
	return out->plot_x +
	       (int)(stretch * (size_t)out->plot_width / out->stretch_count);
}

/* Heights go by the square root, so that few are seen beside many. */
static int height_of(uint64_t count, uint64_t most, int full)
{
	int height = 0;

	if (count == 0)
		return 0;
	while (height < full && (double)(height + 1) * (height + 1) * (double)most <=
					(double)count * full * full)
		height++;
	return height > 2 ? height : 2;
}

static void place_bars(struct avow_timeline *out, struct avow_timeline_lane *lane,
		       uint64_t most, int full)
{
	for (size_t i = 0; i < out->stretch_count; i++) {
		struct avow_timeline_bar *bar = &lane->bars[i];
		int gap = out->stretch_count > 24 ? 1 : 2;

		bar->x = x_of(out, i);
		bar->width = x_of(out, i + 1) - bar->x - gap;
		bar->height = height_of(bar->count, most, full);
		bar->y = lane->base_y - bar->height;
	}
}

static uint64_t highest(const struct avow_timeline *out, size_t from, size_t to)
{
	uint64_t most = 1;

	for (size_t i = from; i < to; i++)
		for (size_t k = 0; k < out->stretch_count; k++)
			if (out->lanes[i].bars[k].count > most)
				most = out->lanes[i].bars[k].count;
	return most;
}

static void place_lanes(struct avow_timeline *out)
{
	uint64_t all = highest(out, 0, 1);
	size_t own = out->lane_count - (out->lane_count == AVOW_TIMELINE_LANES);
	uint64_t most = highest(out, 1, own);
	int y = PLOT_Y;

	for (size_t i = 0; i < out->lane_count; i++) {
		struct avow_timeline_lane *lane = &out->lanes[i];
		int full = i == 0 ? FIRST_HEIGHT : LANE_HEIGHT;

		y += full;
		lane->base_y = y;
		lane->label_y = y - 6;
		place_bars(out, lane, i == 0 || i >= own ? all : most, full);
		y += LANE_GAP;
	}
	out->plot_y = PLOT_Y;
	out->plot_height = y - PLOT_Y;
	out->mark_y = PLOT_Y - 8;
	out->tick_y = y + 14;
	out->height = y + FOOT;
}

/* The part of a time that tells stretches of this width apart. */
static const char *name_tick(const struct drawing *drawing, uint64_t seconds)
{
	enum {
		DAY = 24 * 60 * 60,
		DATE = 10,
		MONTH = 5,
		CLOCK = 11,
		MINUTES = 16,
		SECONDS = 19
	};
	struct avow_buf text = { 0 };
	struct avow_span span;
	uint64_t width = drawing->out->width;
	const char *label;

	avow_phrase_time_plain(&text, (struct avow_time){ seconds, 0 });
	span = avow_buf_span(&text);
	if (width >= DAY)
		span = avow_span_first(span, DATE);
	else if (width >= 60)
		span = avow_span_skip(avow_span_first(span, MINUTES), MONTH);
	else
		span = avow_span_skip(avow_span_first(span, SECONDS), CLOCK);
	label = text.failed ? NULL : avow_arena_string(drawing->arena, span);
	avow_buf_free(&text);
	return label;
}

static bool make_ticks(struct drawing *drawing)
{
	struct avow_timeline *out = drawing->out;
	size_t step =
		(out->stretch_count + AVOW_TIMELINE_TICKS - 1) / AVOW_TIMELINE_TICKS;

	for (size_t i = 0; i < out->stretch_count; i += step) {
		const char *label = name_tick(drawing, out->from[i]);

		if (!label)
			return false;
		out->ticks[out->tick_count++] =
			(struct avow_timeline_tick){ x_of(out, i), label };
	}
	return true;
}

/* Those within the time of the denials. */
static void gather_epochs(struct drawing *drawing)
{
	const struct avow_summary *summary = drawing->summary;
	struct avow_timeline *out = drawing->out;
	uint64_t end = out->from[out->stretch_count - 1] + out->width;

	for (size_t i = 0; i < summary->epoch_count; i++) {
		const struct avow_epoch *epoch = summary->epochs[i];

		if (epoch->seconds < drawing->start || epoch->seconds >= end)
			continue;
		if (out->epoch_count < AVOW_TIMELINE_MARKS)
			out->epochs[out->epoch_count++] = epoch;
		else
			out->epochs_left_out++;
	}
}

static int x_of_time(const struct drawing *drawing, uint64_t seconds)
{
	const struct avow_timeline *out = drawing->out;
	double part = (double)(seconds - drawing->start) /
		      ((double)out->width * (double)out->stretch_count);

	return out->plot_x + (int)(part * out->plot_width);
}

static bool make_marks(struct drawing *drawing)
{
	struct avow_timeline *out = drawing->out;

	for (size_t i = 0; i < out->epoch_count; i++) {
		int x = x_of_time(drawing, out->epochs[i]->seconds);
		struct avow_timeline_mark *last =
			out->mark_count ? &out->marks[out->mark_count - 1] : NULL;

		if (last && x < last->x + MARK_NEAR)
			last->last = i + 1;
		else
			out->marks[out->mark_count++] = (struct avow_timeline_mark){
				.x = x,
				.first = i + 1,
				.last = i + 1,
				.is_at_end = x > AVOW_TIMELINE_WIDTH - MARK_NEAR
			};
	}
	for (size_t i = 0; i < out->mark_count; i++) {
		struct avow_timeline_mark *mark = &out->marks[i];
		struct avow_buf text = { 0 };

		avow_buf_printf(&text, "%zu", mark->first);
		if (mark->last > mark->first)
			avow_buf_printf(&text, "–%zu", mark->last);
		mark->label = text.failed ? NULL
					  : avow_arena_string(drawing->arena,
							      avow_buf_span(&text));
		avow_buf_free(&text);
		if (!mark->label)
			return false;
	}
	return true;
}

static void make_stretches(struct drawing *drawing)
{
	const struct avow_clusters *set = drawing->report->analysis->clusters;
	struct avow_timeline *out = drawing->out;
	uint64_t first = drawing->summary->first.seconds;
	uint64_t last = drawing->summary->last.seconds;
	uint32_t step = 0;

	for (size_t i = 0; i < avow_clusters_count(set); i++)
		if (avow_clusters_at(set, i)->history.step > step)
			step = avow_clusters_at(set, i)->history.step;
	step = avow_history_step_for(first, last, AVOW_TIMELINE_STRETCHES, step);
	out->width = avow_history_width_at(step);
	drawing->start = first - first % out->width;
	out->stretch_count = (size_t)((last - drawing->start) / out->width) + 1;
	for (size_t i = 0; i < out->stretch_count; i++)
		out->from[i] = drawing->start + i * out->width;
	out->label_x = PLOT_X - 10;
	out->plot_x = PLOT_X;
	out->plot_width = AVOW_TIMELINE_WIDTH - PLOT_X;
}

const struct avow_timeline *avow_timeline_make(const struct avow_report *report,
					       const struct avow_summary *summary,
					       struct avow_arena *arena, bool *failed)
{
	struct drawing drawing = { .report = report, .summary = summary, .arena = arena };

	if (!avow_time_is_known(summary->first))
		return NULL;
	drawing.out = avow_arena_alloc(arena, sizeof(*drawing.out));
	if (!drawing.out) {
		*failed = true;
		return NULL;
	}
	*drawing.out = (struct avow_timeline){ 0 };
	make_stretches(&drawing);
	if (!make_lanes(&drawing)) {
		*failed = true;
		return NULL;
	}
	place_lanes(drawing.out);
	gather_epochs(&drawing);
	*failed |= !make_ticks(&drawing) || !make_marks(&drawing);
	return *failed ? NULL : drawing.out;
}
