/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-UNKNOWN-CLASS: the policy has no such tclass, so it neither allows nor
 * refuses anything of it by a rule.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

#include "analyzer/base/escape.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return ask->subject->pair.tclass ? 0 : avow_case_all_words(ask);
}

static void append_class(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_putc(out, '"');
	avow_escape_display(
		out, avow_atoms_text(group->atoms, group->subject->cluster->tclass));
	avow_buf_putc(out, '"');
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "The policy has no class ");
	append_class(group, out);
	avow_buf_puts(
		out, avow_sepol_allows_unknown(group->sepol)
			     ? " and has the kernel allow what it does not know: another "
			       "policy made this log."
			     : ", and the kernel then refuses all of it.");
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "no class ");
	append_class(group, out);
	avow_buf_puts(out, " in the policy");
}

const struct avow_reason_kind avow_reason_class = {
	.code = "SEL-UNKNOWN-CLASS",
	.layer = "class",
	.title = "the policy does not know the class",
	.is_unknown = true,
	.is_final = true,
	.advice = &avow_advice_other_policy,
	.refuses = refuses,
	.text = text,
	.evidence = evidence,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:4): avc:  denied  { create "
			"} for  pid=77 comm=\"lamplighter\" "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:system_r:lamp_t:s0 tclass=user_namespace "
			"permissive=0",
		.explanation =
			"The record names a class of objects that the policy lacks. "
			"Newer kernels have classes that older policies do not know; "
			"for these the policy says once whether the kernel allows or "
			"denies all of it (handle_unknown).",
		.safe_change =
			"Ask the policy of the host that made the log. On the host "
			"itself update the policy.",
		.not_when =
			"When the class is misspelt because the record was cut: then "
			"the record is the fault.",
	},
};
