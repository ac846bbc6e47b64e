/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-DENY: an explicit deny rule refuses it.
 */
#include "policy/apparmor/reasons/answers.h"

static void tell(struct avow_profile_case *c)
{
	avow_answers_tell(c, &avow_profile_reason_deny, AVOW_COVER_DENIED,
			  "A deny rule refuses", ", whatever other rules allow.");
}

const struct avow_profile_reason_kind avow_profile_reason_deny = {
	.code = "AA-DENY",
	.layer = "deny rules",
	.title = "an explicit deny rule",
	.is_final = true,
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
			"name=\"/etc/lamp.secret\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"A rule with deny overrides every rule that allows, of this "
			"file and of all that are included (until a rule with a "
			"higher priority=, from AppArmor 4.1). It is enforced in "
			"complain mode too, and logs only with audit deny: that there "
			"is a record says that the rule has audit, or that the loaded "
			"profile is another one.",
		.safe_change =
			"Somebody wrote down that this must not be. If the program "
			"works without it, leave it. If the rule is wrong, change "
			"that rule: adding another one cannot help.",
		.not_when =
			"When it is about secrets, or nobody knows why the rule is "
			"there.",
	},
};
