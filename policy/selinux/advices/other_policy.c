/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-OTHER-POLICY: the record is of a host with another policy. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_other_policy = {
	.code = "SEL-OTHER-POLICY",
	.title = "ask the policy of the host that made the log",
	.why = "This policy does not know every name in the record, so it cannot judge "
	       "the access.",
	.role = AVOW_ROLE_NOTHING,
	.makes = AVOW_CHANGE_KIND_NOTHING,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:19): avc:  denied  { read } "
			"for  pid=77 comm=\"parrot\" name=\"seeds\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:parrot_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"A rule with a name that the policy lacks can be neither made "
			"nor tried. Every host can give its policy: "
			"/sys/fs/selinux/policy is the loaded one, "
			"/etc/selinux/NAME/policy has the file.",
		.safe_change =
			"Copy the policy from the host that made the log, and give it "
			"with -p.",
		.not_when =
			"When the host has since got another policy: then only new "
			"records count.",
	},
};
