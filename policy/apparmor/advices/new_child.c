/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-NEW-CHILD: a child profile for a program that a profile started, with what that
 * program did while it was learned of.
 */
#include "policy/apparmor/advice.h"

#include "policy/apparmor/drafts/drafts.h"

static void advise(struct avow_profile_case *c)
{
	const struct avow_profile_draft *draft = avow_draft_of(c->drafts, c->profile);
	struct avow_buf why = { 0 }, change = { 0 }, note = { 0 };

	if (!draft || !c->profile->parent)
		return;
	avow_draft_put_head(draft, &change);
	avow_buf_printf(&why,
			"What %s did is not for the profile that started it: in a child "
			"of it the program has that and nothing else.",
			draft->program);
	avow_buf_puts(&note,
		      draft->is_complain
			      ? "In complain mode, as the profile that it is of is: what "
				"it does with sockets is logged from then on."
			      : "It is enforced, as the profile that it is of is.");
	avow_case_advise(c, &avow_profile_advice_new_child,
			 &(struct avow_profile_advice){ .why = &why,
							.change = &change,
							.note = &note,
							.change_kind = "profile" });
	avow_buf_free(&why);
	avow_buf_free(&change);
	avow_buf_free(&note);
}

const struct avow_profile_advice_kind avow_profile_advice_new_child = {
	.code = "AA-NEW-CHILD",
	.title = "write a child profile",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"ALLOWED\" "
			"operation=\"open\" class=\"file\" "
			"profile=\"lamplighter//null-/usr/bin/trim-lamp\" "
			"name=\"/etc/trim.conf\" pid=77 comm=\"trim-lamp\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"The profile started the program in complain mode without a rule "
			"for it, and the kernel logged what it did under a name with //null- "
			"in it. The program asked for what the profile may not do, and has "
			"no profile of its own. A child is a profile within the profile, "
			"which a rule with Cx starts the program in.",
		.safe_change =
			"Take the child and the rule with Cx together. Programs that the "
			"child starts run in it, or in profiles of their own: children have "
			"no children here.",
		.not_when =
			"When other programs start it too: then it is better off with a "
			"profile of its own, and Px.",
	},
};
