/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-COVERED: the profile on disk allows it, so the loaded one is another.
 */
#include "policy/apparmor/reasons/answers.h"

static void tell(struct avow_profile_case *c)
{
	if (avow_case_is_learning(c)) {
		avow_answers_tell(c, &avow_profile_reason_covered, AVOW_COVER_ALLOWED,
				  "The profile that the program would run in allows",
				  ".");
		return;
	}
	avow_answers_tell(
		c, &avow_profile_reason_covered, AVOW_COVER_ALLOWED,
		"The profile on disk allows",
		": the loaded profile is another one, or was when this happened.");
}

const struct avow_profile_reason_kind avow_profile_reason_covered = {
	.code = "AA-COVERED",
	.layer = "rules",
	.title = "the profile on disk allows it",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
			"name=\"/etc/wick.conf\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"The files that were read hold a rule that allows this. The "
			"kernel refused it all the same: what is loaded is older than "
			"the files, was loaded from elsewhere or with other tunables; "
			"or the denial is from before the rule was written.",
		.safe_change =
			"Load the profile again (apparmor_parser -r FILE, or "
			"systemctl reload apparmor) and look whether it still "
			"happens.",
		.not_when =
			"When the log is of another machine, or older than the "
			"profile: then nothing need be done.",
	},
};
