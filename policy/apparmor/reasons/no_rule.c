/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-NO-RULE: no rule of the profile is about it.
 */
#include "policy/apparmor/reasons/answers.h"

static void tell(struct avow_profile_case *c)
{
	avow_answers_tell(c, &avow_profile_reason_no_rule, AVOW_COVER_NONE,
			  "No rule of the profile allows", ".");
}

const struct avow_profile_reason_kind avow_profile_reason_no_rule = {
	.code = "AA-NO-RULE",
	.layer = "rules",
	.title = "no rule allows it",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
			"name=\"/etc/lamp.conf\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"A profile allows only what a rule of it, or of what it "
			"includes, names: this object with this permission, for the "
			"owner or for all. Every rule was matched with its variables "
			"expanded, and none is about it.",
		.safe_change =
			"Go through the advice from the top. Prefer the narrowest "
			"rule that says what the program is for, and local/ as its "
			"place.",
		.not_when =
			"When nobody knows why the program wants it: what is new and "
			"unexplained is better refused.",
	},
};
