/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_ASKING_H
#define AVOW_POLICY_SELINUX_ASKING_H

#include "policy/assertions.h"
#include "policy/selinux/sepol/assertions.h"
#include "policy/selinux/sepol/tables.h"
#include "policy/selinux/sepol/types.h"

/* What assertions.c and ways.c share: one expectation, and what is found for it. */

struct asking_ways; /* of ways.c */

struct asking {
	struct avow_sepol *sepol;
	struct avow_arena *arena; /* of the outcomes */
	const struct avow_expectation *expected;
	struct avow_assertion_outcome *out;
	struct avow_buf why, rule, witness;
	uint32_t types;           /* avow_sepol_type_max() */
	size_t words;             /* of a set of types */
	uint32_t *reached;        /* room for avow_sepol_reached() */
	struct asking_ways *ways; /* as booleans are now; NULL until they are asked for */
	bool failed;              /* memory is out */
};

/*
 * The types of @names as a set, for free(); NULL when memory is out. A name that the
 * policy does not have makes the outcome wrong. @has_self, if not NULL, is set by "self".
 */
uint64_t *avow_asking_types(struct asking *asking, const struct avow_names *names,
			    bool *has_self);
bool avow_asking_has(const uint64_t *set, uint32_t type);
bool avow_asking_is_empty(const struct asking *asking, const uint64_t *set);
void avow_asking_take_away(struct asking *asking, uint64_t *set, const uint64_t *less);

/* Appends the allow rules in force for the pair to the outcome's rules. */
void avow_asking_quote(struct asking *asking, const struct avow_sepol_pair *pair,
		       uint32_t permissions);
/* `a_t b_t:file { read }` */
void avow_asking_put_access(const struct asking *asking,
			    const struct avow_sepol_pair *pair, uint32_t permissions,
			    struct avow_buf *out);

/* `no transition`, `no path` (ways.c). */
void avow_asking_way(struct asking *asking);
/* Booleans have changed, or it is over. */
void avow_asking_forget_ways(struct asking *asking);

#endif
