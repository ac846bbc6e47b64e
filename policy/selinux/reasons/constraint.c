/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-CONSTRAINT: a constraint (MLS and MCS are constraints too) refuses it even
 * with a rule. It is told also when a rule is missing, since adding the rule
 * would not help.
 */
#include "policy/selinux/reason.h"

#include "analyzer/base/escape.h"
#include "analyzer/denial/denial.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return avow_case_words(ask, ask->second.constrained);
}

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	return avow_case_constraints(ask, out);
}

static void append_differences(struct avow_span source, struct avow_span target,
			       struct avow_buf *out)
{
	const struct {
		size_t offset;
		const char *name;
	} parts[] = {
		{ offsetof(struct avow_context, user), "user" },
		{ offsetof(struct avow_context, role), "role" },
		{ offsetof(struct avow_context, range), "level" },
	};
	struct avow_context contexts[2];
	const char *before = ", which differ in ";

	if (!avow_context_parse(source, &contexts[0]) ||
	    !avow_context_parse(target, &contexts[1]))
		return;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(parts); i++) {
		const char *a = (const char *)&contexts[0] + parts[i].offset;
		const char *b = (const char *)&contexts[1] + parts[i].offset;

		if (avow_span_equal(*(const struct avow_span *)a,
				    *(const struct avow_span *)b))
			continue;
		avow_buf_printf(out, "%s%s", before, parts[i].name);
		before = " and ";
	}
}

static void text(const struct avow_group *group, struct avow_buf *out)
{
	struct avow_span source = avow_atoms_text(group->atoms, group->example->scontext);
	struct avow_span target = avow_atoms_text(group->atoms, group->example->tcontext);

	avow_buf_puts(out, "A constraint refuses ");
	avow_group_permissions(group, out);
	avow_buf_puts(out, " whatever the rules allow, as from ");
	avow_escape_display(out, source);
	avow_buf_puts(out, " to ");
	avow_escape_display(out, target);
	append_differences(source, target, out);
	avow_buf_putc(out, '.');
}

const struct avow_reason_kind avow_reason_constraint = {
	.code = "SEL-CONSTRAINT",
	.layer = "constraint",
	.title = "a constraint forbids it",
	.is_final = true,
	.refuses = refuses,
	.key = key,
	.text = text,
};
