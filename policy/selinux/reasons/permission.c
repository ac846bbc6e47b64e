/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-UNKNOWN-PERM: the policy's class has no such permission. The permissions
 * beside it that it does have are decided all the same.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

#include "analyzer/base/escape.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return ask->subject->pair.tclass ? avow_case_unknown_words(ask) : 0;
}

static void append_claim(const struct avow_group *group, struct avow_buf *out)
{
	avow_escape_display(
		out, avow_atoms_text(group->atoms, group->subject->cluster->tclass));
	avow_buf_puts(out, " has no permission ");
	avow_group_permissions(group, out);
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "In the policy the class ");
	append_claim(group, out);
	avow_buf_puts(
		out, avow_sepol_allows_unknown(group->sepol)
			     ? ", and the kernel is told to allow what it does not know: "
			       "another policy made this log."
			     : ", and the kernel then refuses it.");
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "class ");
	append_claim(group, out);
}

const struct avow_reason_kind avow_reason_permission = {
	.code = "SEL-UNKNOWN-PERM",
	.layer = "permission",
	.title = "the policy does not know the permission",
	.is_unknown = true,
	.is_final = true,
	.advice = &avow_advice_other_policy,
	.refuses = refuses,
	.text = text,
	.evidence = evidence,
};
