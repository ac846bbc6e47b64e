/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-DOUBT: a rule that is not understood, or a field that the record lacks, may decide
 * it.
 */
#include "policy/apparmor/reasons/answers.h"

static void tell(struct avow_profile_case *c)
{
	avow_answers_tell(c, &avow_profile_reason_doubt, AVOW_COVER_UNKNOWN,
			  "It cannot be told whether this rule is about",
			  ", because it asks for what the record does not say, or is not "
			  "understood.");
}

const struct avow_profile_reason_kind avow_profile_reason_doubt = {
	.code = "AA-DOUBT",
	.layer = "rules",
	.title = "it cannot be told",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"connect\" class=\"net\" profile=\"lamplighter\" pid=77 "
			"comm=\"lamplighter\" family=\"inet\" sock_type=\"stream\" "
			"protocol=6 requested_mask=\"connect\" denied_mask=\"connect\"",
		.explanation =
			"A rule of the class may be about this access: it is written "
			"in a syntax that is not known here, or it asks for something "
			"(an address, an owner) that the record does not say. Nothing "
			"is guessed.",
		.safe_change =
			"Read the rule that is named. If it is meant for this access, "
			"the profile that is loaded may be older.",
		.not_when =
			"When the rule is clearly about something else.",
	},
};
