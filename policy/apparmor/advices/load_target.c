/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-LOAD-TARGET: load the profile that the rule names.
 */
#include "policy/apparmor/advice.h"

static void advise(struct avow_profile_case *c)
{
	struct avow_buf why = { 0 };

	if (!(avow_case_has_reason(c, "AA-NO-TARGET")))
		return;
	avow_buf_puts(&why, "The rule is there and what it names is not: load that "
			    "profile, or correct the name.");
	avow_case_advise(c, &avow_profile_advice_load_target,
			 &(struct avow_profile_advice){ .why = &why });
	avow_buf_free(&why);
}

const struct avow_profile_advice_kind avow_profile_advice_load_target = {
	.code = "AA-LOAD-TARGET",
	.title = "load the profile that the rule names",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"exec\" class=\"file\" info=\"profile transition not "
			"found\" error=-13 profile=\"lamplighter\" "
			"name=\"/usr/bin/trim-wick\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"x\" denied_mask=\"x\" fsuid=0 ouid=0 "
			"target=\"trim-wick\"",
		.explanation =
			"The transition is allowed and its target is missing.",
		.safe_change =
			"Load the file that holds the profile of that name, or "
			"correct the name in the rule.",
		.not_when =
			"When the target was taken away on purpose.",
	},
};
