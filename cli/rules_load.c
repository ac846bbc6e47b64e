/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules load, delete: other rules into the kernel, all of them or none. */
#include <errno.h>
#include <stdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/places.h"
#include "cli/print.h"
#include "cli/rules_kernel.h"
#include "cli/screen.h"
#include "policy/audit/lint.h"

static const char *const setting_names[AVOW_KERNEL_SETTINGS] = {
	[AVOW_KERNEL_ENABLED] = "enabled (-e)",
	[AVOW_KERNEL_FAILURE] = "what a loss leads to (-f)",
	[AVOW_KERNEL_BACKLOG] = "the limit of waiting records (-b)",
	[AVOW_KERNEL_RATE] = "the limit of records a second (-r)",
	[AVOW_KERNEL_WAIT_TIME] = "the wait for a full backlog (--backlog_wait_time)",
	[AVOW_KERNEL_LOGINUID] = "whether auid is immutable (--loginuid-immutable)",
};

static void put_line(const struct avow_audit_line *line, struct avow_buf *out)
{
	if (line)
		avow_buf_printf(out, "    %s:%u\n", line->source->path, line->number);
}

static void put_step(const struct avow_audit_step *step,
		     const struct avow_audit_target *target, struct avow_buf *out)
{
	/* What is moved is told where it goes to. */
	if (step->is_moved && step->is_removal)
		return;
	avow_buf_puts(out, step->is_moved ? "~ " : step->is_removal ? "- " : "+ ");
	avow_rules_put_entry(step->entry, target, out);
	avow_buf_putc(out, '\n');
	put_line(step->entry->line, out);
}

/* The plan; how many things it changes. */
static size_t put_plan(const struct avow_audit_way *way,
		       const struct avow_audit_plan *plan, struct avow_buf *out)
{
	size_t changes = plan->count, removed = 0, added = 0, moved = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct avow_audit_step *step = plan->steps + i;

		put_step(step, way->target, out);
		removed += step->is_removal && !step->is_moved;
		added += !step->is_removal && !step->is_moved;
		moved += !step->is_removal && step->is_moved;
	}
	for (unsigned i = 0; i < AVOW_KERNEL_SETTINGS; i++)
		if (avow_audit_is_changed(way->from, way->to, i)) {
			avow_buf_printf(out, "* %s: %u -> %u\n", setting_names[i],
					way->from->settings[i], way->to->settings[i]);
			put_line(way->to->set_by[i], out);
			changes++;
		}
	avow_buf_printf(out,
			"%zu rules to add, %zu to remove, %zu to move; %zu stay as they "
			"are\n",
			added, removed, moved, plan->kept);
	return changes;
}

/* What the errno of a rule comes from: audit_rule_change() and what it calls. */
static const char *hint_of(int number)
{
	switch (number) {
	case EINVAL:
		return ": this kernel knows no such field, operator or value there";
	case ENOENT:
		return ": the directory of its path is not there";
	case EEXIST:
		return ": it has that rule already";
	case EPERM:
		return ": its rules are locked, or CAP_AUDIT_CONTROL is missing";
	default:
		return "";
	}
}

static void tell_refused(const struct avow_audit_loading *loading)
{
	const struct avow_audit_line *line =
		loading->refused ? loading->refused->entry->line : NULL;
	struct avow_buf message = { 0 };

	avow_buf_printf(&message, "the kernel refuses %s: %s%s",
			loading->refused ? loading->refused->is_removal
						   ? "to remove a rule"
						   : "this rule"
					 : setting_names[loading->setting],
			strerror(loading->number),
			loading->refused ? hint_of(loading->number) : "");
	if (line)
		avow_print_place(line->source->path, line->number,
				 avow_buf_string(&message), "");
	else
		avow_print_error(avow_buf_string(&message));
	avow_buf_free(&message);
}

static int tell_outcome(const struct avow_audit_loading *loading, size_t count)
{
	char message[256];

	switch (loading->outcome) {
	case AVOW_AUDIT_LOADED:
		printf("done: the kernel has %zu rules\n", count);
		return AVOW_EXIT_FINE;
	case AVOW_AUDIT_RESTORED:
		tell_refused(loading);
		avow_print_error("nothing was loaded: the rules are as before");
		return AVOW_EXIT_NO;
	case AVOW_AUDIT_BROKEN:
		break;
	}
	tell_refused(loading);
	snprintf(message, sizeof(message),
		 "the rules before could not be put back: %s; they are kept in %s, and "
		 "the next load goes back to them if it fails",
		 strerror(loading->restoring), AVOW_RULES_UNDO);
	avow_print_error(message);
	return AVOW_EXIT_TROUBLE;
}

/* Without a signal between the first step and the last. */
static int load(const struct avow_rules_kernel *kernel, const struct avow_audit_way *way,
		const struct avow_audit_plan *plan)
{
	struct avow_audit_loading loading;
	struct avow_error error;
	sigset_t signals, before;

	if (avow_rules_undo_write(way->before, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGTSTP);
	sigprocmask(SIG_BLOCK, &signals, &before);
	avow_audit_load(&kernel->kernel, plan, way, &loading);
	if (loading.outcome != AVOW_AUDIT_BROKEN)
		avow_rules_undo_remove();
	sigprocmask(SIG_SETMASK, &before, NULL);
	return tell_outcome(&loading, way->to->count);
}

/* Shows the plan, asks and goes. */
static int change(const struct avow_rules_job *job, struct avow_rules_kernel *kernel,
		  const struct avow_audit_way *way, bool is_resumed)
{
	bool is_locked = kernel->table.settings[AVOW_KERNEL_ENABLED] == 2, is_no = false;
	struct avow_audit_plan plan;
	struct avow_buf out = { 0 };
	size_t changes;
	int status;

	if (avow_audit_plan_make(way->from, way->to, &kernel->arena, &plan)) {
		avow_print_error("memory is out");
		return AVOW_EXIT_TROUBLE;
	}
	changes = put_plan(way, &plan, &out);
	status = avow_rules_write_shown(job, &out, AVOW_EXIT_FINE);
	avow_buf_free(&out);
	fflush(stdout);
	if (status || job->options->is_dry)
		return status;
	if (!changes) {
		if (is_resumed)
			avow_rules_undo_remove();
		puts("the kernel has them already");
		return AVOW_EXIT_FINE;
	}
	if (is_locked) {
		avow_print_error("the kernel's rules are locked until the next boot "
				 "(-e 2): nothing was changed");
		return AVOW_EXIT_NO;
	}
	if (job->options->is_yes ||
	    avow_screen_confirm(job->options->is_all || job->options->key ? "delete"
									  : "load",
				"Change the kernel's rules so?", &is_no))
		return load(kernel, way, &plan);
	return is_no ? AVOW_EXIT_NO : AVOW_EXIT_TROUBLE;
}

static void tell_resumed(const struct avow_audit_table *now,
			 const struct avow_audit_table *before)
{
	size_t same = 0;
	char message[256];

	for (size_t i = 0; i < now->count; i++)
		same += avow_audit_table_find(before, now->items + i) != NULL;
	snprintf(message, sizeof(message),
		 "an earlier change of the rules was ended half-way: of the %zu rules "
		 "before it the kernel has %zu, and %zu others",
		 before->count, same, now->count - same);
	avow_print_error(message);
}

/* @to gets what the kernel is to have; the rules that it was made of live on. */
static int
change_to(const struct avow_rules_job *job,
	  const struct avow_audit_table *(*make)(struct avow_rules_kernel *kernel,
						 void *data),
	  void *data)
{
	struct avow_audit_table before;
	struct avow_rules_kernel kernel;
	struct avow_error error;
	struct avow_audit_way way = { 0 };
	bool is_resumed = false;
	int lock = -1, status = AVOW_EXIT_TROUBLE;

	if (avow_rules_kernel_open(&kernel, job)) {
		way.to = make(&kernel, data);
		way.from = way.before = &kernel.table;
		way.target = &kernel.target;
	}
	if (way.to && (avow_rules_undo_lock(&lock, &error) ||
		       avow_rules_undo_read(&kernel.target, &kernel.arena, &before,
					    &is_resumed, &error))) {
		avow_print_error(error.message);
	} else if (way.to) {
		if (is_resumed) {
			tell_resumed(&kernel.table, &before);
			way.before = &before;
		}
		status = change(job, &kernel, &way, is_resumed);
	}
	if (lock >= 0)
		close(lock);
	avow_rules_kernel_close(&kernel);
	return status;
}

static const struct avow_audit_table *give(struct avow_rules_kernel *kernel, void *data)
{
	(void)kernel;
	return data;
}

static void pass_over(const struct avow_audit_line *line, const char *what)
{
	avow_print_place(line->source->path, line->number, what, "");
}

/* What locks until the next boot is left out, unless it was asked for. */
static void leave_locks(const struct avow_rules_job *job, struct avow_audit_table *table)
{
	const struct avow_audit_line **set_by = table->set_by;

	if (job->options->is_locking)
		return;
	if (set_by[AVOW_KERNEL_ENABLED] && table->settings[AVOW_KERNEL_ENABLED] == 2) {
		pass_over(
			set_by[AVOW_KERNEL_ENABLED],
			"-e 2 is taken for -e 1: the rules are locked with --lock alone");
		table->settings[AVOW_KERNEL_ENABLED] = 1;
	}
	if (set_by[AVOW_KERNEL_LOGINUID]) {
		pass_over(
			set_by[AVOW_KERNEL_LOGINUID],
			"--loginuid-immutable is left out: it is set with --lock alone");
		set_by[AVOW_KERNEL_LOGINUID] = NULL;
	}
}

static void tell_passed(const struct avow_audit_rules *rules)
{
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			if (at->kind == AVOW_AUDIT_RESET_LOST ||
			    at->kind == AVOW_AUDIT_RESET_WAIT ||
			    at->kind == AVOW_AUDIT_TRIM ||
			    at->kind == AVOW_AUDIT_EQUIVALENT ||
			    at->kind == AVOW_AUDIT_REQUEST)
				pass_over(at->line, "passed over: it is neither a rule "
						    "nor a setting");
}

static int run_load(const struct avow_rules_job *job)
{
	struct avow_audit_targets targets = { { avow_rules_own_target(job) }, 1 };
	const struct avow_audit_lint_options options = { .targets = &targets,
							 .root = "" };
	struct avow_audit_linted *linted;
	struct avow_audit_table to;
	struct avow_error error;
	int status = AVOW_EXIT_NO;

	if (*job->options->root) {
		avow_print_error("load is for the running kernel, and not for a --root");
		return AVOW_EXIT_TROUBLE;
	}
	if (avow_audit_lint(job->paths, job->path_count, &options, &linted, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	avow_rules_tell(linted->faults.items, linted->faults.count, AVOW_FAULT_ERROR);
	if (linted->faults.counts[AVOW_FAULT_ERROR]) {
		avow_print_error("nothing was loaded: the files have errors");
	} else if (avow_audit_table_make(linted->rules[0], &linted->arena, &to, &error)) {
		avow_print_error(error.message);
	} else {
		tell_passed(linted->rules[0]);
		leave_locks(job, &to);
		status = change_to(job, give, &to);
	}
	avow_audit_linted_free(linted);
	return status;
}

const struct avow_rules_action avow_rules_action_load = {
	.name = "load",
	.says = "makes the kernel's rules those of the files, all of them or none, after "
		"it has shown what would change and was told yes",
	.options = "dry-run yes lock",
	.run = run_load,
};

static const struct avow_audit_table *drop(struct avow_rules_kernel *kernel, void *data)
{
	const struct avow_rules_job *job = data;
	size_t bytes = (kernel->table.count + 1) * sizeof(*kernel->table.items);
	struct avow_audit_table *to = avow_arena_alloc(&kernel->arena, sizeof(*to));

	if (to)
		to->items = avow_arena_alloc(&kernel->arena, bytes);
	if (!to || !to->items) {
		avow_print_error("memory is out");
		return NULL;
	}
	if (job->options->is_all)
		return to;
	memcpy(to->items, kernel->table.items, bytes - sizeof(*to->items));
	to->count = kernel->table.count;
	if (avow_audit_table_drop(to, avow_span_of(job->options->key)))
		return to;
	avow_print_error("no rule of the kernel has that key");
	return NULL;
}

static int run_delete(const struct avow_rules_job *job)
{
	struct avow_rules_job own = *job;

	if (job->has_paths || !job->options->key == !job->options->is_all) {
		avow_print_error("delete takes no file, but --key KEY or --all");
		return AVOW_EXIT_TROUBLE;
	}
	return change_to(job, drop, &own);
}

const struct avow_rules_action avow_rules_action_delete = {
	.name = "delete",
	.says = "removes the rules of a --key, or --all, from the kernel, likewise",
	.options = "key all dry-run yes",
	.run = run_delete,
};
