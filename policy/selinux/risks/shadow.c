/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-SHADOW: reaches the password hashes. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_shadow = {
	.risk = {
		.code = "SEL-RISK-SHADOW",
		.level = AVOW_RISK_HIGH,
		.title = "reaches the password hashes",
		.why =
			"Who reads the hashes can guess passwords at leisure, and "
			"who writes them needs to guess none.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_NAMES("file"),
	.permissions = AVOW_RISK_NAMES("read", "open", "write", "append", "create",
		"unlink", "rename", "link", "setattr", "relabelto", "relabelfrom"),
	.targets = AVOW_RISK_NAMES("shadow_t", "shadow_history_t"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"write } for  pid=77 comm=\"lamplighter\" name=\"shadow\" "
			"dev=\"vda2\" ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:shadow_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"Reference policy forbids this to all domains but those "
			"that check or change passwords, with a neverallow rule. A "
			"raw allow rule is compiled all the same where the policy's"
			" modules are checked without it.",
		.safe_change =
			"Let PAM ask: a domain that may run unix_chkpwd needs no "
			"access to the file. A tool that changes passwords belongs "
			"into passwd_t or useradd_t.",
		.not_when =
			"Not for a service that is reached by the network, whatever"
			" its manual says.",
	},
};
