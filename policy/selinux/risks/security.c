/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-SECURITY: changes how SELinux itself works. */
#include "policy/selinux/risk.h"

#include <string.h>

/* Of the files of selinuxfs, those of security_t; of the class, what is no question. */
static bool is_met(const struct avow_risk_case *asked)
{
	const char *tclass = avow_sepol_class_name(asked->sepol, asked->pair.tclass);

	return strcmp(tclass, "security") == 0 ||
	       strcmp(avow_sepol_type_name(asked->sepol, asked->pair.target),
		      "security_t") == 0;
}

const struct avow_risk_kind avow_risk_security = {
	.risk = {
		.code = "SEL-RISK-SECURITY",
		.level = AVOW_RISK_HIGH,
		.title = "changes how SELinux itself works",
		.why =
			"With these a process can load another policy, set booleans"
			" or switch enforcement off: the rest of the policy no "
			"longer binds it.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_NAMES("security", "file"),
	.permissions = AVOW_RISK_NAMES("load_policy", "setenforce", "setbool",
		"setsecparam", "setcheckreqprot", "write", "append"),
	.is_met = is_met,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"setenforce } for  pid=77 comm=\"lamplighter\" "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:security_t:s0 tclass=security "
			"permissive=0",
		.explanation =
			"The class security is the switchboard of the kernel's "
			"policy; security_t labels the files of /sys/fs/selinux "
			"through which it is used. Programs that only ask a "
			"question of the policy write to a file there too.",
		.safe_change =
			"Leave it to semanage, load_policy and setsebool, which "
			"have domains of their own. For a program that only asks "
			"questions, reference policy has "
			"selinux_compute_access_vector() and its kin.",
		.not_when =
			"Not because a script calls setenforce 0: mend the script.",
	},
};
