/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Remembers each context by its atom: a log has few, and each in many accesses. */
#include "policy/selinux/contexts.h"

#include <stdlib.h>

struct avow_context_slot {
	struct avow_sepol_context *context;
	bool is_known;
};

int avow_contexts_init(struct avow_contexts *out, struct avow_sepol *sepol,
		       const struct avow_atoms *atoms)
{
	out->sepol = sepol;
	out->atoms = atoms;
	out->count = avow_atoms_count(atoms);
	out->slots = calloc(out->count + 1, sizeof(*out->slots));
	return out->slots ? 0 : AVOW_E_NOMEM;
}

void avow_contexts_free(struct avow_contexts *contexts)
{
	for (size_t i = 0; contexts->slots && i <= contexts->count; i++)
		avow_sepol_context_free(contexts->slots[i].context);
	free(contexts->slots);
	memset(contexts, 0, sizeof(*contexts));
}

int avow_contexts_get(struct avow_contexts *contexts, uint32_t atom,
		      const struct avow_sepol_context **out)
{
	struct avow_context_slot *slot = &contexts->slots[atom];

	if (!slot->is_known &&
	    avow_sepol_context(contexts->sepol, avow_atoms_string(contexts->atoms, atom),
			       &slot->context) < 0)
		return AVOW_E_NOMEM;
	slot->is_known = true;
	*out = slot->context;
	return 0;
}
