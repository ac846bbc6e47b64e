/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bars lie in the order of time. What a partial history was coarsened to, the whole one
 * would have been as well, since it has at least the same stretches: so the step does
 * not depend on the order.
 */
#include "analyzer/cluster/history.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/base/span.h"

#define MINUTE UINT64_C(60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define YEAR (364 * DAY) /* of whole weeks, so that a week divides it */

/* The last ones are for times that somebody made up. */
static const uint64_t ladder[AVOW_HISTORY_STEPS] = {
	1,
	10,
	MINUTE,
	5 * MINUTE,
	15 * MINUTE,
	HOUR,
	3 * HOUR,
	6 * HOUR,
	12 * HOUR,
	DAY,
	7 * DAY,
	28 * DAY,
	YEAR,
	10 * YEAR,
	1000 * YEAR,
	1000000 * YEAR,
	UINT64_C(1000000000) * YEAR,
	UINT64_C(100000000000) * YEAR,
};

uint64_t avow_history_width_at(uint32_t step)
{
	uint32_t last = AVOW_ARRAY_SIZE(ladder) - 1;

	return ladder[step < last ? step : last];
}

uint64_t avow_history_width(const struct avow_history *history)
{
	return avow_history_width_at(history->step);
}

int avow_history_begin(struct avow_history *history, uint64_t width)
{
	for (uint32_t i = 0; i < AVOW_ARRAY_SIZE(ladder); i++)
		if (ladder[i] == width) {
			history->step = i;
			return AVOW_OK;
		}
	return AVOW_E_USAGE;
}

uint32_t avow_history_step_for(uint64_t first, uint64_t last, uint64_t most,
			       uint32_t least)
{
	while (least + 1 < AVOW_ARRAY_SIZE(ladder) &&
	       last / ladder[least] - first / ladder[least] >= most)
		least++;
	return least;
}

static uint64_t start_of(const struct avow_history *history, uint64_t seconds)
{
	return seconds - seconds % avow_history_width(history);
}

static bool grow(struct avow_history *history)
{
	uint32_t capacity = history->capacity ? history->capacity * 2 : 1;
	struct avow_history_bar *bars;

	if (capacity > AVOW_HISTORY_MAX + 1)
		capacity = AVOW_HISTORY_MAX + 1;
	bars = reallocarray(history->bars, capacity, sizeof(*bars));
	if (!bars)
		return false;
	history->bars = bars;
	history->capacity = capacity;
	return true;
}

/* Takes the next width that leaves few enough. */
static void coarsen(struct avow_history *history)
{
	while (history->length > AVOW_HISTORY_MAX &&
	       history->step + 1 < AVOW_ARRAY_SIZE(ladder)) {
		uint32_t kept = 0;

		history->step++;
		for (uint32_t i = 0; i < history->length; i++) {
			struct avow_history_bar bar = history->bars[i];

			bar.from = start_of(history, bar.from);
			if (kept && history->bars[kept - 1].from == bar.from)
				history->bars[kept - 1].count += bar.count;
			else
				history->bars[kept++] = bar;
		}
		history->length = kept;
	}
	history->latest = 0;
}

static uint32_t find(const struct avow_history *history, uint64_t from)
{
	uint32_t at = 0, above = history->length;

	while (at < above) {
		uint32_t middle = at + (above - at) / 2;

		if (history->bars[middle].from < from)
			at = middle + 1;
		else
			above = middle;
	}
	return at;
}

int avow_history_add(struct avow_history *history, uint64_t seconds, uint64_t count)
{
	uint64_t from = start_of(history, seconds);
	uint32_t at = history->latest;

	if (at >= history->length || history->bars[at].from != from)
		at = find(history, from);
	history->latest = at;
	if (at < history->length && history->bars[at].from == from) {
		history->bars[at].count += count;
		return AVOW_OK;
	}
	if (history->length == history->capacity && !grow(history))
		return AVOW_E_NOMEM;
	memmove(history->bars + at + 1, history->bars + at,
		(history->length - at) * sizeof(history->bars[0]));
	history->bars[at] = (struct avow_history_bar){ from, count };
	history->length++;
	if (history->length > AVOW_HISTORY_MAX)
		coarsen(history);
	return AVOW_OK;
}

int avow_history_merge(struct avow_history *history, const struct avow_history *from)
{
	if (from->step > history->step) {
		struct avow_history coarse = { .step = from->step };

		for (uint32_t i = 0; i < history->length; i++)
			if (avow_history_add(&coarse, history->bars[i].from,
					     history->bars[i].count)) {
				avow_history_free(&coarse);
				return AVOW_E_NOMEM;
			}
		avow_history_free(history);
		*history = coarse;
	}
	for (uint32_t i = 0; i < from->length; i++)
		if (avow_history_add(history, from->bars[i].from, from->bars[i].count))
			return AVOW_E_NOMEM;
	return AVOW_OK;
}

void avow_history_free(struct avow_history *history)
{
	free(history->bars);
	*history = (struct avow_history){ 0 };
}
