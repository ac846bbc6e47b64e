/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-RBAC: a process may not change its role that way. It is told also when a
 * rule is missing, since adding the rule would not help.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

#include "analyzer/base/escape.h"
#include "analyzer/denial/denial.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return avow_case_words(ask, ask->answer.unrolled);
}

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	struct avow_context source, target;

	if (!avow_context_parse(avow_atoms_text(ask->atoms, ask->access->scontext),
				&source) ||
	    !avow_context_parse(avow_atoms_text(ask->atoms, ask->access->tcontext),
				&target))
		return 0;
	avow_buf_puts(out, "allow ");
	avow_escape_display(out, source.role);
	avow_buf_putc(out, ' ');
	avow_escape_display(out, target.role);
	avow_buf_putc(out, ';');
	return 0;
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_printf(out,
			"The policy has no role rule \"%s\", so a process may not change "
			"its role that way, whatever the type rules allow.",
			group->key);
}

static void evidence(const struct avow_group *group, struct avow_buf *out)
{
	avow_buf_printf(out, "no role rule %s", group->key);
}

const struct avow_reason_kind avow_reason_rbac = {
	.code = "SEL-RBAC",
	.layer = "role",
	.title = "no role transition allowed",
	.is_final = true,
	.advice = &avow_advice_allow_role,
	.refuses = refuses,
	.key = key,
	.text = text,
	.evidence = evidence,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:8): avc:  denied  { "
			"transition } for  pid=77 comm=\"bash\" "
			"path=\"/usr/sbin/gate\" dev=\"vda2\" ino=9 "
			"scontext=system_u:keeper_r:keeper_t:s0 "
			"tcontext=system_u:system_r:gate_t:s0 tclass=process "
			"permissive=0",
		.explanation =
			"A process changes its role only where a role allow rule "
			"(`allow keeper_r system_r;`) says so, whatever the type rules "
			"allow. It happens when a service is started by hand from a "
			"login, without run_init or the service manager, and when a "
			"login is mapped to a user without the role.",
		.safe_change =
			"Start the service by its manager. For people use newrole or "
			"sudo with a role that the login may have (`semanage login "
			"-l`, `semanage user -l`).",
		.not_when =
			"When the role is kept apart on purpose, as that of guests is: "
			"the rule would be for every program of the role.",
	},
};
