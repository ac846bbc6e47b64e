/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-KERNEL-MODULE: loads or replaces kernel modules. */
#include "policy/selinux/risk.h"

#include <string.h>

static bool is_module(const char *type)
{
	return strcmp(type, "modules_object_t") == 0 ||
	       strcmp(type, "modules_dep_t") == 0 || strcmp(type, "modules_conf_t") == 0;
}

/* Files of modules by their type; the rest by the permission alone. */
static bool is_met(const struct avow_risk_case *asked)
{
	const struct avow_sepol *sepol = asked->sepol;
	const uint16_t tclass = asked->pair.tclass;

	if (asked->permissions & (avow_sepol_permission(sepol, tclass, "sys_module") |
				  avow_sepol_permission(sepol, tclass, "module_load")))
		return true;
	return is_module(avow_sepol_type_name(sepol, asked->pair.target));
}

const struct avow_risk_kind avow_risk_kernel_module = {
	.risk = {
		.code = "SEL-RISK-KERNEL-MODULE",
		.level = AVOW_RISK_HIGH,
		.title = "loads or replaces kernel modules",
		.why =
			"A module is kernel code: what loads one is bound by no "
			"policy.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_NAMES("system", "capability", "cap_userns", "file", "dir",
		"lnk_file"),
	.permissions = AVOW_RISK_NAMES("sys_module", "module_load", "write", "append",
		"create", "unlink", "rename", "link", "setattr", "add_name",
		"remove_name", "relabelto", "relabelfrom"),
	.is_met = is_met,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"module_load } for  pid=77 comm=\"lamplighter\" "
			"name=\"lens.ko\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:modules_object_t:s0 "
			"tclass=system permissive=0",
		.explanation =
			"module_load says which files may become kernel code, "
			"sys_module who may load at all, and who may write below "
			"/lib/modules decides what is loaded next.",
		.safe_change =
			"Load the module at start by modules-load.d, or let the "
			"kernel ask for it: module_request is enough for that, and "
			"is harmless.",
		.not_when =
			"Not for a service that merely causes a module to be "
			"requested.",
	},
};
