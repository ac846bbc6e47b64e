/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_INTERNAL_H
#define AVOW_POLICY_SELINUX_SEPOL_INTERNAL_H

/*
 * What the files of this directory share; nobody else includes it.
 *
 * Before 3.6, libsepol names a field of cond_expr_t `bool`, which <stdbool.h>
 * takes away; later it is `boolean`. Here it is `boolean` with either.
 */
#undef bool
#define bool boolean
#include <sepol/debug.h>
#include <sepol/policydb.h>
#include <sepol/policydb/avtab.h>
#include <sepol/policydb/conditional.h>
#include <sepol/policydb/policydb.h>
#include <sepol/policydb/services.h>
#include <sepol/policydb/sidtab.h>
#undef bool
#define bool _Bool

#include "policy/selinux/sepol/sepol.h"

/* Which conditional a rule of the conditional table belongs to. */
struct conditional_rule {
	const struct avtab_node *rule;
	uint32_t conditional;
};

/* What a rule allowed before avow_sepol_allow(). */
struct changed_rule {
	avtab_datum_t *datum;
	uint32_t before;
};

struct avow_sepol {
	sepol_policydb_t *handle;
	policydb_t *db; /* the same, seen from inside */
	sidtab_t sids;
	bool has_sids;
	uint32_t *bounds;                    /* by type - 1 */
	const char *(*permission_names)[32]; /* by class - 1 */

	cond_node_t **conditionals; /* by number - 1 */
	size_t conditional_count;
	struct conditional_rule *conditional_rules; /* by address */
	size_t conditional_rule_count;

	struct changed_rule *changed;
	size_t changed_count, changed_capacity;
};

/* Fill the tables above. AVOW_E_POLICY: a name is not fit to be one. */
int avow_sepol_index_names(struct avow_sepol *sepol) avow_must_check;
int avow_sepol_index_conditionals(struct avow_sepol *sepol) avow_must_check;

#endif
