/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-SET-FLAG: a flag of the profile says how names without a root are judged.
 */
#include "policy/apparmor/advice.h"

/* What the flags are for, and what they open besides. */
static const struct {
	const char *reason, *change, *rival, *why, *note;
} flags[] = {
	{ "AA-DISCONNECTED", "flags=(attach_disconnected)", "no_attach_disconnected",
	  "With this flag the name is taken as if it began at /, and rules decide.",
	  "It is for all of the profile: every file that cannot be followed to the root "
	  "(of "
	  "another mount namespace, unmounted, handed in by another process) is then "
	  "judged "
	  "as if it stood at /, so that a rule for /run/x also allows what another "
	  "namespace "
	  "calls run/x." },
	{ "AA-DELETED", "flags=(mediate_deleted)", "delegate_deleted",
	  "With this flag deleted files are judged by their former name.",
	  "It is for all of the profile: a deleted file that is still open, or was "
	  "handed in, "
	  "may be used as rules allow for its former name, also where another file has "
	  "that "
	  "name by now." },
};

static bool is_set(const struct avow_profile *profile, size_t flag)
{
	return flag == 0 ? profile->has_flag_attach_disconnected
			 : profile->has_flag_mediate_deleted;
}

static bool is_decided(const struct avow_profile_case *c, size_t flag)
{
	return c->profile && (is_set(c->profile, flag) ||
			      avow_span_search(c->profile->flags, flags[flag].rival) <
				      c->profile->flags.length);
}

static void advise_one(struct avow_profile_case *c, size_t flag)
{
	struct avow_buf why = { 0 }, change = { 0 }, note = { 0 };

	if (!avow_case_has_reason(c, flags[flag].reason) || is_decided(c, flag))
		return;
	avow_buf_puts(&why, flags[flag].why);
	avow_buf_puts(&change, flags[flag].change);
	avow_buf_puts(&note, flags[flag].note);
	avow_case_advise(c, &avow_profile_advice_flag,
			 &(struct avow_profile_advice){ .why = &why,
							.change = &change,
							.note = &note,
							.change_kind = "flag" });
	avow_buf_free(&why);
	avow_buf_free(&change);
	avow_buf_free(&note);
}

static void advise(struct avow_profile_case *c)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(flags); i++)
		advise_one(c, i);
}

const struct avow_profile_advice_kind avow_profile_advice_flag = {
	.code = "AA-SET-FLAG",
	.title = "set a flag of the profile",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" info=\"Failed name lookup - "
			"disconnected path\" error=-13 profile=\"lamplighter\" "
			"name=\"run/lamp.sock\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"attach_disconnected puts a / before names that cannot be "
			"followed to the root, mediate_deleted judges deleted files "
			"by their former name. Rules then decide.",
		.safe_change =
			"Set the flag in the profile's first line, load it, and write "
			"the rules for the names that the next records show. "
			"--accept AA-SET-FLAG,AA-ADD-RULE does both, by the names of "
			"the log.",
		.not_when =
			"Not where descriptors may come from less trusted programs.",
	},
};
