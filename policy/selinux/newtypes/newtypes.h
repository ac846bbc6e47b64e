/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_NEWTYPES_H
#define AVOW_POLICY_SELINUX_NEWTYPES_H

#include "policy/selinux/labels/labels.h"
#include "policy/selinux/module/module.h"

/*
 * Types of a domain's own for files that carry a generic label: where a domain uses a
 * directory of its own below /srv, /opt, /var/lib and the like, which file_contexts give
 * the type of everything there.
 */
struct avow_new_types {
	struct avow_new_type *at; /* module/module.h */
	size_t count;
};

/*
 * Finds them from the rules of @module, which has a rule for all that was refused, and
 * the paths of its clusters. None is found where another domain of the log uses the
 * directory, where a path is not known, where the directory holds places that have types
 * of their own, where the type would be both written and executed, with what the domain
 * may do with the generic type already, or where the policy has a type of the name.
 * @labels may be NULL. 0 or AVOW_E_NOMEM.
 */
int avow_newtypes_find(const struct avow_module *module, const struct avow_labels *labels,
		       struct avow_arena *arena,
		       struct avow_new_types *out) avow_must_check;

/* The classes of what lies in a directory, by index; NULL behind the last. */
const char *avow_newtypes_class(size_t index);

/* The type that a rule of the pair would be better of; NULL: none. */
const struct avow_new_type *avow_newtypes_of(const struct avow_new_types *types,
					     const struct avow_rule *rule);

/*
 * Turns the rules that @is_chosen, by the index of the rule, to the new types: each gets
 * what the domain may do with the generic type already, besides what was refused.
 * Classes of which nothing was refused keep what they had as well. The module then
 * declares the types. 0 or AVOW_E_NOMEM.
 */
int avow_newtypes_apply(const struct avow_new_types *types, const bool *is_chosen,
			struct avow_module *module) avow_must_check;

#endif
