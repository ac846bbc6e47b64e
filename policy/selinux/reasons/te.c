/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-TE: no rule allows it, and no single boolean would. Booleans that answer a
 * part are named, so that nobody takes them for the answer.
 */
#include "policy/selinux/reason.h"

static uint32_t missing(const struct avow_case *ask)
{
	return ask->answering_count > 0 ? 0 : ask->answer.untyped & ~ask->answer.quiet;
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

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	for (size_t i = 0; i < ask->helping_count; i++) {
		uint32_t boolean = ask->helping[i];

		avow_buf_printf(out, " The boolean %s, set to %s, would ",
				avow_sepol_boolean_name(ask->sepol, boolean),
				avow_sepol_boolean_state(ask->sepol, boolean) ? "off"
									      : "on");
		if (ask->helped[i] == ask->answer.untyped) {
			avow_buf_puts(
				out, "supply the rule, but another layer still refuses.");
			continue;
		}
		avow_buf_puts(out, "supply a rule for ");
		append_permissions(ask, ask->helped[i], out);
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
	if (avow_sepol_is_permissive(group->sepol, group->subject->source))
		avow_buf_puts(out,
			      " The policy marks the source type permissive: it only "
			      "logs what it would refuse.");
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
};
