/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-REBUILD: how a program was built; told by circumstances/memory.c. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_rebuild = {
	.code = "SEL-REBUILD",
	.title = "have the program built without it",
	.why = "It is a fault in how the program or library was built, which a rule would hide.",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:57): avc:  denied  { execheap } for  "
			"pid=77 comm=\"sketch\" scontext=system_u:system_r:wick_t:s0 "
			"tcontext=system_u:system_r:wick_t:s0 tclass=process permissive=0",
		.explanation =
			"The authors can build it so that nothing it writes is executed; then "
			"no permission is asked for.",
		.safe_change =
			"Report it to them. `readelf -lW FILE` shows an executable stack "
			"(GNU_STACK RWE), `readelf -d FILE` text relocations (TEXTREL).",
		.not_when =
			"Not for programs that compile while they run: they need execmem.",
	},
};
