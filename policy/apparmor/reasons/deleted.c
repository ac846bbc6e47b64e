/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-DELETED: the file is gone, and the profile does not judge by its former name.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!(avow_case_has_info(c, AVOW_INFO_DELETED)))
		return;
	avow_buf_puts(&text, "The file was deleted while it was open, so it has no "
			     "name that a rule could match. The access failed, even "
			     "where the record says ALLOWED.");
	avow_case_tell(c, &avow_profile_reason_deleted, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_deleted = {
	.code = "AA-DELETED",
	.layer = "path lookup",
	.title = "a deleted file",
	.is_final = true,
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" info=\"Failed name lookup - "
			"deleted entry\" error=-2 profile=\"lamplighter\" "
			"name=\"/var/lib/lamp/old\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"A file that was removed and is still open has no path. "
			"Unless the profile says otherwise, every new look at it is "
			"refused, in complain mode too.",
		.safe_change =
			"flags=(mediate_deleted) lets the rules for its former name "
			"decide. Better, where it is possible: let the program keep "
			"what it opened rather than opening it again through "
			"/proc/self/fd.",
		.not_when =
			"Not to silence a program that races with its own cleaning "
			"up.",
	},
};
