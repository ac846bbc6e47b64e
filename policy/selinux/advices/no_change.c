/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-NO-CHANGE: the policy allows it as it is. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_no_change = {
	.code = "SEL-NO-CHANGE",
	.title = "change nothing",
	.why = "The policy allows it already. See that the host runs this policy with "
	       "these booleans.",
	.role = AVOW_ROLE_NOTHING,
	.makes = AVOW_CHANGE_KIND_NOTHING,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:18): avc:  denied  { read } "
			"for  pid=77 comm=\"lamplighter\" name=\"oil.db\" dev=\"vda2\" "
			"ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"The policy that was asked allows the access, so a change of "
			"it is not what is missing.",
		.safe_change =
			"See which policy the host runs, and since when; the record "
			"may be older.",
		.not_when =
			"When the host refuses it now: then it runs another policy, or "
			"other booleans.",
	},
};
