/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules print, compile: from text to what the kernel gets, and back. */
#include <string.h>
#include <unistd.h>

#include "analyzer/base/escape.h"
#include "cli/print.h"
#include "cli/rules.h"
#include "policy/audit/files.h"

/* Whether the text is read as this very rule again. */
static bool is_read_back(const struct avow_rules_job *job, struct avow_span text,
			 const struct avow_audit_rule *rule)
{
	struct avow_audit_options options = avow_rules_reading(job, 0);
	struct avow_audit_rules *again;
	bool is_same = false;

	if (avow_audit_read_text("", text, &options, &again, NULL))
		return false;
	if (again->order_count == 1 && again->order[0]->statements &&
	    again->order[0]->statements->rule)
		is_same = avow_audit_rule_equal(again->order[0]->statements->rule, rule);
	avow_audit_free(again);
	return is_same;
}

static void tell_rule(const char *path, size_t number, const char *what)
{
	struct avow_buf line = { 0 };

	avow_buf_printf(&line, "%s: rule %zu: %s", path, number, what);
	avow_print_error(avow_buf_string(&line));
	avow_buf_free(&line);
}

/* Compiled rules, one after the other. */
static int print_compiled(const struct avow_rules_job *job, const char *path,
			  struct avow_span bytes, struct avow_buf *out)
{
	const struct avow_audit_target *target = job->targets.items;
	struct avow_arena arena = { 0 };
	int status = AVOW_EXIT_FINE;

	for (size_t number = 1; bytes.length; number++) {
		struct avow_audit_rule *rule;
		struct avow_error error;
		size_t used, begin = out->length;
		struct avow_span text;

		if (avow_audit_decompile(bytes, target, &arena, &rule, &used, &error)) {
			tell_rule(path, number, error.message);
			status = AVOW_EXIT_NO;
			break;
		}
		avow_audit_print(rule, target, out);
		text = avow_span_skip(avow_buf_span(out), begin);
		if (!is_read_back(job, text, rule)) {
			tell_rule(path, number, "no text that auditctl reads says this");
			status = AVOW_EXIT_NO;
		}
		avow_buf_putc(out, '\n');
		bytes = avow_span_skip(bytes, used);
		avow_arena_clear(&arena);
	}
	avow_arena_free(&arena);
	return status;
}

static void print_rules(const struct avow_audit_rules *rules, struct avow_buf *out)
{
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next) {
			avow_audit_print_statement(at, &rules->target, out);
			avow_buf_putc(out, '\n');
		}
}

static int print_path(const struct avow_rules_job *job, const char *path,
		      struct avow_buf *out)
{
	struct avow_arena arena = { 0 };
	struct avow_rules_job one = *job;
	struct avow_audit_rules *rules;
	struct avow_span bytes = { "", 0 };
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	one.paths = &path;
	one.path_count = 1;
	if (!avow_audit_files_is_directory(path) &&
	    strcmp(path, AVOW_RULES_KERNEL) != 0 &&
	    avow_audit_files_read(path, &arena, &bytes, &error)) {
		avow_print_error(error.message);
	} else if (avow_audit_is_compiled(bytes)) {
		status = print_compiled(&one, path, bytes, out);
	} else {
		rules = bytes.length ? avow_rules_read_text(&one, bytes)
				     : avow_rules_read(&one);
		if (rules) {
			print_rules(rules, out);
			status = rules->error_count ? AVOW_EXIT_NO : AVOW_EXIT_FINE;
		}
		avow_audit_free(rules);
	}
	avow_arena_free(&arena);
	return status;
}

static int run_print(const struct avow_rules_job *job)
{
	struct avow_buf out = { 0 };
	int status = AVOW_EXIT_FINE;

	for (size_t i = 0; i < job->path_count && status != AVOW_EXIT_TROUBLE; i++) {
		int one = print_path(job, job->paths[i], &out);

		status = one > status ? one : status;
	}
	if (status != AVOW_EXIT_TROUBLE)
		status = avow_rules_write(job, &out, status);
	avow_buf_free(&out);
	return status;
}

const struct avow_rules_action avow_rules_action_print = {
	.name = "print",
	.says = "writes every rule in its normal form, in the order in which they are "
		"loaded; of compiled rules, too",
	.run = run_print,
};

static void put_place(const struct avow_audit_statement *statement, struct avow_buf *out)
{
	avow_escape_display(out, avow_span_of(statement->line->source->path));
	avow_buf_printf(out, ":%u: ", statement->line->number);
}

static void compile_statement(const struct avow_audit_statement *statement,
			      const struct avow_audit_target *target, bool is_text,
			      struct avow_buf *out)
{
	struct avow_buf bytes = { 0 };

	avow_audit_compile(statement->rule, target, &bytes);
	if (is_text) {
		put_place(statement, out);
		avow_escape_hex(out, avow_buf_span(&bytes));
		avow_buf_putc(out, '\n');
	} else {
		avow_buf_append(out, avow_buf_span(&bytes));
	}
	out->failed |= bytes.failed;
	avow_buf_free(&bytes);
}

/* What is no rule to be added has no place among compiled rules. */
static void tell_left_out(const struct avow_audit_statement *statement,
			  const struct avow_audit_target *target)
{
	struct avow_buf line = { 0 };

	avow_buf_printf(&line, "%s:%u: left out, since it adds no rule: ",
			statement->line->source->path, statement->line->number);
	avow_audit_print_statement(statement, target, &line);
	avow_print_error(avow_buf_string(&line));
	avow_buf_free(&line);
}

static void compile_all(const struct avow_audit_rules *rules, bool is_text,
			struct avow_buf *out)
{
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			if (at->rule && !at->rule->is_deletion)
				compile_statement(at, &rules->target, is_text, out);
			else
				tell_left_out(at, &rules->target);
}

static int run_compile(const struct avow_rules_job *job)
{
	bool is_text = avow_rules_is_format(job, "text", false);
	struct avow_audit_rules *rules;
	struct avow_buf out = { 0 };
	int status = AVOW_EXIT_NO;

	if (!is_text && !job->options->output && isatty(STDOUT_FILENO)) {
		avow_print_error(
			"compiled rules are not for a terminal: name a file with "
			"-o, or ask for -f text");
		return AVOW_EXIT_TROUBLE;
	}
	rules = avow_rules_read(job);
	if (!rules)
		return AVOW_EXIT_TROUBLE;
	if (!rules->error_count) {
		compile_all(rules, is_text, &out);
		status = avow_rules_write(job, &out, AVOW_EXIT_FINE);
	}
	avow_audit_free(rules);
	avow_buf_free(&out);
	return status;
}

const struct avow_rules_action avow_rules_action_compile = {
	.name = "compile",
	.says = "writes what the kernel gets for each rule; nothing when one is wrong; "
		"with -f text a line a rule, in hexadecimal",
	.formats = "binary text",
	.run = run_compile,
};
