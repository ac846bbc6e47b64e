/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Remembers the number of each context by its atom, and starts anew before
 * libsepol, which searches all contexts one by one, gets slow: with MCS a log
 * holds thousands of them (15,000 take 4.6 s, measured).
 */
#include "policy/selinux/sids.h"

#define SIDS_MAX 1000u

struct avow_sid_slot {
	uint32_t generation;
	uint32_t sid;
};

int avow_sids_init(struct avow_sids *sids, struct avow_sepol *sepol,
		   const struct avow_atoms *atoms)
{
	memset(sids, 0, sizeof(*sids));
	sids->sepol = sepol;
	sids->atoms = atoms;
	sids->generation = 1;
	sids->slots = avow_arena_alloc(&sids->arena, ((size_t)avow_atoms_count(atoms) +
						      1) * sizeof(*sids->slots));
	return sids->slots ? 0 : AVOW_E_NOMEM;
}

void avow_sids_free(struct avow_sids *sids)
{
	avow_arena_free(&sids->arena);
	memset(sids, 0, sizeof(*sids));
}

static uint32_t look_up(struct avow_sids *sids, uint32_t atom)
{
	struct avow_sid_slot *slot = &sids->slots[atom];

	if (slot->generation == sids->generation)
		return slot->sid;
	slot->generation = sids->generation;
	slot->sid = avow_sepol_sid(sids->sepol, avow_atoms_string(sids->atoms, atom));
	return slot->sid;
}

int avow_sids_pair(struct avow_sids *sids, uint32_t scontext, uint32_t tcontext,
		   uint32_t *source, uint32_t *target)
{
	if (avow_sepol_sid_count(sids->sepol) >= SIDS_MAX) {
		if (avow_sepol_sid_reset(sids->sepol) < 0)
			return AVOW_E_NOMEM;
		sids->generation++;
	}
	*source = look_up(sids, scontext);
	*target = look_up(sids, tcontext);
	return 0;
}
