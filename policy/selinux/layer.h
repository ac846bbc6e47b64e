/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_LAYER_H
#define AVOW_POLICY_SELINUX_LAYER_H

#include "analyzer/base/arena.h"
#include "policy/finding.h"
#include "policy/selinux/case.h"

/* What a layer says, while it is written; it begins as not applicable. */
struct avow_layer_words {
	enum avow_layer_verdict verdict;
	struct avow_buf text;     /* a sentence */
	struct avow_buf evidence; /* rules, one a line */
};

/* One layer of the decision: one file in layers/, one row in layer.c. */
struct avow_layer_kind {
	const char *name;
	/* Whether it says something of names that the policy does not know. */
	bool takes_unknown;
	void (*judge)(const struct avow_case *ask, struct avow_layer_words *out);
};

extern const struct avow_layer_kind avow_layer_context, avow_layer_class, avow_layer_te,
	avow_layer_conditional, avow_layer_constraint, avow_layer_role, avow_layer_bounds,
	avow_layer_xperm, avow_layer_permissive, avow_layer_dontaudit;

/* What every layer says of @ask, in @arena. */
int avow_layers_write(const struct avow_case *ask, struct avow_arena *arena,
		      struct avow_layer **out, size_t *count) avow_must_check;

/* For the texts: the names of those of the case's words whose bits are in @bits. */
void avow_layer_permissions(const struct avow_case *ask, uint32_t bits,
			    struct avow_buf *out);
/* SOURCE TARGET:CLASS, by the types' names in the policy. */
void avow_layer_triple(const struct avow_case *ask, struct avow_buf *out);

#endif
