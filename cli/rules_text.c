/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules fmt, merge, explain, diff: rules rewritten, put together, told, compared. */
#include <string.h>

#include "analyzer/base/escape.h"
#include "cli/print.h"
#include "cli/rules.h"
#include "policy/audit/rewrite.h"

static int run_format(const struct avow_rules_job *job)
{
	struct avow_audit_options options = avow_rules_reading(job, 0);
	struct avow_audit_rules *rules;
	struct avow_buf out = { 0 };
	int status;

	if (job->path_count != 1) {
		avow_print_error("fmt is for one file");
		return AVOW_EXIT_TROUBLE;
	}
	rules = avow_rules_read(job);
	if (!rules)
		return AVOW_EXIT_TROUBLE;
	if (rules->is_merged) {
		avow_print_error("fmt is for one file, and not for a directory");
		avow_audit_free(rules);
		return AVOW_EXIT_TROUBLE;
	}
	for (const struct avow_audit_line *line = rules->lines; line; line = line->next) {
		avow_audit_format_line(line, &options, &out);
		avow_buf_putc(&out, '\n');
	}
	status = avow_rules_write(job, &out,
				  rules->error_count ? AVOW_EXIT_NO : AVOW_EXIT_FINE);
	avow_audit_free(rules);
	avow_buf_free(&out);
	return status;
}

const struct avow_rules_action avow_rules_action_fmt = {
	.name = "fmt",
	.says = "writes a file of rules in one layout, with its comments, names and "
		"numbers; what is wrong stays as it is",
	.run = run_format,
};

static int run_merge(const struct avow_rules_job *job)
{
	struct avow_audit_rules *rules = avow_rules_read(job);
	struct avow_buf out = { 0 };
	int status = AVOW_EXIT_NO;

	if (!rules)
		return AVOW_EXIT_TROUBLE;
	if (!rules->error_count) {
		avow_audit_merge(rules, &out);
		status = avow_rules_write(job, &out, AVOW_EXIT_FINE);
	}
	avow_audit_free(rules);
	avow_buf_free(&out);
	return status;
}

const struct avow_rules_action avow_rules_action_merge = {
	.name = "merge",
	.says = "writes all rules as augenrules would, in one text for auditctl, with "
		"the "
		"file and line that each comes from; nothing when one is wrong",
	.run = run_merge,
};

static void put_place(const struct avow_audit_statement *statement, struct avow_buf *out)
{
	avow_buf_printf(out, "%s:%u", statement->line->source->path,
			statement->line->number);
}

int avow_rules_write_shown(const struct avow_rules_job *job, struct avow_buf *text,
			   int status)
{
	struct avow_span rest = avow_buf_span(text);
	struct avow_buf shown = { .failed = text->failed };

	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		avow_escape_display(&shown, avow_span_first(rest, length));
		avow_buf_putc(&shown, '\n');
		rest = avow_span_skip(rest, length + 1);
	}
	status = avow_rules_write(job, &shown, status);
	avow_buf_free(&shown);
	return status;
}

static int run_explain(const struct avow_rules_job *job)
{
	struct avow_audit_rules *rules = avow_rules_read(job);
	struct avow_buf out = { 0 };
	int status;

	if (!rules)
		return AVOW_EXIT_TROUBLE;
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next) {
			put_place(at, &out);
			avow_buf_puts(&out, ": ");
			avow_audit_explain(at, &rules->target, &out);
			avow_buf_putc(&out, '\n');
		}
	status = avow_rules_write_shown(
		job, &out, rules->error_count ? AVOW_EXIT_NO : AVOW_EXIT_FINE);
	avow_audit_free(rules);
	avow_buf_free(&out);
	return status;
}

const struct avow_rules_action avow_rules_action_explain = {
	.name = "explain",
	.says = "tells what each rule does, in a sentence",
	.run = run_explain,
};

static void put_change(const struct avow_audit_change *change,
		       const struct avow_audit_target *target, struct avow_buf *out)
{
	static const char *const signs[] = { "- ", "+ ", "~ " };

	avow_buf_puts(out, signs[change->sign]);
	avow_audit_print_statement(change->statement, target, out);
	avow_buf_puts(out, "\n    ");
	put_place(change->statement, out);
	if (change->other) {
		avow_buf_puts(out, ", now behind ");
		put_place(change->other, out);
	}
	avow_buf_putc(out, '\n');
}

/* Of the kernel there are rules alone; its settings are those of status. */
static bool is_compared(const struct avow_rules_job *job,
			const struct avow_audit_change *change)
{
	return change->statement->rule ||
	       (strcmp(job->paths[0], AVOW_RULES_KERNEL) != 0 &&
		strcmp(job->paths[1], AVOW_RULES_KERNEL) != 0);
}

static int compare(const struct avow_rules_job *job, struct avow_audit_rules *const *sets)
{
	struct avow_arena arena = { 0 };
	struct avow_audit_changes changes;
	struct avow_buf out = { 0 };
	int status = AVOW_EXIT_TROUBLE;

	if (avow_audit_diff(sets[0], sets[1], &arena, &changes)) {
		avow_print_error("memory is out");
	} else {
		for (size_t i = 0; i < changes.count; i++)
			if (is_compared(job, changes.items + i))
				put_change(changes.items + i, &sets[1]->target, &out);
		status = avow_rules_write_shown(
			job, &out, out.length ? AVOW_EXIT_NO : AVOW_EXIT_FINE);
	}
	avow_arena_free(&arena);
	avow_buf_free(&out);
	return status;
}

static int run_diff(const struct avow_rules_job *job)
{
	struct avow_audit_rules *sets[2] = { NULL, NULL };
	struct avow_rules_job one = *job;
	int status = AVOW_EXIT_TROUBLE;

	if (job->path_count != 2) {
		avow_print_error(
			"diff takes two files or directories, the old and the new");
		return status;
	}
	for (unsigned i = 0; i < 2; i++) {
		one.paths = job->paths + i;
		one.path_count = 1;
		sets[i] = avow_rules_read(&one);
	}
	if (sets[0] && sets[1] && !sets[0]->error_count && !sets[1]->error_count)
		status = compare(job, sets);
	avow_audit_free(sets[0]);
	avow_audit_free(sets[1]);
	return status;
}

const struct avow_rules_action avow_rules_action_diff = {
	.name = "diff",
	.says = "compares two files or directories by what their rules mean: - what is "
		"gone, + what is new, ~ what comes behind another now, where that is "
		"felt",
	.run = run_diff,
};
