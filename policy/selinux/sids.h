/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SIDS_H
#define AVOW_POLICY_SELINUX_SIDS_H

#include "analyzer/base/arena.h"
#include "analyzer/base/atoms.h"
#include "policy/selinux/sepol/sepol.h"

/* The numbers of the contexts asked lately, so that each is looked up once. */
struct avow_sids {
	struct avow_sepol *sepol;
	const struct avow_atoms *atoms;
	struct avow_arena arena;
	struct avow_sid_slot *slots; /* by atom */
	uint32_t generation;
};

/* Fails when memory is out. @sids is freed by avow_sids_free() in either case. */
int avow_sids_init(struct avow_sids *sids, struct avow_sepol *sepol,
		   const struct avow_atoms *atoms) avow_must_check;
void avow_sids_free(struct avow_sids *sids);

/*
 * The numbers of two contexts, 0 for one that is not valid in the policy. Both
 * are good until the next call.
 */
int avow_sids_pair(struct avow_sids *sids, uint32_t scontext, uint32_t tcontext,
		   uint32_t *source, uint32_t *target) avow_must_check;

#endif
