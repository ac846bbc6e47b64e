/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The sources that are files, and the kernel's ring buffer: whether they can be
 * read, and whether denials come into them. The journal and the live streams
 * have files of their own.
 */
#include "analyzer/collect/health/check.h"

#include <errno.h>
#include <stdlib.h>

#define AUDITD_CONF "/etc/audit/auditd.conf"

/* The log that may be read: whether anything new comes into it. */
static void judge_log(const struct avow_host *host, struct avow_verdict *verdict)
{
	const char *log = host->auditd.log_file;

	avow_verdict_say(verdict, AVOW_HEALTH_OK, "%s can be read.", log);
	if (!host->auditd.writes_logs) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "auditd does not write it: write_logs = no in %s.",
				 AUDITD_CONF);
		avow_verdict_mend(verdict,
				  "sed -i 's/^write_logs.*/write_logs = yes/' %s && "
				  "pkill -HUP -x auditd",
				  AUDITD_CONF);
	} else if (host->auditd_runs == AVOW_KNOWN_NO) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "auditd does not run: nothing new comes into it.");
		avow_verdict_mend(verdict, "systemctl enable --now auditd");
	}
}

void avow_check_audit_log(const struct avow_host *host, struct avow_verdict *verdict)
{
	const char *log = host->auditd.log_file;
	int result = avow_host_try(host, log);

	if (result == 0) {
		judge_log(host, verdict);
	} else if (result != ENOENT && result != ENOTDIR) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND, "%s cannot be read: %s.",
				 log, strerror(result));
		avow_verdict_mend_word(verdict, "sudo avow report ", log, "");
	} else if (host->auditd_runs == AVOW_KNOWN_YES) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "auditd runs, and %s (log_file in %s) is not there.",
				 log, AUDITD_CONF);
		avow_verdict_mend(verdict, "systemctl restart auditd");
	} else if (host->auditd.exists) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "%s is not there: auditd is installed and has not run.",
				 log);
		avow_verdict_mend(verdict, "systemctl enable --now auditd");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "%s is not there: auditd is not installed.", log);
		avow_verdict_mend(verdict, "%s", avow_host_install_auditd(host));
	}
}

/* printk() drops what comes faster, and nobody's `lost` tells of it (audit.c). */
static void judge_rate(const struct avow_host *host, struct avow_verdict *verdict)
{
	uint64_t seconds =
		avow_host_number(host, "/proc/sys/kernel/printk_ratelimit", UINT64_MAX);
	uint64_t burst =
		avow_host_number(host, "/proc/sys/kernel/printk_ratelimit_burst", 10);

	if (seconds == 0 || seconds == UINT64_MAX)
		return;
	avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
			 "The kernel logs at most %llu messages in %llu s and drops the "
			 "others.",
			 (unsigned long long)burst, (unsigned long long)seconds);
	avow_verdict_mend(verdict, "sysctl kernel.printk_ratelimit=0");
}

static void try_kernel_log(const struct avow_host *host, struct avow_verdict *verdict)
{
	int result = avow_host_try(host, "/dev/kmsg");

	if (result == 0) {
		avow_verdict_say(verdict, AVOW_HEALTH_OK, "/dev/kmsg can be read.");
		return;
	}
	avow_verdict_say(verdict, AVOW_HEALTH_BLIND, "/dev/kmsg cannot be read: %s.",
			 strerror(result));
	if (avow_host_number(host, "/proc/sys/kernel/dmesg_restrict", 0))
		avow_verdict_mend(verdict, "sysctl kernel.dmesg_restrict=0");
	else
		avow_verdict_mend(verdict, "sudo avow report dmesg:");
}

void avow_check_kernel_log(const struct avow_host *host, struct avow_verdict *verdict)
{
	if (host->is_live)
		try_kernel_log(host, verdict);
	if (host->reader[0]) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "%s takes the records, so that they do not come into "
				 "the kernel log.",
				 host->reader);
		if (host->auditd_runs == AVOW_KNOWN_YES)
			avow_verdict_mend_word(verdict, "avow report ",
					       host->auditd.log_file, "");
	} else if (host->auditd_runs == AVOW_KNOWN_NO) {
		judge_rate(host, verdict);
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
				 "Denials come into the kernel log only while auditd "
				 "does not run.");
	}
}

/* The path of a plugin's socket: the argument that begins with a slash. */
static struct avow_span socket_of(struct avow_span arguments)
{
	while (arguments.length) {
		size_t length = avow_span_find(arguments, ' ');

		if (arguments.data[0] == '/')
			return avow_span_first(arguments, length);
		arguments = avow_span_skip(arguments, length + 1);
	}
	return arguments;
}

struct plugins {
	struct avow_buf active; /* names, with ", " between */
	struct avow_buf socket; /* of af_unix */
	bool has_af_unix;       /* its file is there, active or not */
	int trouble;
};

static bool is_active(struct avow_span text)
{
	struct avow_span value = avow_host_setting(text, "active");

	return value.length == 3 && strncasecmp(value.data, "yes", 3) == 0;
}

/* One NAME.conf of the plugin directory (auditd-plugins(5)). */
static void read_plugin(const struct avow_host *host, const char *name, size_t stem,
			struct plugins *out)
{
	struct avow_buf path = { 0 }, text = { 0 };
	bool is_af_unix = avow_span_is(avow_span_make(name, stem), "af_unix");
	int result;

	avow_buf_printf(&path, "%s/%s", host->auditd.plugin_dir, name);
	result = avow_host_read(host, avow_buf_string(&path), &text);
	if (result && !out->trouble)
		out->trouble = result;
	out->has_af_unix |= is_af_unix;
	if (!result && is_active(avow_buf_span(&text))) {
		avow_buf_printf(&out->active, "%s%.*s", out->active.length ? ", " : "",
				(int)stem, name);
		if (is_af_unix)
			avow_buf_append(&out->socket,
					socket_of(avow_host_setting(avow_buf_span(&text),
								    "args")));
	}
	avow_buf_free(&path);
	avow_buf_free(&text);
}

static void read_plugins(const struct avow_host *host, struct plugins *out)
{
	size_t count;
	char **names = avow_host_list(host, host->auditd.plugin_dir, ".conf", &count);

	if (!names)
		out->trouble = errno;
	for (size_t i = 0; i < count; i++) {
		read_plugin(host, names[i], strlen(names[i]) - 5, out);
		free(names[i]);
	}
	free(names);
}

static void judge_plugins(const struct avow_host *host, struct plugins *plugins,
			  struct avow_verdict *verdict)
{
	const char *directory = host->auditd.plugin_dir;

	if (plugins->trouble && !plugins->active.length) {
		if (plugins->trouble == ENOENT)
			avow_verdict_say(verdict, AVOW_HEALTH_NOTE, "There is no %s.",
					 directory);
		else
			avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
					 "%s cannot be read: %s.", directory,
					 strerror(plugins->trouble));
		return;
	}
	if (plugins->socket.length) {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "auditd offers its records at %s.",
				 avow_buf_string(&plugins->socket));
		if (host->auditd_runs == AVOW_KNOWN_NO)
			avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
					 "It does not run now.");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "auditd offers its records to no socket (af_unix is not "
				 "active in %s).",
				 directory);
		if (plugins->has_af_unix)
			avow_verdict_mend_word(
				verdict, "sed -i 's/^active.*/active = yes/' ", directory,
				"/af_unix.conf && pkill -HUP -x auditd");
	}
	if (plugins->active.length)
		avow_verdict_say(verdict, AVOW_HEALTH_OK, "Active plugins: %s.",
				 avow_buf_string(&plugins->active));
}

void avow_check_audisp(const struct avow_host *host, struct avow_verdict *verdict)
{
	struct plugins plugins = { 0 };

	if (!host->auditd.exists) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "auditd is not installed (there is no %s).",
				 AUDITD_CONF);
		return;
	}
	if (host->auditd.trouble)
		plugins.trouble = host->auditd.trouble;
	else
		read_plugins(host, &plugins);
	judge_plugins(host, &plugins, verdict);
	avow_buf_free(&plugins.active);
	avow_buf_free(&plugins.socket);
}
