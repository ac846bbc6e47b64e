/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-PTRACE: takes hold of another process. */
#include "policy/selinux/risk.h"

/* Of itself, one process of the domain that of another: that opens no other domain. */
static bool is_met(const struct avow_risk_case *asked)
{
	return asked->pair.source != asked->pair.target;
}

const struct avow_risk_kind avow_risk_ptrace = {
	.risk = {
		.code = "SEL-RISK-PTRACE",
		.level = AVOW_RISK_HIGH,
		.title = "takes hold of another process",
		.why =
			"Who traces a process reads its memory and can make it do "
			"anything that it may do.",
	},
	.classes = AVOW_RISK_NAMES("process"),
	.permissions = AVOW_RISK_NAMES("ptrace"),
	.is_met = is_met,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"ptrace } for  pid=77 comm=\"lamplighter\" "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:wick_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"Debuggers ask for it, and so do programs that only look "
			"into /proc/PID of others (ps, fuser, lsof): for these the "
			"refusal is harmless.",
		.safe_change =
			"dontaudit it where the program works all the same. "
			"Debugging belongs into a domain of users.",
		.not_when =
			"Not for monitoring: reading the state of a domain is "
			"another permission.",
	},
};
