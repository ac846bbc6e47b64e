/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow rules status, list: what the kernel has. Nothing is changed. */
#include "cli/rules_kernel.h"

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "analyzer/collect/kaudit.h"
#include "cli/print.h"

struct avow_audit_target avow_rules_own_target(const struct avow_rules_job *job)
{
	struct avow_audit_target target = job->targets.items[0];
	struct utsname own;
	unsigned major, minor;

	if (!*job->options->target && uname(&own) == 0 &&
	    sscanf(own.release, "%u.%u", &major, &minor) == 2)
		target.kernel = major * 10000 + minor * 100;
	return target;
}

bool avow_rules_kernel_open(struct avow_rules_kernel *kernel,
			    const struct avow_rules_job *job)
{
	struct avow_error error;

	*kernel = (struct avow_rules_kernel){ .target = avow_rules_own_target(job) };
	if (avow_kernel_rules_open(&kernel->kernel, &error) ||
	    avow_audit_table_list(&kernel->kernel, &kernel->target, &kernel->arena,
				  &kernel->table, &error)) {
		avow_print_error(error.message);
		return false;
	}
	return true;
}

void avow_rules_kernel_close(struct avow_rules_kernel *kernel)
{
	avow_kernel_rules_close(&kernel->kernel);
	avow_arena_free(&kernel->arena);
}

void avow_rules_put_entry(const struct avow_audit_entry *entry,
			  const struct avow_audit_target *target, struct avow_buf *out)
{
	if (entry->rule)
		avow_audit_print(entry->rule, target, out);
	else
		avow_buf_puts(out, "# a rule that avow cannot read");
}

struct avow_audit_rules *avow_rules_read_kernel(const struct avow_rules_job *job)
{
	struct avow_rules_kernel kernel;
	struct avow_audit_rules *rules = NULL;
	struct avow_buf text = { 0 };
	bool is_open = avow_rules_kernel_open(&kernel, job);

	for (size_t i = 0; i < kernel.table.count; i++) {
		avow_rules_put_entry(kernel.table.items + i, &kernel.target, &text);
		avow_buf_putc(&text, '\n');
	}
	if (text.failed)
		avow_print_error("memory is out");
	else if (is_open)
		rules = avow_rules_read_text(job, avow_buf_span(&text));
	avow_buf_free(&text);
	avow_rules_kernel_close(&kernel);
	return rules;
}

/* What a value means. */
static const char *enabled_says(uint32_t value)
{
	switch (value) {
	case 0:
		return "no records of system calls are made; denials are recorded all "
		       "the same";
	case 1:
		return "records are made, and rules can be changed";
	default:
		return "records are made, and nothing can be changed before the next "
		       "boot";
	}
}

static const char *failure_says(uint32_t value)
{
	switch (value) {
	case 0:
		return "when a record is lost, nothing is said";
	case 1:
		return "when a record is lost, the kernel's log says so";
	default:
		return "when a record is lost, the kernel stops the machine (panic)";
	}
}

static const char *pid_says(uint32_t value)
{
	return value ? "the process that gets the records, auditd as a rule"
		     : "no auditd: records go to the kernel's log, where some are "
		       "dropped";
}

static const char *rate_says(uint32_t value)
{
	return value ? "records a second; what is more is lost, denials too"
		     : "records a second: no limit";
}

static const char *limit_says(uint32_t value)
{
	return value ? "records that may wait for auditd" : "records may wait: no limit";
}

static const char *backlog_says(uint32_t value)
{
	return value ? "records wait now" : "no record waits now";
}

static const char *lost_says(uint32_t value)
{
	return value ? "records were lost since the boot, or since this was reset"
		     : "no record was lost";
}

static const char *wait_says(uint32_t value)
{
	return value ? "ticks that a process waits when too many records do"
		     : "no process waits when too many records do: they are lost";
}

static const char *loginuid_says(uint32_t value)
{
	return value ? "auid, once set, cannot be changed"
		     : "root can change the auid of a process";
}

static const char *rules_says(uint32_t value)
{
	return value ? "rules are loaded" : "no rule is loaded";
}

/* One number of the kernel's. */
struct status_row {
	const char *name;
	uint32_t value;
	const char *(*says)(uint32_t value);
};

static void put_status(const struct status_row *rows, size_t count, struct avow_buf *out)
{
	for (size_t i = 0; i < count; i++)
		avow_buf_printf(out, "%-18s %6u  %s\n", rows[i].name, rows[i].value,
				rows[i].says(rows[i].value));
}

/* An object of the numbers alone. */
static void put_status_json(const struct status_row *rows, size_t count,
			    struct avow_buf *out)
{
	for (size_t i = 0; i < count; i++)
		avow_buf_printf(out, "%s\"%s\":%u", i ? "," : "{", rows[i].name,
				rows[i].value);
	avow_buf_puts(out, "}\n");
}

static void tell_status(const struct avow_rules_job *job,
			const struct avow_kaudit_status *status,
			const struct avow_audit_table *table, struct avow_buf *out)
{
	const struct status_row rows[] = {
		{ "enabled", status->enabled, enabled_says },
		{ "failure", status->failure, failure_says },
		{ "pid", status->pid, pid_says },
		{ "rate_limit", status->rate_limit, rate_says },
		{ "backlog_limit", status->backlog_limit, limit_says },
		{ "backlog", status->backlog, backlog_says },
		{ "lost", status->lost, lost_says },
		{ "backlog_wait_time", status->backlog_wait_time, wait_says },
		{ "loginuid_immutable", table->settings[AVOW_KERNEL_LOGINUID],
		  loginuid_says },
		{ "rules", (uint32_t)table->count, rules_says },
	};

	if (avow_rules_is_format(job, "json", false))
		put_status_json(rows, AVOW_ARRAY_SIZE(rows), out);
	else
		put_status(rows, AVOW_ARRAY_SIZE(rows), out);
}

static int run_status(const struct avow_rules_job *job)
{
	struct avow_kaudit_status status;
	struct avow_rules_kernel kernel;
	struct avow_error error;
	struct avow_buf out = { 0 };
	int result = AVOW_EXIT_TROUBLE;

	if (!avow_rules_kernel_open(&kernel, job)) {
		avow_rules_kernel_close(&kernel);
		return result;
	}
	if (avow_kaudit_status(&status, &error)) {
		avow_print_error(error.message);
	} else {
		tell_status(job, &status, &kernel.table, &out);
		result = avow_rules_write(job, &out, AVOW_EXIT_FINE);
	}
	avow_buf_free(&out);
	avow_rules_kernel_close(&kernel);
	return result;
}

const struct avow_rules_action avow_rules_action_status = {
	.name = "status",
	.formats = "text json",
	.says = "tells whether audit is on or locked, who gets the records, its limits "
		"and what was lost, and what each of them means",
	.run = run_status,
};

static void put_listed(const struct avow_audit_entry *entry,
		       const struct avow_audit_target *target,
		       const struct avow_audit_table *files, struct avow_buf *out)
{
	const struct avow_audit_entry *origin =
		files ? avow_audit_table_find(files, entry) : NULL;

	avow_rules_put_entry(entry, target, out);
	avow_buf_putc(out, '\n');
	if (origin)
		avow_buf_printf(out, "    %s:%u\n", origin->line->source->path,
				origin->line->number);
	else if (files)
		avow_buf_puts(out, "    in none of the files\n");
}

/* @files: where rules come from; NULL: that is not asked. */
static int list_rules(const struct avow_rules_job *job, struct avow_rules_kernel *kernel,
		      const struct avow_audit_table *files)
{
	struct avow_audit_table rest = kernel->table;
	struct avow_buf out = { 0 };
	int status;

	if (job->options->key) {
		/* What has the key is what is not left without it. */
		rest.items = avow_arena_alloc(&kernel->arena,
					      (rest.count + 1) * sizeof(*rest.items));
		if (!rest.items)
			return AVOW_EXIT_TROUBLE;
		memcpy(rest.items, kernel->table.items,
		       kernel->table.count * sizeof(*rest.items));
		avow_audit_table_drop(&rest, avow_span_of(job->options->key));
	}
	for (size_t i = 0; i < kernel->table.count; i++) {
		const struct avow_audit_entry *entry = kernel->table.items + i;

		if (job->options->key && avow_audit_table_find(&rest, entry))
			continue;
		if (avow_rules_is_format(job, "binary", false))
			avow_buf_append(&out, entry->bytes);
		else
			put_listed(entry, &kernel->target, files, &out);
	}
	status = avow_rules_is_format(job, "binary", false)
			 ? avow_rules_write(job, &out, AVOW_EXIT_FINE)
			 : avow_rules_write_shown(job, &out, AVOW_EXIT_FINE);
	avow_buf_free(&out);
	return status;
}

static int run_list(const struct avow_rules_job *job)
{
	struct avow_audit_rules *rules = NULL;
	struct avow_rules_kernel kernel;
	struct avow_audit_table files;
	struct avow_error error;
	int status = AVOW_EXIT_TROUBLE;

	if (job->has_paths) {
		rules = avow_rules_read(job);
		if (!rules)
			return status;
	}
	if (!avow_rules_kernel_open(&kernel, job)) {
		;
	} else if (rules && avow_audit_table_make(rules, &kernel.arena, &files, &error)) {
		avow_print_error(error.message);
	} else {
		status = list_rules(job, &kernel, rules ? &files : NULL);
	}
	avow_rules_kernel_close(&kernel);
	avow_audit_free(rules);
	return status;
}

const struct avow_rules_action avow_rules_action_list = {
	.name = "list",
	.says = "writes the rules that the kernel has, and, where files are named, the "
		"file and line that each comes from",
	.formats = "text binary",
	.options = "key",
	.run = run_list,
};
