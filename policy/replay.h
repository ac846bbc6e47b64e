/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_REPLAY_H
#define AVOW_POLICY_REPLAY_H

#include "policy/finding.h"

/*
 * What a new policy would do to accesses that were seen, beside what became of them:
 * engines fill it in, reports read it.
 */
enum avow_replay_status {
	AVOW_REPLAY_NEWLY_DENIED,
	AVOW_REPLAY_NEWLY_ALLOWED,
	AVOW_REPLAY_STILL_DENIED,
	AVOW_REPLAY_UNJUDGED, /* it was denied, and the new policy cannot be asked */
	AVOW_REPLAY_STILL_ALLOWED,
	AVOW_REPLAY_STATUSES
};

/* "newly denied", ... */
const char *avow_replay_status_name(enum avow_replay_status status);

/* Accesses of one cluster with one outcome, for one reason. */
struct avow_replay_row {
	enum avow_replay_status status;
	bool is_granted; /* of the granted accesses: the index is into that set */
	size_t cluster;
	/* The first in the cluster's order; NULL for a cluster of AppArmor. */
	const struct avow_access *example;
	uint64_t count;   /* records */
	size_t accesses;  /* distinct ones */
	const char *was;  /* the reason's code in the old policy; NULL: the log's word */
	const char *code; /* in the new one: "SEL-TE", "SEL-ALLOWED" */
	const char *text; /* a sentence */
	const char *evidence; /* the deciding rule, constraint, ...; or NULL */
};

struct avow_replay {
	struct avow_arena arena;
	struct avow_policy_info policy, old; /* source is NULL: there was none */
	struct avow_profiles_info profiles, old_profiles; /* likewise */
	struct avow_replay_row *rows;                     /* by status, then by count */
	size_t row_count;
	/* By status. */
	uint64_t records[AVOW_REPLAY_STATUSES];
	size_t accesses[AVOW_REPLAY_STATUSES];
	size_t clusters[AVOW_REPLAY_STATUSES];
};

/* Puts the rows in their order. */
void avow_replay_sort(struct avow_replay *replay);

/* Gives everything back; a zeroed struct is fine. */
void avow_replay_free(struct avow_replay *replay);

#endif
