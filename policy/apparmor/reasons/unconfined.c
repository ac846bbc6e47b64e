/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AA-UNCONFINED: the process is not confined; what failed is a request of its own.
 */
#include "policy/apparmor/reason.h"

static void tell(struct avow_profile_case *c)
{
	struct avow_buf text = { 0 };

	if (!(avow_span_is(c->name, "unconfined")))
		return;
	avow_buf_puts(&text, "The process is unconfined: no profile refused this. A "
			     "request of the process itself failed, or a change of "
			     "the policy was noted.");
	avow_case_tell(c, &avow_profile_reason_unconfined, NULL, c->cluster->count, &text,
		       NULL);
	avow_buf_free(&text);
}

const struct avow_profile_reason_kind avow_profile_reason_unconfined = {
	.code = "AA-UNCONFINED",
	.layer = "profile",
	.title = "the process is unconfined",
	.is_final = true,
	.tell = tell,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): apparmor=\"DENIED\" "
			"operation=\"change_hat\" class=\"file\" info=\"unconfined can not "
			"change_hat\" error=-1 profile=\"unconfined\" pid=77 "
			"comm=\"lamplighter\"",
		.explanation =
			"profile=\"unconfined\" means that no profile applies. Such "
			"records come of calls like change_hat, and of user "
			"namespaces on systems that restrict them.",
		.safe_change =
			"Nothing of the policy need change. If the program should be "
			"confined, load its profile before it starts.",
		.not_when =
			"When the program is believed to be confined: then find out "
			"why its profile did not attach.",
	},
};
