/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-TE: no rule allows it, and no set of booleans would. Booleans that answer a
 * part are named, so that nobody takes them for the answer.
 */
#include "policy/selinux/reason.h"

static uint32_t missing(const struct avow_case *ask)
{
	return ask->is_switched ? 0 : ask->answer.untyped & ~ask->answer.quiet;
}

static uint64_t refuses(const struct avow_case *ask)
{
	return avow_case_words(ask, missing(ask));
}

static void append_permissions(const struct avow_case *ask, uint32_t permissions,
			       struct avow_buf *out)
{
	avow_buf_putc(out, '{');
	for (size_t i = 0; i < ask->word_count; i++)
		if (ask->bits[i] & permissions)
			avow_buf_printf(out, " %.*s", (int)ask->words[i].length,
					ask->words[i].data);
	avow_buf_puts(out, " }");
}

static void append_set(const struct avow_case *ask, const struct avow_boolean_set *set,
		       struct avow_buf *out)
{
	avow_buf_puts(out, set->count == 1 ? " The boolean " : " The booleans ");
	for (size_t i = 0; i < set->count; i++) {
		uint32_t boolean = set->booleans[i];

		avow_buf_printf(out, "%s%s, set to %s,", i > 0 ? " and " : "",
				avow_sepol_boolean_name(ask->sepol, boolean),
				avow_sepol_boolean_state(ask->sepol, boolean) ? "off"
									      : "on");
	}
	avow_buf_puts(out, " would ");
}

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	for (size_t i = 0; i < ask->set_count; i++) {
		const struct avow_boolean_set *set = &ask->sets[i];

		append_set(ask, set, out);
		if (set->supplies == ask->answer.untyped) {
			avow_buf_puts(
				out, "supply the rule, but another layer still refuses.");
			continue;
		}
		avow_buf_puts(out, "supply a rule for ");
		append_permissions(ask, set->supplies, out);
		avow_buf_puts(out, " alone, which is not all.");
	}
	return 0;
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "The policy has no rule that allows ");
	avow_group_permissions(group, out);
	avow_buf_puts(out, " for ");
	avow_group_triple(group, out);
	avow_buf_putc(out, '.');
	avow_buf_puts(out, group->key);
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_puts(out, "no allow rule for ");
	avow_group_triple(group, out);
	avow_buf_putc(out, ' ');
	avow_group_permissions(group, out);
	avow_buf_putc(out, ';');
}

const struct avow_reason_kind avow_reason_te = {
	.code = "SEL-TE",
	.layer = "type enforcement",
	.title = "no allow rule",
	.refuses = refuses,
	.key = key,
	.text = text,
	.evidence = evidence,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:9): avc:  denied  { read } "
			"for  pid=77 comm=\"lamplighter\" name=\"lamp.log\" "
			"dev=\"vda2\" ino=9 scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:lamp_log_t:s0 tclass=file "
			"permissive=0",
		.explanation =
			"Type enforcement allows only what a rule names: this source "
			"type (or an attribute of it), this target type, this class, "
			"this permission. No such rule is in force, and no set of "
			"booleans would bring one. That is the usual reason, and "
			"seldom the fault: more often a label, a port or the domain is "
			"wrong, which the reasons beside this one tell.",
		.safe_change =
			"Go through the advice from the top; the allow rule is the "
			"last of it.",
		.not_when =
			"When nobody knows why the program wants it. What is new and "
			"unexplained is better refused.",
	},
};
