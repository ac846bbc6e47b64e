/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Counts without bound, and of what is counted the few that stand first. */
#include "analyzer/collect/samples.h"

#include "analyzer/base/error.h"

void avow_samples_add(struct avow_samples *samples, struct avow_arena *arena,
		      struct avow_place place, struct avow_span line)
{
	struct avow_sample *items = samples->items;
	size_t at = avow_samples_kept(samples);
	struct avow_span excerpt;

	samples->count++;
	/* Events close in an order of their own: the first places are kept. */
	if (at == AVOW_SAMPLES_MAX && avow_place_compare(place, items[--at].place) > 0)
		return;
	excerpt = avow_arena_copy(arena, avow_span_first(line, AVOW_SAMPLES_EXCERPT));
	for (; at && avow_place_compare(place, items[at - 1].place) < 0; at--)
		items[at] = items[at - 1];
	items[at] = (struct avow_sample){ .place = place, .excerpt = excerpt };
}

int avow_samples_merge(struct avow_samples *into, struct avow_arena *arena,
		       const struct avow_samples *from)
{
	struct avow_samples merged = { .count = into->count + from->count };
	size_t left_count = avow_samples_kept(into);
	size_t right_count = avow_samples_kept(from);
	size_t l = 0, r = 0;

	for (size_t i = 0; i < AVOW_SAMPLES_MAX; i++) {
		const struct avow_sample *left = &into->items[l];
		const struct avow_sample *right = &from->items[r];

		if (l == left_count && r == right_count)
			break;
		if (r == right_count ||
		    (l < left_count &&
		     avow_place_compare(left->place, right->place) < 0)) {
			merged.items[i] = *left;
			l++;
			continue;
		}
		merged.items[i].place = right->place;
		merged.items[i].excerpt = avow_arena_copy(arena, right->excerpt);
		if (!merged.items[i].excerpt.data)
			return AVOW_E_NOMEM;
		r++;
	}
	*into = merged;
	return AVOW_OK;
}
