/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/traced_rules.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/print.h"

#define KEY "avow-trace-"

/* The process that a rule's key names; 0: it is no rule of ours. */
static pid_t owner_of(const struct avow_audit_rule *rule)
{
	const struct avow_audit_field *key =
		rule ? avow_audit_field_of(rule, AUDIT_FILTERKEY) : NULL;
	uint64_t pid;

	if (!key || !avow_span_starts_with(key->text, KEY) ||
	    !avow_span_to_u64(avow_span_skip(key->text, strlen(KEY)), 10, &pid) ||
	    pid > INT32_MAX)
		return 0;
	return (pid_t)pid;
}

static bool is_gone(pid_t pid)
{
	return kill(pid, 0) != 0 && errno == ESRCH;
}

int avow_traced_rules_remove(const struct avow_kernel_rules *kernel, pid_t owner,
			     struct avow_error *error)
{
	struct avow_arena arena = { 0 };
	struct avow_audit_target target;
	struct avow_audit_table table;
	int result;

	avow_audit_target_default(&target);
	result = avow_audit_table_list(kernel, &target, &arena, &table, error);
	for (size_t i = 0; !result && i < table.count; i++) {
		pid_t whose = owner_of(table.items[i].rule);
		int number = 0;

		if (whose && (owner ? whose == owner : is_gone(whose)))
			number = kernel->remove(kernel->state, table.items[i].bytes);
		/* Somebody else may have taken it back meanwhile. */
		if (number && number != ENOENT)
			result = avow_error_set(error, AVOW_E_IO,
						"the kernel keeps a rule with the key "
						"%s%d: %s",
						KEY, (int)whose, strerror(number));
	}
	avow_arena_free(&arena);
	return result;
}

/* Whether the kernel would record anything, and take a rule. */
static int check_settings(const struct avow_kernel_rules *kernel,
			  struct avow_error *error)
{
	uint32_t settings[AVOW_KERNEL_SETTINGS];
	int result = kernel->get(kernel->state, settings, error);

	if (!result && settings[AVOW_KERNEL_ENABLED] == 0)
		result = avow_error_set(error, AVOW_E_IO,
					"audit is switched off (auditctl -e 1 switches "
					"it on)");
	if (!result && settings[AVOW_KERNEL_ENABLED] == 2)
		result = avow_error_set(error, AVOW_E_IO,
					"the audit rules are locked until the next boot "
					"(-e 2): none can be added to trace with");
	return result;
}

/* Adds each rule of @text; when one is refused, none is left. */
static int add_text(const struct avow_kernel_rules *kernel, struct avow_span text,
		    pid_t owner, struct avow_error *error)
{
	struct avow_audit_options options = { .root = "" };
	struct avow_audit_rules *rules;
	struct avow_buf bytes = { 0 };
	int result;

	avow_audit_target_default(&options.target);
	result = avow_audit_read_text("trace", text, &options, &rules, error);
	if (result)
		return result;
	if (rules->error_count)
		result = avow_error_set(error, AVOW_E_LIBRARY,
					"this machine takes no rule for a session");
	for (size_t i = 0; i < rules->order_count && !result; i++) {
		const struct avow_audit_statement *statement =
			rules->order[i]->statements;
		int number;

		if (!statement)
			continue;
		avow_buf_clear(&bytes);
		avow_audit_compile(statement->rule, &options.target, &bytes);
		number = kernel->add(kernel->state, avow_buf_span(&bytes));
		if (number)
			result = avow_error_set(error, AVOW_E_IO,
						"the kernel refuses a rule for the "
						"session: %s",
						strerror(number));
	}
	if (result)
		(void)!avow_traced_rules_remove(kernel, owner, NULL);
	avow_buf_free(&bytes);
	avow_audit_free(rules);
	return result;
}

int avow_traced_rules_add(const struct avow_kernel_rules *kernel, uint32_t session,
			  pid_t owner, struct avow_error *error)
{
	const struct avow_machine *widths[2];
	struct avow_audit_target target;
	struct avow_buf text = { 0 };
	size_t count;
	int result = check_settings(kernel, error);

	if (result)
		return result;
	avow_audit_target_default(&target);
	count = avow_audit_widths(&target, widths);
	for (size_t i = 0; i < count; i++)
		avow_buf_printf(&text,
				"-A exit,always -F arch=%s -S all -F sessionid=%u "
				"-F key=%s%d\n",
				widths[i]->name, session, KEY, (int)owner);
	result = text.failed ? avow_error_nomem(error)
			     : add_text(kernel, avow_buf_span(&text), owner, error);
	avow_buf_free(&text);
	return result;
}

/* In the guardian: waits until the pipe closes, and takes the rules of @owner back. */
static void guard(int gone, pid_t owner)
{
	struct avow_kernel_rules kernel;
	struct avow_error error;
	sigset_t all;
	char byte;
	int result;

	setsid();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	while (read(gone, &byte, 1) < 0 && errno == EINTR)
		;
	result = avow_kernel_rules_open(&kernel, &error);
	if (!result)
		result = avow_traced_rules_remove(&kernel, owner, &error);
	if (result)
		avow_print_error(error.message);
	_exit(result ? 1 : 0);
}

static int start_guardian(struct avow_traced_rules *rules, struct avow_error *error)
{
	pid_t owner = getpid();
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return avow_error_set(error, AVOW_E_IO, "no pipe: %s", strerror(errno));
	rules->guardian = fork();
	if (rules->guardian == 0) {
		close(ends[1]);
		guard(ends[0], owner);
	}
	close(ends[0]);
	rules->alive = ends[1];
	if (rules->guardian > 0)
		return AVOW_OK;
	close(ends[1]);
	rules->guardian = 0;
	return avow_error_set(error, AVOW_E_IO, "no process: %s", strerror(errno));
}

int avow_traced_rules_begin(uint32_t session, struct avow_traced_rules *out,
			    struct avow_error *error)
{
	struct avow_kernel_rules kernel;
	int result;

	*out = (struct avow_traced_rules){ .alive = -1 };
	result = avow_kernel_rules_open(&kernel, error);
	if (result)
		return result;
	result = avow_traced_rules_remove(&kernel, 0, error);
	if (!result)
		result = start_guardian(out, error);
	if (!result)
		result = avow_traced_rules_add(&kernel, session, getpid(), error);
	avow_kernel_rules_close(&kernel);
	return result;
}

bool avow_traced_rules_end(struct avow_traced_rules *rules)
{
	int status = 0;

	if (!rules->guardian)
		return true;
	close(rules->alive);
	while (waitpid(rules->guardian, &status, 0) < 0 && errno == EINTR)
		;
	rules->guardian = 0;
	return status == 0;
}
