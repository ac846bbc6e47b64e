/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-ALLOW-ROLE: a role rule, where people in one role may become another. */
#include "policy/selinux/advice.h"

static void change(const struct avow_group *group, size_t index, struct avow_buf *out)
{
	(void)index;
	avow_buf_puts(out, group->key);
}

static void trial(const struct avow_group *group, size_t index, struct avow_trial *out)
{
	(void)group;
	(void)index;
	out->has_role_rule = true;
}

const struct avow_advice_kind avow_advice_allow_role = {
	.code = "SEL-ALLOW-ROLE",
	.title = "allow the change of role",
	.why = "No type rule overrides the missing role rule. Allow it only when people "
	       "in the one role may become the other.",
	.change_kind = "te",
	.change = change,
	.trial = trial,
};
