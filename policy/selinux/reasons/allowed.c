/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-ALLOWED: the policy given knows all of it and allows it, so it is not the
 * policy that refused it, or not as it was then.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

static uint64_t refuses(const struct avow_case *ask)
{
	if (!ask->is_asked || avow_answer_refused(&ask->answer) != 0 ||
	    avow_case_unknown_words(ask) != 0)
		return 0;
	return avow_case_words(ask, UINT32_MAX);
}

static bool has_word(const struct avow_group *group, const char *word)
{
	for (size_t i = 0; i < group->word_count; i++)
		if (avow_span_is(group->words[i], word))
			return true;
	return false;
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "The policy already allows ");
	avow_group_permissions(group, out);
	avow_buf_puts(out, " for ");
	avow_group_triple(group, out);
	avow_buf_puts(out, ". The log is older than the policy, or booleans were set "
			   "otherwise, or another policy made it.");
	if (has_word(group, "ioctl") && !group->example->xperm)
		avow_buf_puts(out, " The record names no ioctl command, so rules for "
				   "single commands (allowxperm) were not asked.");
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	avow_group_rules(group, false, out);
}

const struct avow_reason_kind avow_reason_allowed = {
	.code = "SEL-ALLOWED",
	.layer = "none",
	.title = "the policy allows it",
	.advice = &avow_advice_no_change,
	.refuses = refuses,
	.text = text,
	.evidence = evidence,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:1): avc:  denied  { read } "
			"for  pid=77 comm=\"lamplighter\" name=\"oil.db\" dev=\"vda2\" "
			"ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lamp_var_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"The policy that was asked lets the access through, by rules "
			"that are in force now. So the log is older than the policy, a "
			"boolean was set otherwise when it was written, or it is of "
			"another host.",
		.safe_change =
			"None. Run `avow why` with the policy that the host had "
			"loaded, or clear the old records away.",
		.not_when =
			"When the host refuses it still: then compare what is loaded "
			"(`sestatus`, `getsebool -a`, the digest that avow prints) "
			"with the file that was asked.",
	},
};
