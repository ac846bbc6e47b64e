/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-CAPABILITY: gets a capability that is nearly root's whole power. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_capability = {
	.risk = {
		.code = "SEL-RISK-CAPABILITY",
		.level = AVOW_RISK_MEDIUM,
		.title = "gets a capability that is nearly root's whole power",
		.why =
			"The kernel asks for this capability in many places, most "
			"of which have nothing to do with what was refused here.",
	},
	.classes = AVOW_RISK_NAMES("capability", "capability2", "cap_userns",
		"cap2_userns"),
	.permissions = AVOW_RISK_NAMES("sys_admin", "sys_ptrace", "sys_rawio",
		"dac_override", "dac_read_search", "setfcap", "linux_immutable",
		"mac_admin", "mac_override", "bpf", "sys_boot", "net_admin"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"dac_override } for  pid=77 comm=\"lamplighter\" "
			"capability=1  scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=capability "
			"permissive=0",
		.explanation =
			"dac_override passes over owner and mode of every file, "
			"sys_admin is asked for hundreds of things, and so on: "
			"capabilities(7) lists them.",
		.safe_change =
			"See what was done (the SYSCALL record) and whether it "
			"works without: a wrong owner or mode, a socket option, a "
			"probe.",
		.not_when =
			"When the program runs as root for no other reason: then "
			"let it run as a user of its own.",
	},
};
