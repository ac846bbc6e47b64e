/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-ALLOW: the rule itself, made and proved by module.c and proof.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_allow = {
	.code = "SEL-ALLOW",
	.title = "allow it by a rule",
	.why = "The rule opens it to every process of the source type and every object "
	       "of "
	       "the target type. Take it when nothing above it fits.",
	.change_kind = "te",
	.role = AVOW_ROLE_RULE,
	.makes = AVOW_CHANGE_KIND_RULE,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:13): avc:  denied  { "
			"getattr } for  pid=77 comm=\"lamplighter\" "
			"path=\"/var/log/lamp\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lamp_log_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"A rule speaks of types: it holds for every process of the "
			"source type and every object of the target type, now and "
			"later. avow puts it last, tries it in memory together with "
			"all others, and says what still refuses.",
		.safe_change =
			"`avow suggest` makes the module of all such rules. Read them "
			"one by one; build and load it with checkmodule, "
			"semodule_package and semodule, or the .cil at once.",
		.not_when =
			"When anything above it fits. When the target is what "
			"everything has (unlabeled_t, default_t, etc_t, var_t), the "
			"permission a capability, execmem or ptrace, or the access "
			"looks like an attack.",
	},
};
