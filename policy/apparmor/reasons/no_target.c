/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-NO-TARGET: the rule names a profile that is not loaded.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!(avow_case_has_info(c, "profile transition not found") ||
	      avow_case_has_info(c, "label not found")))
		return;
	avow_buf_puts(&text, "The rule for this program names a profile to run it in, "
			     "and no such profile is loaded. The call failed, in "
			     "complain mode too; no further rule mends it.");
	avow_case_tell(c, &avow_profile_reason_no_target, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_no_target = {
	.code = "AA-NO-TARGET",
	.layer = "transition",
	.title = "the profile to change to is not loaded",
	.is_final = true,
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"exec\" class=\"file\" info=\"profile transition not "
			"found\" error=-13 profile=\"lamplighter\" "
			"name=\"/usr/bin/trim-wick\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"x\" denied_mask=\"x\" fsuid=0 ouid=0 "
			"target=\"trim-wick\"",
		.explanation =
			"px, cx, change_profile and \"-> NAME\" run a program in "
			"another profile. If the kernel has no profile of that name "
			"(not loaded, misspelt, in another namespace, or a child that "
			"was left out), the program does not start.",
		.safe_change =
			"Load the profile that is meant (apparmor_parser -r FILE), or "
			"correct its name in the rule. \"pix\" and \"cix\" say that the "
			"program runs in the calling profile where there is none of "
			"its own.",
		.not_when =
			"Do not answer with ux: the program would run unconfined.",
	},
};
