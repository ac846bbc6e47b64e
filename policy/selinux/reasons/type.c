/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-UNKNOWN-TYPE: the policy does not take one of the contexts: its type, role
 * or user is not there, or not in that combination.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

static uint64_t refuses(const struct avow_case *ask)
{
	if (ask->question.source && ask->question.target)
		return 0;
	return avow_case_all_words(ask);
}

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	if (!ask->question.source)
		avow_sepol_flaw(ask->sepol,
				avow_atoms_string(ask->atoms, ask->access->scontext),
				out);
	if (ask->question.target || ask->access->scontext == ask->access->tcontext)
		return 0;
	if (!ask->question.source)
		avow_buf_puts(out, " and no ");
	avow_sepol_flaw(ask->sepol, avow_atoms_string(ask->atoms, ask->access->tcontext),
			out);
	return 0;
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_printf(out, "The policy knows no %s: another policy made this log.",
			group->key);
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_printf(out, "no %s in the policy", group->key);
}

const struct avow_reason_kind avow_reason_type = {
	.code = "SEL-UNKNOWN-TYPE",
	.layer = "context",
	.title = "the policy does not know the context",
	.is_unknown = true,
	.is_final = true,
	.advice = &avow_advice_other_policy,
	.refuses = refuses,
	.key = key,
	.text = text,
	.evidence = evidence,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:10): avc:  denied  { read } "
			"for  pid=77 comm=\"parrot\" name=\"seeds\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:parrot_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"A context of the record is not valid in the policy: its type, "
			"role, user or level is not there, or the user may not have "
			"the role, or the role not the type. So another policy made "
			"the log: a module was removed since, or the log is of another "
			"host.",
		.safe_change =
			"Ask the policy of the host that made the log; where a module "
			"was removed, install it again or relabel its files.",
		.not_when =
			"When the context was never valid and the file carries it "
			"still (unlabeled_t with trawcon= in the record): that is a "
			"matter of labels.",
	},
};
