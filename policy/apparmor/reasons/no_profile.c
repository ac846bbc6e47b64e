/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-NO-PROFILE: the profile is not among those that were read.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!c->profiles || c->profile || avow_span_is(c->name, "unconfined"))
		return;
	avow_buf_printf(&text, "No profile named %.*s is among those that were read.",
			(int)c->base.length, c->base.data);
	avow_case_tell(c, &avow_profile_reason_no_profile, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_no_profile = {
	.code = "AA-NO-PROFILE",
	.layer = "profile",
	.title = "the profile is not there",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"snuffer\" "
			"name=\"/etc/lamp.conf\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"The kernel enforced a profile of this name, and the "
			"directory that was read has none: it was loaded from "
			"elsewhere (a package, a container runtime, snapd), "
			"generated, renamed, or removed since.",
		.safe_change =
			"Name the directory that holds it (--profiles DIR). Where it "
			"is loaded can be seen in "
			"/sys/kernel/security/apparmor/profiles.",
		.not_when =
			"Not by writing a new profile of the same name beside the one "
			"that is loaded.",
	},
};
