/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-NO-HAT: change_hat found no hat.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!(avow_case_has_operation(c, "change_hat")))
		return;
	avow_buf_puts(&text, "The program asked to change into a hat that it may not "
			     "have: it is unconfined, its profile has no hats, or "
			     "none of that name.");
	avow_case_tell(c, &avow_profile_reason_no_hat, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_no_hat = {
	.code = "AA-NO-HAT",
	.layer = "transition",
	.title = "there is no such hat",
	.is_final = true,
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"change_hat\" class=\"file\" info=\"no hats defined\" "
			"error=-10 profile=\"lamplighter\" name=\"wick\" pid=77 "
			"comm=\"lamplighter\"",
		.explanation =
			"change_hat(2) (mod_apparmor, pam_apparmor) takes a process "
			"into a hat of its profile and back. It is refused to an "
			"unconfined process, to a profile without hats, and for a hat "
			"that is not there.",
		.safe_change =
			"Add the hat to the profile (^NAME { ... }) and reload it. "
			"For an unconfined process nothing need be done: it is told, "
			"and goes on.",
		.not_when =
			"Not for a hat name that a request from outside chose.",
	},
};
