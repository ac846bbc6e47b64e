/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of what is compared, in the order of every format, and which table of a
 * policy tells it. Rules have none: they are read all at once.
 */
#include "policy/selinux/diff/internal.h"
#include "policy/selinux/diff/kinds.h"

#define RULES(name, title)                                                               \
	{                                                                                \
		name, title, name, true, false                                           \
	}
#define ACCESS(name, title)                                                              \
	{                                                                                \
		name, title, name, true, true                                            \
	}
#define FACTS(name, title, word)                                                         \
	{                                                                                \
		name, title, word, false, false                                          \
	}

const struct avow_difference_kind avow_diff_kinds[] = {
	FACTS("properties", "properties", ""),
	FACTS("capabilities", "policy capabilities", "policycap"),
	FACTS("commons", "commons", "common"),
	FACTS("classes", "classes", "class"),
	FACTS("defaults", "defaults of classes", ""),
	FACTS("types", "types", "type"),
	FACTS("aliases", "aliases of types", "typealias"),
	FACTS("attributes", "attributes", "attribute"),
	FACTS("permissive", "permissive types", "permissive"),
	FACTS("bounds", "bounds", "bounds"),
	FACTS("roles", "roles", "role"),
	FACTS("role_allow", "role allow rules", "allow"),
	FACTS("role_transition", "role transitions", "role_transition"),
	FACTS("users", "users", "user"),
	FACTS("sensitivities", "sensitivities", "sensitivity"),
	FACTS("categories", "categories", "category"),
	FACTS("booleans", "booleans", "bool"),
	ACCESS("allow", "allow rules"),
	ACCESS("auditallow", "auditallow rules"),
	ACCESS("dontaudit", "dontaudit rules"),
	ACCESS("allowxperm", "allowxperm rules"),
	ACCESS("auditallowxperm", "auditallowxperm rules"),
	ACCESS("dontauditxperm", "dontauditxperm rules"),
	RULES("type_transition", "type transitions"),
	RULES("type_member", "type_member rules"),
	RULES("type_change", "type_change rules"),
	RULES("range_transition", "range transitions"),
	FACTS("constraints", "constraints", "constrain"),
	FACTS("validatetrans", "constraints of transitions", "validatetrans"),
	FACTS("initial_sids", "initial SIDs", "sid"),
	FACTS("fs_use", "fs_use statements", ""),
	FACTS("genfscon", "genfscon statements", "genfscon"),
	FACTS("portcon", "portcon statements", "portcon"),
	FACTS("netifcon", "netifcon statements", "netifcon"),
	FACTS("nodecon", "nodecon statements", "nodecon"),
	FACTS("ibpkeycon", "ibpkeycon statements", "ibpkeycon"),
	FACTS("ibendportcon", "ibendportcon statements", "ibendportcon"),
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
