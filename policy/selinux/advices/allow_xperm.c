/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-ALLOW-XPERM: an allowxperm rule for the one command. */
#include "policy/selinux/advice.h"

static void change(const struct avow_group *group, size_t index, struct avow_buf *out)
{
	(void)index;
	avow_buf_puts(out, "allowxperm ");
	avow_group_triple(group, out);
	avow_buf_putc(out, ' ');
	avow_group_permissions(group, out);
	avow_buf_printf(out, " 0x%04x;", group->question.xperm & 0xffff);
}

static void trial(const struct avow_group *group, size_t index, struct avow_trial *out)
{
	(void)index;
	out->xperm = group->question.xperm;
}

const struct avow_advice_kind avow_advice_allow_xperm = {
	.code = "SEL-ALLOW-XPERM",
	.title = "allow the one command",
	.why = "The domain lives with rules for single commands; a plain allow rule "
	       "opens "
	       "none of them.",
	.change_kind = "te",
	.change = change,
	.trial = trial,
};
