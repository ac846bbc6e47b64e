/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-NO-NEW-PRIVS: no_new_privs forbids the change of profile.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!(avow_case_has_info(c, "no new privs")))
		return;
	avow_buf_puts(&text, "The process has set no_new_privs (systemd's "
			     "NoNewPrivileges=, a container, a sandbox), and the "
			     "kernel then lets it change to no profile that could "
			     "allow more. No rule mends it.");
	avow_case_tell(c, &avow_profile_reason_no_new_privs, NULL, c->cluster->count,
		       &text, NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_no_new_privs = {
	.code = "AA-NO-NEW-PRIVS",
	.layer = "no_new_privs",
	.title = "no_new_privs forbids the transition",
	.is_final = true,
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"exec\" class=\"file\" info=\"no new privs\" error=-1 "
			"profile=\"lamplighter\" name=\"/usr/bin/trim-wick\" pid=77 "
			"comm=\"lamplighter\" requested_mask=\"x\" denied_mask=\"x\" "
			"fsuid=0 ouid=0 target=\"trim-wick\"",
		.explanation =
			"prctl(PR_SET_NO_NEW_PRIVS) promises that an exec gives no "
			"privileges that were not there before. AppArmor keeps it: a "
			"change to another profile is refused unless the new one is a "
			"subset, which only a stack (a//&b) is by construction.",
		.safe_change =
			"Run the program in the calling profile (ix), or let the rule "
			"stack: \"px -> &trim-wick\". Where the service manager sets "
			"it, NoNewPrivileges=no in the unit gives the transition "
			"back, and less protection with it.",
		.not_when =
			"Not by removing no_new_privs from a sandbox that relies on "
			"it.",
	},
};
