/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a replay is made of, and its words. */
#include "policy/replay.h"

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
