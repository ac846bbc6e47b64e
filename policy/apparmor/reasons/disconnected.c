/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-DISCONNECTED: the name could not be followed to the root of the namespace, so no
 * path rule was asked.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!(avow_case_has_info(c, AVOW_INFO_DISCONNECTED)))
		return;
	avow_buf_puts(&text, "The file is not below the root that the process sees (a "
			     "mount of another namespace, a descriptor passed in), so "
			     "its name has no beginning and no path rule can match "
			     "it. The access failed, even where the record says "
			     "ALLOWED.");
	avow_case_tell(c, &avow_profile_reason_disconnected, NULL, c->cluster->count,
		       &text, NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_disconnected = {
	.code = "AA-DISCONNECTED",
	.layer = "path lookup",
	.title = "a disconnected path",
	.is_final = true,
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"open\" class=\"file\" info=\"Failed name lookup - "
			"disconnected path\" error=-13 profile=\"lamplighter\" "
			"name=\"run/lamp.sock\" pid=77 comm=\"lamplighter\" "
			"requested_mask=\"r\" denied_mask=\"r\" fsuid=0 ouid=0",
		.explanation =
			"AppArmor decides by paths. Where the kernel cannot follow a "
			"file up to the root of the process (another mount namespace, "
			"a lazy unmount, a descriptor that came from outside), the "
			"name in the record lacks its leading slash and no rule is "
			"asked at all. The access is refused with EACCES in complain "
			"mode too.",
		.safe_change =
			"If the program is meant to work on such files, give the "
			"profile flags=(attach_disconnected): the name is then taken "
			"as if it began at /. On AppArmor 4 prefer "
			"flags=(attach_disconnected.path=/some/prefix), which keeps "
			"such names apart from real ones. Then write the rule for the "
			"name that the next records show.",
		.not_when =
			"Not for a program that may be handed descriptors by less "
			"trusted ones: with the flag, a file outside its tree is "
			"judged by a name that others may choose.",
	},
};
