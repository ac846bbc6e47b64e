/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-ADD-RULE: the narrowest rule that would allow it.
 */
#include "policy/apparmor/advice.h"

#include "policy/apparmor/plan/plan.h"

static void advise(struct avow_profile_case *c)
{
	struct avow_buf why = { 0 }, rules = { 0 }, change = { 0 };
	const char *missing;
	size_t count;

	if (c->risk)
		return;
	avow_profile_write_rules(c, c->abi, &rules, &missing);
	avow_profile_rules_merge(avow_buf_span(&rules), &change, &count);
	if (change.length && change.data[change.length - 1] == '\n')
		change.length--;
	avow_buf_printf(
		&why, "The profile has no rule for it%s.",
		avow_profile_is_owners(c) ? "; every record is of the file's owner" : "");
	if (change.length)
		avow_case_advise(c, &avow_profile_advice_rule,
				 &(struct avow_profile_advice){ .why = &why,
								.change = &change,
								.change_kind = "rule" });
	avow_buf_free(&why);
	avow_buf_free(&rules);
	avow_buf_free(&change);
}

const struct avow_profile_advice_kind avow_profile_advice_rule = {
	.code = "AA-ADD-RULE",
	.title = "add a rule to the profile",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
			"name=\"/etc/lamp.conf\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"A rule for what was seen and nothing else: the object, the "
			"permissions that were refused, the owner where all records "
			"agree. What changes with each process, user or machine is a "
			"variable.",
		.safe_change =
			"Put it into the profile's local/ file, which updates leave "
			"alone, and load the profile again.",
		.not_when =
			"When nobody knows why the program wants it.",
	},
};
