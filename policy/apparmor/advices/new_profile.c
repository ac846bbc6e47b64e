/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-NEW-PROFILE: a whole profile for a program that has none, from what it did in
 * complain mode.
 */
#include "policy/apparmor/advice.h"

#include "policy/apparmor/drafts/drafts.h"

static void advise(struct avow_profile_case *c)
{
	const struct avow_profile_draft *draft = avow_draft_of(c->drafts, c->profile);
	struct avow_buf why = { 0 }, change = { 0 }, note = { 0 };

	if (!draft || c->profile->parent)
		return;
	avow_draft_put_head(draft, &change);
	avow_buf_puts(&why, "It ran in complain mode, and no file holds its profile: the "
			    "log is what a first one can be made of.");
	avow_buf_puts(&note, "In complain mode first: a log has what happened, and not "
			     "all that can. Enforce it (aa-enforce) when nothing new "
			     "is logged any more.");
	avow_case_advise(c, &avow_profile_advice_new_profile,
			 &(struct avow_profile_advice){ .why = &why,
							.change = &change,
							.note = &note,
							.change_kind = "profile" });
	avow_buf_free(&why);
	avow_buf_free(&change);
	avow_buf_free(&note);
}

const struct avow_profile_advice_kind avow_profile_advice_new_profile = {
	.code = "AA-NEW-PROFILE",
	.title = "write a profile for the program",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"ALLOWED\" "
			"operation=\"open\" class=\"file\" profile=\"/usr/bin/wick\" "
			"name=\"/etc/wick.conf\" pid=77 comm=\"wick\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"A profile in complain mode was loaded that no file has: made by "
			"aa-autodep or aa-genprof, or empty, to see what the program does. "
			"All that it did is put into a new file, named as AppArmor's tools "
			"name it, with abstractions/base, the rules, and a local/ file.",
		.safe_change =
			"Read it, put it there, load it in complain mode, use all of the "
			"program, and go on with the next log; enforce it when nothing new "
			"comes.",
		.not_when =
			"When the profile is kept elsewhere: name that directory with "
			"--profiles.",
	},
};
