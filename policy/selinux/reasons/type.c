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
};
