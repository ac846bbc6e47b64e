/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-BOOL: no rule in force allows it, but one boolean, turned over, does, with
 * every later layer agreeing. Pairs of booleans are not looked for.
 */
#include "policy/selinux/reason.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return ask->answering_count > 0 ? avow_case_words(ask, ask->answer.untyped) : 0;
}

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	for (size_t i = 0; i < ask->answering_count; i++)
		avow_buf_printf(out, "%s = %s\n",
				avow_sepol_boolean_name(ask->sepol, ask->answering[i]),
				avow_sepol_boolean_state(ask->sepol, ask->answering[i])
					? "off"
					: "on");
	return 0;
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	const char *separator = "";

	avow_buf_puts(out, "A rule that allows ");
	avow_group_permissions(group, out);
	avow_buf_puts(out, " for ");
	avow_group_triple(group, out);
	avow_buf_puts(
		out,
		group->boolean_count == 1
			? " is switched off by the boolean "
			: " is switched off; any one of these booleans turns it on: ");
	for (size_t i = 0; i < group->boolean_count; i++) {
		avow_buf_printf(
			out, "%s%s", separator,
			avow_sepol_boolean_name(group->sepol, group->booleans[i]));
		separator = ", ";
	}
	avow_buf_putc(out, '.');
}

const struct avow_reason_kind avow_reason_boolean = {
	.code = "SEL-BOOL",
	.layer = "boolean",
	.title = "a boolean is set against it",
	.refuses = refuses,
	.key = key,
	.text = text,
};
