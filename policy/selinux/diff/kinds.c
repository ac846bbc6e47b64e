/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of what is compared, in the order of every format, and which table of a
 * policy tells it. Rules have none: they are read all at once.
 */
#include "policy/selinux/diff/internal.h"
#include "policy/selinux/diff/kinds.h"

#define RULES(name, title, says)                                                         \
	{                                                                                \
		name, title, says, name, true, false, false                              \
	}
#define ACCESS(name, title, says)                                                        \
	{                                                                                \
		name, title, says, name, true, true, false                               \
	}
#define FACTS(name, title, says, word)                                                   \
	{                                                                                \
		name, title, says, word, false, false, false                             \
	}

const struct avow_difference_kind avow_diff_kinds[] = {
	FACTS("properties", "properties",
	      "the version, whether there are levels, and what becomes of unknown "
	      "classes",
	      ""),
	FACTS("capabilities", "policy capabilities", "policycap statements", "policycap"),
	FACTS("commons", "commons", "their permissions", "common"),
	FACTS("classes", "classes", "their commons and permissions", "class"),
	FACTS("defaults", "defaults of classes",
	      "default_user, default_role, default_type and default_range", ""),
	FACTS("types", "types", "which there are", "type"),
	FACTS("aliases", "aliases of types", "names of types, and whose", "typealias"),
	FACTS("attributes", "attributes", "which there are, and the types in each",
	      "attribute"),
	FACTS("permissive", "permissive types", "domains in which nothing is refused",
	      "permissive"),
	FACTS("bounds", "bounds", "typebounds and its kin", "bounds"),
	FACTS("roles", "roles", "which there are, and their types", "role"),
	FACTS("role_allow", "role allow rules", "which role may follow which", "allow"),
	FACTS("role_transition", "role transitions",
	      "the role of a program that is started", "role_transition"),
	FACTS("users", "users", "their roles, levels and ranges", "user"),
	FACTS("sensitivities", "sensitivities", "their order, aliases and categories",
	      "sensitivity"),
	FACTS("categories", "categories", "which there are, and their aliases",
	      "category"),
	FACTS("booleans", "booleans", "which there are, and their defaults", "bool"),
	ACCESS("allow", "allow rules", "what types may do"),
	ACCESS("auditallow", "auditallow rules", "what is logged though it is allowed"),
	ACCESS("dontaudit", "dontaudit rules", "what is refused and not logged"),
	ACCESS("allowxperm", "allowxperm rules",
	       "single ioctl commands and netlink messages that are allowed"),
	ACCESS("auditallowxperm", "auditallowxperm rules", "the same that are logged"),
	ACCESS("dontauditxperm", "dontauditxperm rules", "the same that are not logged"),
	RULES("type_transition", "type transitions",
	      "the type of what is made or started, also by its name"),
	RULES("type_member", "type_member rules",
	      "the type of a member of a polyinstantiated object"),
	RULES("type_change", "type_change rules", "the type that is relabelled to"),
	RULES("range_transition", "range transitions",
	      "the level of what is made or started"),
	FACTS("constraints", "constraints",
	      "constrain and mlsconstrain, by class and permission", "constrain"),
	FACTS("validatetrans", "constraints of transitions",
	      "validatetrans and mlsvalidatetrans", "validatetrans"),
	FACTS("initial_sids", "initial SIDs", "their contexts", "sid"),
	FACTS("fs_use", "fs_use statements", "how file systems are labelled", ""),
	FACTS("genfscon", "genfscon statements",
	      "contexts in file systems that keep none", "genfscon"),
	FACTS("portcon", "portcon statements", "contexts of ports", "portcon"),
	FACTS("netifcon", "netifcon statements",
	      "contexts of interfaces and their packets", "netifcon"),
	FACTS("nodecon", "nodecon statements", "contexts of addresses", "nodecon"),
	FACTS("ibpkeycon", "ibpkeycon statements",
	      "contexts of Infiniband's partition keys", "ibpkeycon"),
	FACTS("ibendportcon", "ibendportcon statements", "contexts of Infiniband's ports",
	      "ibendportcon"),
};
const size_t avow_diff_kind_count = AVOW_ARRAY_SIZE(avow_diff_kinds);

avow_sepol_table *const avow_diff_tables[] = {
	avow_sepol_tell_properties,
	avow_sepol_tell_capabilities,
	avow_sepol_tell_commons,
	avow_sepol_tell_classes,
	avow_sepol_tell_defaults,
	avow_sepol_tell_types,
	avow_sepol_tell_aliases,
	avow_sepol_tell_attributes,
	avow_sepol_tell_permissive,
	avow_sepol_tell_bounds,
	avow_sepol_tell_roles,
	avow_sepol_tell_role_allows,
	avow_sepol_tell_role_transitions,
	avow_sepol_tell_users,
	avow_sepol_tell_sensitivities,
	avow_sepol_tell_categories,
	avow_sepol_tell_booleans,
	[AVOW_DIFF_FIRST_RULE + AVOW_ROW_KINDS] = avow_sepol_tell_constraints,
	avow_sepol_tell_validatetrans,
	avow_sepol_tell_initial_sids,
	avow_sepol_tell_fs_uses,
	avow_sepol_tell_genfscons,
	avow_sepol_tell_portcons,
	avow_sepol_tell_netifcons,
	avow_sepol_tell_nodecons,
	avow_sepol_tell_ibpkeycons,
	avow_sepol_tell_ibendportcons,
};
_Static_assert(AVOW_ARRAY_SIZE(avow_diff_tables) == AVOW_ARRAY_SIZE(avow_diff_kinds),
	       "a table for every kind");

size_t avow_diff_section_of(enum avow_row_kind kind)
{
	return AVOW_DIFF_FIRST_RULE + (size_t)kind;
}

size_t avow_diff_kind_named(const char *name)
{
	size_t kind = 0;

	while (kind < avow_diff_kind_count &&
	       strcmp(avow_diff_kinds[kind].name, name) != 0)
		kind++;
	return kind;
}

bool avow_diff_wants(const struct diff *diff, size_t kind)
{
	return !diff->options->is_wanted || diff->options->is_wanted[kind];
}
