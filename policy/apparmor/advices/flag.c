/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-SET-FLAG: a flag of the profile says how names without a root are judged.
 */
#include "policy/apparmor/advice.h"

static void advise(struct avow_profile_case *c)
{
	bool is_disconnected = avow_case_has_reason(c, "AA-DISCONNECTED");
	bool is_deleted = avow_case_has_reason(c, "AA-DELETED");
	struct avow_buf why = { 0 }, change = { 0 };

	if ((!is_disconnected && !is_deleted) ||
	    (c->profile && is_disconnected && c->profile->has_flag_attach_disconnected))
		return;
	avow_buf_puts(&why,
		      is_disconnected
			      ? "With this flag the name is taken as if it began at "
				"/, and rules decide."
			      : "With this flag deleted files are judged by their "
				"former name.");
	avow_buf_puts(&change, is_disconnected ? "flags=(attach_disconnected)"
					       : "flags=(mediate_deleted)");
	avow_case_advise(c, &avow_profile_advice_flag,
			 &(struct avow_profile_advice){
				 .why = &why, .change = &change, .change_kind = "flag" });
	avow_buf_free(&why);
	avow_buf_free(&change);
}

const struct avow_profile_advice_kind avow_profile_advice_flag = {
	.code = "AA-SET-FLAG",
	.title = "set a flag of the profile",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" info=\"Failed name lookup - "
			"disconnected path\" error=-13 profile=\"lamplighter\" "
			"name=\"run/lamp.sock\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"attach_disconnected puts a / before names that cannot be "
			"followed to the root, mediate_deleted judges deleted files "
			"by their former name. Rules then decide.",
		.safe_change =
			"Set the flag in the profile's first line, load it, and write "
			"the rules for the names that the next records show.",
		.not_when =
			"Not where descriptors may come from less trusted programs.",
	},
};
