/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-POLICY-CONFIG: changes the files of the policy. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_policy_config = {
	.risk = {
		.code = "SEL-RISK-POLICY-CONFIG",
		.level = AVOW_RISK_HIGH,
		.title = "changes the files of the policy",
		.why =
			"What is written there is the policy after the next load, "
			"or the labels after the next relabelling.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_FILES,
	.permissions = AVOW_RISK_CHANGES,
	.targets = AVOW_RISK_NAMES("selinux_config_t", "policy_config_t",
		"policy_src_t", "file_context_t", "default_context_t",
		"semanage_store_t", "semanage_read_lock_t", "semanage_trans_lock_t",
		"selinux_login_config_t"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"write } for  pid=77 comm=\"lamplighter\" name=\"config\" "
			"dev=\"vda2\" ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:selinux_config_t:s0 tclass=file"
			" permissive=0",
		.explanation =
			"/etc/selinux and the module store hold the policy, its "
			"mode, its file contexts and its logins.",
		.safe_change =
			"Let the program call semodule or semanage, whose domain is"
			" semanage_t, rather than write the files.",
		.not_when =
			"Not for programs that only read: that is another "
			"permission.",
	},
};
