/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SEL-CONSTRAINT: a constraint (MLS and MCS are constraints too) refuses it even
 * with a rule. It is told also when a rule is missing, since adding the rule
 * would not help.
 */
#include "policy/selinux/advice.h"
#include "policy/selinux/reason.h"

#include "analyzer/base/escape.h"

static uint64_t refuses(const struct avow_case *ask)
{
	return avow_case_words(ask, ask->answer.constrained);
}

static int key(const struct avow_case *ask, struct avow_buf *out)
{
	struct avow_question question = ask->question;

	question.requested = ask->answer.constrained;
	avow_sepol_constraints(ask->sepol, &question, out);
	return 0;
}

/* What in the constraints fails, the alternatives one after the other. */
static void append_failures(const struct avow_group *group, struct avow_buf *out)
{
	struct avow_question question = group->question;
	struct avow_answer answer;
	struct avow_buf words = { 0 };
	struct avow_span rest;

	avow_sepol_ask(group->sepol, &question, &answer);
	question.requested = answer.constrained;
	avow_sepol_constraint_words(group->sepol, &question, &words);
	out->failed |= words.failed;
	rest = avow_buf_span(&words);
	while (!avow_span_is_empty(rest)) {
		size_t length = avow_span_find(rest, '\n');

		avow_buf_puts(out, rest.data == words.data ? " It wants " : "; or ");
		avow_buf_append(out, avow_span_first(rest, length));
		rest = avow_span_skip(rest, length + 1);
	}
	if (words.length > 0)
		avow_buf_putc(out, '.');
	avow_buf_free(&words);
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
	avow_buf_putc(out, '.');
	append_failures(group, out);
}

const struct avow_reason_kind avow_reason_constraint = {
	.code = "SEL-CONSTRAINT",
	.layer = "constraint",
	.title = "a constraint forbids it",
	.is_final = true,
	.advice = &avow_advice_change_context,
	.refuses = refuses,
	.key = key,
	.text = text,
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:5): avc:  denied  { read } "
			"for  pid=77 comm=\"wick\" name=\"logbook\" dev=\"vda2\" ino=9 "
			"scontext=system_u:system_r:wick_t:s0 "
			"tcontext=system_u:object_r:lamp_log_t:s0:c0 tclass=file "
			"permissive=0",
		.explanation =
			"Constraints compare both contexts whole, users, roles, types "
			"and levels, and refuse what the rules allow. MLS and MCS are "
			"made of them: a container may not touch what carries the "
			"categories of another. avow shows the comparison that failed, "
			"with the values of both sides.",
		.safe_change =
			"Change the context that does not fit: the level or category "
			"of the file (chcat, `semanage fcontext -r`), the user or role "
			"that started the process, for a container volume the :Z "
			"option.",
		.not_when =
			"When the levels or categories are meant to keep the two "
			"apart, as those of two containers or customers are.",
	},
};
