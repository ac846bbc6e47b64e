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
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:14): avc:  denied  { "
			"transition } for  pid=77 comm=\"bash\" "
			"path=\"/usr/sbin/gate\" dev=\"vda2\" ino=9 "
			"scontext=system_u:keeper_r:keeper_t:s0 "
			"tcontext=system_u:system_r:gate_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"The role allow rule lets every process of the one role enter "
			"the other, as far as type rules and constraints let it.",
		.safe_change =
			"Rather have the service manager start it. If the roles are "
			"yours, put the rule into your module, and see which types the "
			"new role may have.",
		.not_when =
			"From a role of people into system_r: whoever logs in could "
			"start services as the system does.",
	},
};
