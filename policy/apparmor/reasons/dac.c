/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-DAC: the capability was asked for because file modes did not allow the access.
 */
#include "policy/apparmor/reason.h"

static const struct {
	const char *name, *what;
} capabilities[] = {
	{ "dac_override", "mode bits would refuse to read, write or execute a file" },
	{ "dac_read_search",
	  "mode bits would refuse to read a file or search a directory" },
	{ "fowner", "a file of another owner was to be changed" },
};

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };
	size_t i = 0;

	if (avow_question_class(c->atoms, c->cluster) != AVOW_RULE_CAPABILITY)
		return;
	while (i < AVOW_ARRAY_SIZE(capabilities) &&
	       !avow_span_is(c->cluster->apparmor->object, capabilities[i].name))
		i++;
	if (i == AVOW_ARRAY_SIZE(capabilities))
		return;
	avow_buf_printf(&text,
			"The kernel asks for this capability only because %s: with "
			"another owner or mode of that file it is not needed.",
			capabilities[i].what);
	avow_case_tell(c, &avow_profile_reason_dac, NULL, c->cluster->count, &text, NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_dac = {
	.code = "AA-DAC",
	.layer = "file modes",
	.title = "a capability that file modes call for",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"capable\" class=\"cap\" profile=\"lamplighter\" pid=77 "
			"comm=\"lamplighter\" capability=1 capname=\"dac_override\"",
		.explanation =
			"The kernel asks for these capabilities only when the owner, "
			"group and mode of a file would refuse the process. So the "
			"file that it wanted is the cause, and the capability the "
			"widest possible answer to it.",
		.safe_change =
			"Find the file (the denials of the same process around it, or "
			"the PATH records), and give it an owner, group or mode by "
			"which the process may use it. Then the capability is not "
			"asked for.",
		.not_when =
			"Where the program is meant to go over all files whoever owns "
			"them: a backup, a package manager.",
	},
};
