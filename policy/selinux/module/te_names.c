/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which names the language of a .te can write. */
#include "policy/selinux/module/module.h"

#include <stdlib.h>
#include <strings.h>

/*
 * checkpolicy's keywords (policy_scan.l), which it takes in this or in upper case;
 * sorted.
 */
static const char *const keywords[] = {
	"alias",
	"allow",
	"allowxperm",
	"and",
	"attribute",
	"attribute_role",
	"auditallow",
	"auditallowxperm",
	"auditdeny",
	"bool",
	"category",
	"class",
	"common",
	"constrain",
	"default_range",
	"default_role",
	"default_type",
	"default_user",
	"devicetreecon",
	"dom",
	"domby",
	"dominance",
	"dontaudit",
	"dontauditxperm",
	"else",
	"eq",
	"expandattribute",
	"false",
	"fs_use_task",
	"fs_use_trans",
	"fs_use_xattr",
	"genfscon",
	"glblub",
	"h1",
	"h2",
	"high",
	"ibendportcon",
	"ibpkeycon",
	"if",
	"incomp",
	"inherits",
	"iomemcon",
	"ioportcon",
	"l1",
	"l2",
	"level",
	"low",
	"low-high",
	"mlsconstrain",
	"mlsvalidatetrans",
	"module",
	"netifcon",
	"neverallow",
	"neverallowxperm",
	"neveraudit",
	"nodecon",
	"not",
	"optional",
	"or",
	"pcidevicecon",
	"permissive",
	"pirqcon",
	"policycap",
	"portcon",
	"r1",
	"r2",
	"r3",
	"range",
	"range_transition",
	"require",
	"role",
	"role_transition",
	"roleattribute",
	"roles",
	"sameuser",
	"self",
	"sensitivity",
	"sid",
	"source",
	"t1",
	"t2",
	"t3",
	"target",
	"true",
	"tunable",
	"type",
	"type_change",
	"type_member",
	"type_transition",
	"typealias",
	"typeattribute",
	"typebounds",
	"types",
	"u1",
	"u2",
	"u3",
	"user",
	"validatetrans",
	"xor",
};

static int by_keyword(const void *name, const void *keyword)
{
	return strcasecmp(name, *(const char *const *)keyword);
}

/* Mixed case is no keyword to checkpolicy; to leave it out as well costs little. */
static bool is_keyword(const char *name)
{
	return bsearch(name, keywords, AVOW_ARRAY_SIZE(keywords), sizeof(keywords[0]),
		       by_keyword) != NULL;
}

/* A dot is a hierarchy of bounds to checkmodule, so a name with one is no name. */
bool avow_module_is_te_name(const char *name)
{
	if (!avow_module_is_alnum(name[0]) || (name[0] >= '0' && name[0] <= '9'))
		return false;
	for (const char *at = name; *at; at++)
		if (!avow_module_is_alnum(*at) && *at != '_' && *at != '-')
			return false;
	return !is_keyword(name);
}
