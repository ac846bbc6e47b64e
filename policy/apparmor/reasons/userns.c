/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-USERNS: user namespaces are restricted on this system.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!(avow_span_is(avow_atoms_text(c->atoms, c->cluster->apparmor->class_name),
			   "namespace") ||
	      avow_span_is(c->base, "unprivileged_userns")))
		return;
	avow_buf_puts(&text, "This system lets only programs whose profile says so "
			     "make user namespaces with privileges in them "
			     "(kernel.apparmor_restrict_unprivileged_userns). A "
			     "record AUDIT userns_create tells that the process was "
			     "moved to the profile unprivileged_userns, and denials "
			     "of that profile follow from it.");
	avow_case_tell(c, &avow_profile_reason_userns, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_userns = {
	.code = "AA-USERNS",
	.layer = "user namespaces",
	.title = "user namespaces are restricted",
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"userns_create\" class=\"namespace\" info=\"Userns "
			"create restricted - failed to find unprivileged_userns "
			"profile\" error=-13 profile=\"lamplighter\" pid=77 "
			"comm=\"lamplighter\" requested=\"userns_create\" "
			"denied=\"userns_create\"",
		.explanation =
			"Ubuntu since 23.10 confines who may use unprivileged user "
			"namespaces: a program without a profile is moved to "
			"unprivileged_userns, which refuses capabilities; a confined "
			"one needs the rule userns,.",
		.safe_change =
			"Give the program that needs it a profile that allows it: for "
			"an otherwise unconfined one, profile NAME /path "
			"flags=(unconfined) { userns, }. A confined one needs the "
			"rule userns create,.",
		.not_when =
			"Not by turning off the restriction for the whole system, and "
			"not for a program that runs what others give it.",
	},
};
