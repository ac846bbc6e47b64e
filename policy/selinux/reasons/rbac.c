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
};
