/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-EXEC: how a program is to run that has no exec rule. Unconfined (ux) is never
 * proposed.
 */
#include "policy/apparmor/advice.h"

#include "policy/apparmor/exec.h"

static void advise(struct avow_profile_case *c)
{
	struct avow_buf why = { 0 }, change = { 0 }, note = { 0 };

	if (c->risk || !avow_profile_write_exec(c, &change, &why, &note))
		return;
	avow_case_advise(c, &avow_profile_advice_exec,
			 &(struct avow_profile_advice){ .why = &why,
							.change = &change,
							.note = &note,
							.change_kind = "rule" });
	avow_buf_free(&why);
	avow_buf_free(&change);
	avow_buf_free(&note);
}

const struct avow_profile_advice_kind avow_profile_advice_exec = {
	.code = "AA-EXEC",
	.title = "say how the program is to run",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"exec\" class=\"file\" profile=\"lamplighter\" "
			"name=\"/usr/bin/id\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"x\" denied_mask=\"x\" fsuid=0 ouid=0",
		.explanation =
			"A rule with x says in which profile a program runs: Px in "
			"its own, where there is one; Cx in a child of this profile; "
			"ix in this profile itself, with its rules.",
		.safe_change =
			"Px where the program has a profile. ix for small helpers "
			"that need no more than the caller. A child (Cx) for shells, "
			"interpreters and whatever runs what others wrote.",
		.not_when =
			"Never ux: the program would run unconfined, with what the "
			"caller gave it.",
	},
};
