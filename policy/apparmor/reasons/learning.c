/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-LEARNING: the kernel made this profile while it learned; what runs in it has no
 * rules.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!(avow_case_is_learning(c)))
		return;
	avow_buf_puts(&text, "A program that the profile in complain mode has no exec "
			     "rule for runs in a learning profile of its own, which "
			     "allows everything and logs it. All that it logs comes "
			     "from that one missing exec rule: decide how the program "
			     "shall run, and these records belong to the profile it "
			     "then runs in.");
	avow_case_tell(c, &avow_profile_reason_learning, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_learning = {
	.code = "AA-LEARNING",
	.layer = "transition",
	.title = "a learning profile",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"ALLOWED\" "
			"operation=\"open\" class=\"file\" "
			"profile=\"lamplighter//null-/usr/bin/trim-wick\" "
			"name=\"/etc/wick.conf\" pid=77 comm=\"trim-wick\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"In complain mode an exec without a rule is not refused: the "
			"kernel makes a profile NAME//null-PROGRAM for it, empty and "
			"in complain mode too. In enforce mode the exec itself would "
			"be refused, and none of the rest would happen. It does not "
			"log everything: those of Linux 6.1 log files, capabilities "
			"and signals, but no sockets.",
		.safe_change =
			"Decide first how the program is to run: ix (in the calling "
			"profile: these accesses become its rules), Px (in a profile "
			"of its own, which they then are the first log of), Cx (in a "
			"child).",
		.not_when =
			"Not by allowing what a program did in it before it is clear "
			"that the program should run at all.",
	},
};
