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
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:7): avc:  denied  { watch } "
			"for  pid=77 comm=\"lamplighter\" path=\"/var/log/lamp\" "
			"dev=\"vda2\" ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lamp_log_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"The policy has the class but no such permission in it: the "
			"kernel that wrote the log is newer than the policy, or the "
			"record was made by a user-space manager with names of its "
			"own. What the policy does know of the same record is decided "
			"as ever.",
		.safe_change =
			"Ask the policy of the host that made the log, or update the "
			"policy.",
		.not_when =
			"When the name is the end of a record that was cut: no rule "
			"can be made of it.",
	},
};
