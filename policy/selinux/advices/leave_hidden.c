/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-LEAVE-HIDDEN: a dontaudit rule knows this access. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_leave_hidden = {
	.code = "SEL-LEAVE-HIDDEN",
	.title = "leave it refused",
	.why = "The policy's authors know this access and hold that the program works "
	       "without it.",
	.role = AVOW_ROLE_REST,
	.reason = "SEL-DONTAUDIT",
	.makes = AVOW_CHANGE_KIND_NOTHING,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:17): avc:  denied  { siginh "
			"} for  pid=77 comm=\"lamplighter\" "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"The policy refuses it and has a rule that says nobody need "
			"hear of it. Such rules were written after somebody looked.",
		.safe_change =
			"None. After `semodule -DB` run `semodule -B`.",
		.not_when =
			"When the program fails and this is the only refusal at that "
			"moment.",
	},
};
