/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-ASK-MANAGER: change it where the profile is made.
 */
#include "policy/apparmor/advice.h"

static void advise(struct avow_profile_case *c)
{
	struct avow_buf why = { 0 };

	if (!(avow_case_has_reason(c, "AA-MANAGED")))
		return;
	avow_buf_puts(&why, "A generated profile is changed by changing what it is "
			    "generated from.");
	avow_case_advise(c, &avow_profile_advice_manager,
			 &(struct avow_profile_advice){ .why = &why });
	avow_buf_free(&why);
}

const struct avow_profile_advice_kind avow_profile_advice_manager = {
	.code = "AA-ASK-MANAGER",
	.title = "change it where the profile is made",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"snap.lamp.lighter\" "
			"name=\"/etc/lamp.conf\" pid=77 comm=\"lighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"The profile is generated. What would be written into it is "
			"lost when it is made again.",
		.safe_change =
			"Use what the program that makes it offers: an interface of "
			"the snap, an option of the container, the policy inside of "
			"its namespace.",
		.not_when =
			"When the program allows own additions in a file that it "
			"includes: then that is the place.",
	},
};
