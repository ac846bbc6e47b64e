/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where everything of the curves of discovery is. */
#include "reports/pictures/discovery.h"

#include "reports/values.h"

enum {
	TOP = 4,
	LANE_HEIGHT = 48,
	LANE_GAP = 10,
	LABEL_WIDTH = 32, /* characters */
	FOOT = 26
};

static void count_known(const struct avow_timeline *timeline,
			const struct avow_ready_subject *subject,
			struct avow_discovery_lane *lane)
{
	size_t at = 0;

	for (size_t i = 0; i < timeline->stretch_count; i++) {
		uint64_t end = timeline->from[i] + timeline->width;

		while (at < subject->found_count && subject->found[at].time.seconds < end)
			at++;
		lane->known[i] = at;
	}
	lane->count = subject->found_count;
}

static int y_of(const struct avow_discovery_lane *lane, uint64_t known)
{
	return lane->base_y - (int)(known * LANE_HEIGHT / lane->count);
}

/* From left to right and up, a step where a stretch ends. */
static const char *draw(const struct avow_timeline *timeline,
			const struct avow_discovery_lane *lane, struct avow_arena *arena)
{
	struct avow_buf path = { 0 };
	const char *copy;

	avow_buf_printf(&path, "M%d %d", timeline->plot_x, lane->base_y);
	for (size_t i = 0; i < timeline->stretch_count; i++)
		avow_buf_printf(&path, "V%dH%d", y_of(lane, lane->known[i]),
				timeline->plot_x +
					(int)((i + 1) * (size_t)timeline->plot_width /
					      timeline->stretch_count));
	copy = path.failed ? NULL : avow_arena_string(arena, avow_buf_span(&path));
	avow_buf_free(&path);
	return copy;
}

const struct avow_discovery *avow_discovery_make(const struct avow_timeline *timeline,
						 const struct avow_readiness *readiness,
						 struct avow_arena *arena)
{
	struct avow_discovery *out = avow_arena_alloc(arena, sizeof(*out));
	int y = TOP;

	if (!out)
		return NULL;
	*out = (struct avow_discovery){ .timeline = timeline };
	for (size_t i = 0; i < readiness->count && out->lane_count < AVOW_DISCOVERY_LANES;
	     i++) {
		const struct avow_ready_subject *subject = &readiness->subjects[i];
		struct avow_discovery_lane *lane = &out->lanes[out->lane_count];

		if (!subject->novelty.occasions)
			continue;
		y += LANE_HEIGHT;
		*lane = (struct avow_discovery_lane){ .verdict = subject->verdict,
						      .base_y = y,
						      .label_y = y - LANE_HEIGHT / 2 };
		y += LANE_GAP;
		lane->label = avow_values_label(arena, subject->name, LABEL_WIDTH);
		count_known(timeline, subject, lane);
		lane->path = draw(timeline, lane, arena);
		if (!lane->label || !lane->path)
			return NULL;
		out->lane_count++;
	}
	out->tick_y = y + 10;
	out->height = y + FOOT;
	return out;
}
