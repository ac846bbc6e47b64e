/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-LEAVE: what should stay refused: an explicit deny, or what an intruder would do.
 */
#include "policy/apparmor/advice.h"

static void advise(struct avow_profile_case *c)
{
	const struct avow_risk *risk = c->risk;
	struct avow_buf why = { 0 };

	if (risk)
		avow_buf_puts(&why, risk->why);
	else if (avow_case_count(c, AVOW_COVER_DENIED))
		avow_buf_puts(&why, "Somebody wrote a deny rule for it. If the program "
				    "works without, nothing need change; else that rule "
				    "is the one to change.");
	else
		return;
	avow_case_advise(c, &avow_profile_advice_leave,
			 &(struct avow_profile_advice){ .why = &why });
	avow_buf_free(&why);
}

const struct avow_profile_advice_kind avow_profile_advice_leave = {
	.code = "AA-LEAVE",
	.title = "leave it refused",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
			"name=\"/etc/shadow\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"Either a rule says deny, or the access is one by which a "
			"program that was taken over goes further: password files, "
			"keys, kernel memory, modules, the policy itself. No rule is "
			"proposed for it.",
		.safe_change =
			"Find out what the program did. If it must do it, write the "
			"rule by hand and say why beside it; or name the code of the "
			"risk with --allow-risky.",
		.not_when =
			"When the program is made for it: passwd writes /etc/shadow.",
	},
};
