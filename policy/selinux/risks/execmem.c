/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-EXECMEM: runs code that it has made itself. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_execmem = {
	.risk = {
		.code = "SEL-RISK-EXECMEM",
		.level = AVOW_RISK_MEDIUM,
		.title = "runs code that it has made itself",
		.why =
			"Memory that is written and then executed is what an "
			"exploit makes, and what a JIT compiler makes.",
	},
	.classes = AVOW_RISK_NAMES("process", "file", "chr_file"),
	.permissions = AVOW_RISK_NAMES("execmem", "execmod"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"execmem } for  pid=77 comm=\"lamplighter\" "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"execmem is about anonymous memory, execmod about a file "
			"that was changed in memory before it is executed (text "
			"relocations).",
		.safe_change =
			"A JIT compiler can often be switched off (PCRE, Lua, "
			"JavaScript). A library with text relocations wants to be "
			"built with -fPIC.",
		.not_when =
			"For a domain that never asked for it before and has not "
			"been updated.",
	},
};
