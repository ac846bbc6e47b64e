/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Audit rules in a report: what avow rules lint finds in them. */
#include "cli/report_rules.h"

#include "cli/print.h"
#include "policy/audit/lint.h"

static size_t count_rules(const struct avow_audit_rules *rules)
{
	size_t count = 0;

	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			count += at->kind == AVOW_AUDIT_RULE;
	return count;
}

/* All that were named, with a comma between. */
static const char *name_inputs(struct avow_audit_linted *linted,
			       const struct avow_option_list *paths)
{
	struct avow_buf names = { 0 };
	const char *copy = NULL;

	for (size_t i = 0; i < paths->count; i++)
		avow_buf_printf(&names, i ? ", %s" : "%s", paths->items[i]);
	if (!names.failed)
		copy = avow_arena_string(&linted->arena, avow_buf_span(&names));
	avow_buf_free(&names);
	return copy;
}

static int look_at(struct avow_session *session, const struct avow_option_list *paths,
		   struct avow_error *error)
{
	struct avow_audit_targets targets = { .count = 1 };
	const struct avow_audit_lint_options options = { .targets = &targets,
							 .root = "" };
	struct avow_audit_linted *linted;
	int code;

	if (paths->all > paths->count)
		return avow_error_set(error, AVOW_E_USAGE,
				      "--rules: given more than %zu times", paths->count);
	avow_audit_target_default(&targets.items[0]);
	code = avow_audit_lint(paths->items, paths->count, &options, &linted, error);
	if (code)
		return code;
	session->linted = linted;
	session->rules.source = name_inputs(linted, paths);
	session->rules.rules = count_rules(linted->rules[0]);
	session->rules.faults = linted->faults;
	return session->rules.source ? AVOW_OK : avow_error_nomem(error);
}

void avow_report_rules(struct avow_session *session, const struct avow_option_list *paths)
{
	struct avow_error error;

	if (!paths->count || !look_at(session, paths, &error))
		return;
	avow_print_error(error.message);
	session->troubles++;
}
