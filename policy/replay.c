/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a replay is made of, and its words. */
#include "policy/replay.h"

#include <stdlib.h>
#include <string.h>

const char *avow_replay_status_name(enum avow_replay_status status)
{
	static const char *const names[AVOW_REPLAY_STATUSES] = {
		[AVOW_REPLAY_NEWLY_DENIED] = "newly denied",
		[AVOW_REPLAY_NEWLY_ALLOWED] = "newly allowed",
		[AVOW_REPLAY_STILL_DENIED] = "still denied",
		[AVOW_REPLAY_UNJUDGED] = "cannot be judged",
		[AVOW_REPLAY_STILL_ALLOWED] = "still allowed",
	};

	return names[status];
}

void avow_replay_free(struct avow_replay *replay)
{
	avow_arena_free(&replay->arena);
	*replay = (struct avow_replay){ 0 };
}

static int by_weight(const void *left, const void *right)
{
	const struct avow_replay_row *a = left, *b = right;

	if (a->status != b->status)
		return a->status < b->status ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (a->is_granted != b->is_granted)
		return a->is_granted ? 1 : -1;
	if (a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	return strcmp(a->code, b->code);
}

void avow_replay_sort(struct avow_replay *replay)
{
	if (replay->row_count)
		qsort(replay->rows, replay->row_count, sizeof(*replay->rows), by_weight);
}
