/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-WIDEN-BOUNDS: the rule is needed further up. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_widen_bounds = {
	.code = "SEL-WIDEN-BOUNDS",
	.title = "allow it to the bounding type first",
	.why = "A bounded type never may more than the type that bounds it.",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:21): avc:  denied  { read } "
			"for  pid=77 comm=\"plugin\" name=\"lamp.log\" dev=\"vda2\" "
			"ino=9 scontext=system_u:system_r:plugin_t:s0 "
			"tcontext=system_u:object_r:lamp_log_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"A bounded type has at most what its bounds have. The rule is "
			"needed for the bounding type first, and then for the bounded "
			"one, if it is not there.",
		.safe_change =
			"Allow both in one module, and ask again.",
		.not_when =
			"When the bounding type should not do it either: then the "
			"refusal is right.",
	},
};
