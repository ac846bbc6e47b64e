/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-CHANGE-CONTEXT: no rule helps against a constraint. */
#include "policy/selinux/advice.h"

const struct avow_advice_kind avow_advice_change_context = {
	.code = "SEL-CHANGE-CONTEXT",
	.title = "change a context, not the rules",
	.why = "No allow rule overrides a constraint. Give the process or the object a "
	       "user, role or level that the constraint takes, or an attribute that it "
	       "exempts.",
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:16): avc:  denied  { read } "
			"for  pid=77 comm=\"wick\" name=\"logbook\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:wick_t:s0 "
			"tcontext=system_u:object_r:lamp_log_t:s0:c0 tclass=file "
			"permissive=0",
		.explanation =
			"No rule can answer what a constraint refuses: it compares "
			"contexts, so one of the two has to be another. avow prints "
			"the values that do not fit.",
		.safe_change =
			"Set the level or the categories of the object, or start the "
			"process with the user, role or level that fits. In a "
			"container setup let the engine label the volume.",
		.not_when =
			"By taking categories away from what many share: whatever has "
			"fewer categories is open to more.",
	},
};
