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
#include <sepol/policydb/context.h>
#include <sepol/policydb/policydb.h>
#include <sepol/policydb/services.h>
#include <sepol/policydb/sidtab.h>
#undef bool
#define bool _Bool

#include "policy/selinux/sepol/sepol.h"

/* A rule of the policy as the decision needs it; grouped by source. */
struct indexed_rule {
	uint16_t target, tclass;
	uint16_t specified;   /* AVTAB_ALLOWED, AVTAB_AUDITDENY or an AVTAB_XPERMS_* */
	bool is_else;         /* of the branch for when the conditional is false */
	uint32_t conditional; /* 0: always in force; else its number, from 1 on */
	const avtab_datum_t *datum;
};

/* A rule that is only tried: see avow_sepol_allow(). */
struct tried_rule {
	struct avow_sepol_pair pair;
	uint32_t permissions;
};

struct avow_sepol {
	sepol_policydb_t *handle;
	policydb_t *db; /* the same, seen from inside; never changed once it is open */
	sidtab_t sids;  /* libsepol parses a context into one, and nowhere else */
	bool has_sids;
	const char *(*permission_names)[32]; /* by class - 1 */

	struct indexed_rule *rules; /* by source, class, target */
	uint32_t *first_rule;       /* by source - 1, and one past the last */
	uint64_t **attributes;      /* by type - 1: the bits of its attributes and itself,
				       made when first asked for */

	cond_node_t **conditionals; /* by number - 1 */
	size_t conditional_count;
	int8_t *states;       /* by number - 1: 1, 0, or -1: it cannot be told */
	bool *booleans;       /* by value - 1: as they are now */
	bool *made, *leading; /* by type - 1 (types.h) */
	uint16_t process;     /* the class; 0: there is none */

	struct avow_sepol_opening *openings; /* by boolean - 1; what is known of them */

	struct tried_rule *tried; /* a hash table: open, a power of two */
	size_t tried_count, tried_capacity;
	uint32_t tried_role, tried_new_role; /* 0: no role rule is tried */
};

/* A context as libsepol has it; its types may be others in a question. */
struct avow_sepol_context {
	context_struct_t value;
};

/* One side of a question. */
struct side {
	const context_struct_t *context;
	uint32_t type; /* in the place of the context's own */
};

/* What a rule allows, beside those of the policy, by avow_sepol_allow(). */
uint32_t avow_sepol_tried(const struct avow_sepol *sepol,
			  const struct avow_sepol_pair *pair);

/* Whether @type is @attribute or has it. */
bool avow_sepol_has_attribute(const struct avow_sepol *sepol, uint32_t type,
			      uint32_t attribute);

/* Whether the rule's conditional, if it has one, leaves it in force. */
bool avow_sepol_is_in_force(const struct avow_sepol *sepol,
			    const struct indexed_rule *rule);

/* Shows @visit the indexed rules of every kind that hold for @pair. */
void avow_sepol_visit(const struct avow_sepol *sepol, const struct avow_sepol_pair *pair,
		      void (*visit)(void *data, uint32_t source,
				    const struct indexed_rule *rule),
		      void *data);

/* Whether the expression of a constraint holds for the two (constraints.c). */
bool avow_sepol_holds(const struct avow_sepol *sepol, const constraint_expr_t *expression,
		      const struct side *source, const struct side *target);

/* Whether one comparison in it does; parts of a constraint, for its text as well. */
bool avow_sepol_leaf_holds(const struct avow_sepol *sepol, const constraint_expr_t *leaf,
			   const struct side *source, const struct side *target);
/* The two levels that @attribute (CEXPR_L1L2...) compares; false when it is none. */
bool avow_sepol_compared_levels(uint32_t attribute, const context_struct_t *source,
				const context_struct_t *target,
				const mls_level_t *levels[2]);
/* The user, role or type of a side, as @attribute (CEXPR_USER...) asks. */
uint32_t avow_sepol_side_value(const struct side *side, uint32_t attribute);

/* Whether level @a has every category and at least the sensitivity of @b. */
bool avow_sepol_dominates(const mls_level_t *a, const mls_level_t *b);

/*
 * A level or a range, with sensitivities and categories by name: `s0:c0.c3,c7`. A run
 * of categories is one by their names, whatever their values (tables/levels.c).
 */
void avow_sepol_append_level(const struct avow_sepol *sepol, const mls_level_t *level,
			     struct avow_buf *out);
void avow_sepol_append_range(const struct avow_sepol *sepol, const mls_range_t *range,
			     struct avow_buf *out);

/* The name of a value of a symbol table (SYM_ROLES...); NULL when it has none. */
const char *avow_sepol_symbol(const struct avow_sepol *sepol, int table, uint32_t value);

/* Fill the tables above. AVOW_E_POLICY: a name is not fit to be one. */
int avow_sepol_index_names(struct avow_sepol *sepol) avow_must_check;
int avow_sepol_index_conditionals(struct avow_sepol *sepol) avow_must_check;
int avow_sepol_index_rules(struct avow_sepol *sepol) avow_must_check;

#endif
