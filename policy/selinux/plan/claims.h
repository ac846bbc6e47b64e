/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_PLAN_CLAIMS_H
#define AVOW_POLICY_SELINUX_PLAN_CLAIMS_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"

/*
 * Which label a port, an address, a path has got from the plan so far: none can have
 * two. Zero it to begin; what it holds is in the arena that it is given.
 */
struct avow_claims {
	struct avow_claim **buckets;
	size_t bucket_count; /* a power of two */
	size_t count;
};

/*
 * Claims what the commands of @change label. 1 when one of them is claimed for another
 * label: then nothing is claimed; 0 when it could be; a negative code when memory is
 * out. Commands that give no label claim nothing.
 */
int avow_claims_take(struct avow_claims *claims, const char *change,
		     struct avow_arena *arena) avow_must_check;

#endif
