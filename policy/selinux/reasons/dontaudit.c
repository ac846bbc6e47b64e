/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-DONTAUDIT: no rule allows it, and a dontaudit rule says that nobody should
 * hear of it.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

static uint64_t refuses(const struct avow_case *ask)
{
	if (ask->is_switched)
		return 0;
	return avow_case_words(ask, ask->answer.untyped & ask->answer.quiet);
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "The policy refuses ");
	avow_group_permissions(group, out);
	avow_buf_puts(out, " for ");
	avow_group_triple(group, out);
	avow_buf_puts(out, " and keeps it out of the log on purpose. It was logged by "
			   "another policy, or while dontaudit rules were off.");
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	avow_group_rules(group, true, out);
}

const struct avow_reason_kind avow_reason_dontaudit = {
	.code = "SEL-DONTAUDIT",
	.layer = "type enforcement",
	.title = "refused silently",
	.advice = &avow_advice_leave_hidden,
	.refuses = refuses,
	.text = text,
	.evidence = evidence,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:6): avc:  denied  { siginh "
			"} for  pid=77 comm=\"lamplighter\" "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"A dontaudit rule of the policy says that this is refused and "
			"not worth a record. It is seen all the same when dontaudit "
			"rules are switched off (`semodule -DB`), when the domain is "
			"permissive with another policy, or in a log of another host.",
		.safe_change =
			"Leave it. `semodule -B` hides such records again.",
		.not_when =
			"When the program really fails by it: the authors were wrong "
			"for your case then. Allow what is needed, and tell them.",
	},
};
