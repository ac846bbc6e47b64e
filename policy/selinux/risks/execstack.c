/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-EXECSTACK: makes its stack executable. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_execstack = {
	.risk = {
		.code = "SEL-RISK-EXECSTACK",
		.level = AVOW_RISK_HIGH,
		.title = "makes its stack executable",
		.why =
			"A library with a wrong mark is the usual cause, and the "
			"mark is easily mended; the rule would open the stack for "
			"ever.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_NAMES("process"),
	.permissions = AVOW_RISK_NAMES("execstack"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"execstack } for  pid=77 comm=\"lamplighter\" "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"The loader makes the stack executable when a library lacks"
			" the mark that it needs none, most often for want of one "
			"line in an assembler file.",
		.safe_change =
			"Find the library (`execstack -q` on each), clear its mark "
			"(`execstack -c`), or have it built again.",
		.not_when =
			"Not for a service, ever.",
	},
};
