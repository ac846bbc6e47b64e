/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_CONTEXTS_H
#define AVOW_POLICY_SELINUX_CONTEXTS_H

#include "analyzer/base/arena.h"
#include "analyzer/base/atoms.h"
#include "policy/selinux/sepol/sepol.h"

/* The contexts of a cluster set as the policy takes them, each read once. */
struct avow_contexts {
	struct avow_sepol *sepol;
	const struct avow_atoms *atoms;
	struct avow_context_slot *slots; /* by atom */
	size_t count;
};

/* Fails when memory is out. @out is freed by avow_contexts_free() in either case. */
int avow_contexts_init(struct avow_contexts *out, struct avow_sepol *sepol,
		       const struct avow_atoms *atoms) avow_must_check;
void avow_contexts_free(struct avow_contexts *contexts);

/* The context that @atom spells, lent; NULL in @out when the policy does not take it. */
int avow_contexts_get(struct avow_contexts *contexts, uint32_t atom,
		      const struct avow_sepol_context **out) avow_must_check;

#endif
