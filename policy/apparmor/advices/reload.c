/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-RELOAD: load what is on the disk.
 */
#include "policy/apparmor/advice.h"

#include "analyzer/base/escape.h"
#include "policy/apparmor/drafts/drafts.h"

static void advise(struct avow_profile_case *c)
{
	struct avow_buf why = { 0 }, change = { 0 };
	const char *path;

	if (!c->profile || !avow_case_count(c, AVOW_COVER_ALLOWED) ||
	    avow_case_is_learning(c) || avow_draft_of(c->drafts, c->profile))
		return;
	path = c->profile->place.source->path;
	avow_buf_puts(&why, "The files that were read allow it: load them, and look "
			    "whether it still happens.");
	avow_buf_puts(&change, "apparmor_parser -r ");
	avow_escape_shell(&change, avow_span_of(path));
	avow_case_advise(c, &avow_profile_advice_reload,
			 &(struct avow_profile_advice){ .why = &why,
							.change = &change,
							.change_kind = "command" });
	avow_buf_free(&why);
	avow_buf_free(&change);
}

const struct avow_profile_advice_kind avow_profile_advice_reload = {
	.code = "AA-RELOAD",
	.title = "load the profile again",
	.advise = advise,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" profile=\"lamplighter\" "
			"name=\"/etc/wick.conf\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"The files hold a rule for it, so the profile in the kernel "
			"is not what the files say.",
		.safe_change =
			"apparmor_parser -r FILE loads one file of profiles in the "
			"place of what is loaded; running programs are judged by it "
			"at once.",
		.not_when =
			"When the log is of another machine than the profiles.",
	},
};
