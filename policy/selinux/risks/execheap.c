/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-EXECHEAP: makes its heap executable. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_execheap = {
	.risk = {
		.code = "SEL-RISK-EXECHEAP",
		.level = AVOW_RISK_HIGH,
		.title = "makes its heap executable",
		.why =
			"No program needs it, and it turns an overflow of the heap "
			"into code that runs.",
		.is_refused = true,
	},
	.classes = AVOW_RISK_NAMES("process"),
	.permissions = AVOW_RISK_NAMES("execheap"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"execheap } for  pid=77 comm=\"lamplighter\" "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"The kernel asks for execheap when mprotect() makes memory "
			"of brk() executable. A program that generates code can "
			"take memory from mmap().",
		.safe_change =
			"Have the program, or its allocator, mended. Until then the"
			" boolean selinuxuser_execheap, where the policy has it, is"
			" for users' domains.",
		.not_when =
			"Not for a service, ever.",
	},
};
