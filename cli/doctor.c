/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* avow doctor: which sources are here, which are blind, and what gets lost. */
#include <string.h>

#include "cli/command.h"
#include "cli/print.h"
#include "cli/terminal.h"
#include "policy/apparmor/health.h"
#include "policy/selinux/health.h"
#include "reports/health.h"

struct options {
	const char *format;
	const char *root;
};

static const struct avow_option options_table[] = {
	{ 'f', "format", AVOW_OPTION_STRING, offsetof(struct options, format), "FORMAT",
	  "text json", "write text, or json; by default text" },
	{ 'r', "root", AVOW_OPTION_STRING, offsetof(struct options, root), "DIRECTORY",
	  "directory",
	  "examine the system whose files are in DIRECTORY: a mounted image, or an "
	  "unpacked sos report" },
};

static const struct avow_example examples[] = {
	{ "sudo avow doctor", "Examine this machine." },
	{ "avow doctor -f json | jq '.checks[] | select(.health == \"blind\")'",
	  "What is blind, for a program." },
	{ "avow doctor --root /mnt", "Examine a mounted image." },
};

/* The table of checks, in the order of the page. */
static const struct {
	const char *group, *name;
	avow_check_function *run;
	bool is_source;
} checks[] = {
	{ "SOURCES", "audit.log", avow_check_audit_log, true },
	{ "SOURCES", "journal:", avow_check_journal, true },
	{ "SOURCES", "dmesg:", avow_check_kernel_log, true },
	{ "SOURCES", "netlink:", avow_check_netlink, true },
	{ "SOURCES", "netlink:unicast", avow_check_netlink_unicast, true },
	{ "SOURCES", "audisp:", avow_check_audisp, true },
	{ "SOURCES", "tracefs:", avow_check_tracefs, true },
	{ "AUDIT", "auditing", avow_check_audit_enabled, false },
	{ "AUDIT", "auditd", avow_check_auditd, false },
	{ "AUDIT", "SYSCALL records", avow_check_syscall_records, false },
	{ "AUDIT", "PATH records", avow_check_path_records, false },
	{ "AUDIT", "exclude rules", avow_check_excluded_records, false },
	{ "AUDIT", "backlog", avow_check_backlog, false },
	{ "AUDIT", "lost records", avow_check_lost_records, false },
	{ "AUDIT", "rate limit", avow_check_rate_limit, false },
	{ "AUDIT", "readers", avow_check_readers, false },
	{ "SELINUX", "mode", avow_selinux_check_mode, false },
	{ "SELINUX", "policy", avow_selinux_check_policy, false },
	{ "SELINUX", "dontaudit", avow_selinux_check_dontaudit, false },
	{ "APPARMOR", "mode", avow_apparmor_check_mode, false },
	{ "APPARMOR", "profiles", avow_apparmor_check_profiles, false },
	{ "APPARMOR", "audit", avow_apparmor_check_audit, false },
};

/* The formats, the first by default. */
static const struct {
	const char *name;
	int (*write)(const struct avow_health_page *page,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error);
} formats[] = {
	{ "text", avow_health_write_text },
	{ "json", avow_health_write_json },
};

static int write_page(const struct avow_health_page *page, size_t format)
{
	struct avow_report_style style = avow_terminal_style();
	struct avow_error error;

	if (formats[format].write(page, &style, stdout, &error)) {
		avow_print_error(error.message);
		return AVOW_EXIT_TROUBLE;
	}
	return avow_health_is_bad(page) ? AVOW_EXIT_NO : AVOW_EXIT_FINE;
}

static int examine(const struct avow_host *host, size_t format)
{
	struct avow_health_row rows[AVOW_ARRAY_SIZE(checks)] = { 0 };
	struct avow_health_page page = { host->root, rows, AVOW_ARRAY_SIZE(rows) };
	int status;

	for (size_t i = 0; i < page.count; i++) {
		rows[i].group = checks[i].group;
		rows[i].name = checks[i].name;
		rows[i].is_source = checks[i].is_source;
		checks[i].run(host, &rows[i].verdict);
	}
	status = write_page(&page, format);
	for (size_t i = 0; i < page.count; i++)
		avow_verdict_free(&rows[i].verdict);
	return status;
}

static int run(const struct avow_command *command, int argc, char **argv)
{
	struct avow_words words = { argv, (size_t)argc };
	struct options options = { .format = formats[0].name, .root = "" };
	struct avow_host host;
	struct avow_error error;
	size_t format = 0;
	int status = AVOW_EXIT_TROUBLE;

	if (avow_options_parse(command->options, command->option_count, &words, &options,
			       &error)) {
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	while (format < AVOW_ARRAY_SIZE(formats) &&
	       strcmp(formats[format].name, options.format) != 0)
		format++;
	if (format == AVOW_ARRAY_SIZE(formats) || words.count) {
		avow_error_set(&error, AVOW_E_USAGE,
			       words.count ? "%s: doctor takes no inputs"
					   : "%s: no such format: text or json",
			       words.count ? words.items[0] : options.format);
		avow_print_usage_error(command, error.message);
		return AVOW_EXIT_TROUBLE;
	}
	if (avow_host_open(&host, options.root, &error))
		avow_print_error(error.message);
	else
		status = examine(&host, format);
	avow_host_close(&host);
	return status;
}

const struct avow_command avow_command_doctor = {
	.name = "doctor",
	.title = "which sources of denials are here, which are blind, and what gets lost",
	.synopsis = "[OPTION]...",
	.description =
		"Examines this machine, and says of every source of denials whether it "
		"can be "
		"read and whether denials come into it at all; of the audit system, what "
		"it "
		"drops on the way; of SELinux and AppArmor, what they hide. It reads, "
		"and "
		"changes "
		"nothing. Beside what is wrong stands the one command that mends it.\n"
		"\n"
		"Each check is ok, a note (good to know, and nothing is wrong), a "
		"warning (records "
		"or parts of them get lost), blind (denials do not come, or cannot be "
		"read), or "
		"cannot be told, mostly for want of root's rights. One good source is "
		"enough: that "
		"the kernel log is blind while auditd runs is no failure.\n"
		"\n"
		"The status is 0 when no check is bad, and 1 when a check of the system "
		"is blind or "
		"a warning, or no source is ok.\n"
		"\n"
		"With --root the files of another system are examined. What only its "
		"running "
		"kernel knows cannot be told then, but for what a sos report holds of "
		"it.",
	.options = options_table,
	.option_count = AVOW_ARRAY_SIZE(options_table),
	.examples = examples,
	.example_count = AVOW_ARRAY_SIZE(examples),
	.run = run,
};
