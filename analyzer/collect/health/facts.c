/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What several checks ask, read once: the kernel's audit state and rules, auditd
 * and its configuration, the kernel's command line. Of this machine the kernel
 * tells them; of a tree, what sos (github.com/sosreport) wrote into it.
 */
#include "analyzer/collect/health/host.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* auditctl's output, where sos report keeps it (its plugin auditd.py). */
#define SOS_STATUS "/sos_commands/auditd/auditctl_-s"
#define SOS_RULES "/sos_commands/auditd/auditctl_-l"

#define AUDITD_CONF "/etc/audit/auditd.conf"
#define LOADED_RULES "/etc/audit/audit.rules" /* augenrules(8) writes it */

/* `auditctl -s`: "enabled 1", a line each; before 2.3 "enabled=1", in one line. */
static bool read_status_text(struct avow_span text, struct avow_kaudit_status *out)
{
	const struct {
		const char *name;
		uint32_t *target;
	} fields[] = {
		{ "enabled", &out->enabled },
		{ "pid", &out->pid },
		{ "rate_limit", &out->rate_limit },
		{ "backlog_limit", &out->backlog_limit },
		{ "backlog", &out->backlog },
		{ "lost", &out->lost },
	};
	size_t found = 0;

	for (size_t at = 0; at < text.length;) {
		struct avow_span rest = avow_span_skip(text, at);
		size_t name = 0, value;

		while (name < rest.length && !strchr(" =\n", rest.data[name]))
			name++;
		value = name + 1;
		while (value < rest.length && !strchr(" =\n", rest.data[value]))
			value++;
		for (size_t i = 0; i < AVOW_ARRAY_SIZE(fields); i++) {
			uint64_t number;

			if (!avow_span_is(avow_span_first(rest, name), fields[i].name) ||
			    value <= name + 1 ||
			    !avow_span_to_u64(avow_span_make(rest.data + name + 1,
							     value - name - 1),
					      10, &number))
				continue;
			*fields[i].target = (uint32_t)number;
			found++;
		}
		at += name + 1;
	}
	return found >= AVOW_ARRAY_SIZE(fields) - 1;
}

static void add_rule(void *data, const struct avow_kaudit_rule *rule)
{
	avow_rule_facts_add(data, rule);
}

/* The kernel's own answer, or what a report holds of it. */
static void ask_kernel(struct avow_host *host)
{
	struct avow_buf text = { 0 };

	if (host->is_live) {
		if (avow_kaudit_status(&host->status, &host->no_status) == AVOW_OK)
			host->status_from = "the kernel";
		if (host->status_from && avow_kaudit_rules(add_rule, &host->rules,
							   &host->no_status) == AVOW_OK)
			host->rules_from = "the kernel";
		host->has_loaded_rules = host->rules_from != NULL;
		return;
	}
	avow_error_set(&host->no_status, AVOW_E_IO,
		       "the kernel of that system is not here to be asked");
	if (avow_host_read(host, SOS_STATUS, &text) == 0 &&
	    read_status_text(avow_buf_span(&text), &host->status))
		host->status_from = SOS_STATUS;
	if (avow_host_read(host, SOS_RULES, &text) == 0) {
		avow_rule_facts_read(&host->rules, avow_buf_span(&text));
		host->rules_from = SOS_RULES;
		host->has_loaded_rules = true;
	}
	avow_buf_free(&text);
}

/* Without the kernel's rules, those that are loaded at the next start. */
static void read_rules_file(struct avow_host *host)
{
	struct avow_buf text = { 0 };

	if (!host->rules_from && avow_host_read(host, LOADED_RULES, &text) == 0) {
		avow_rule_facts_read(&host->rules, avow_buf_span(&text));
		host->rules_from = LOADED_RULES;
	}
	avow_buf_free(&text);
}

static bool is_yes(struct avow_span text, const char *name)
{
	struct avow_span value = avow_host_setting(text, name);

	return !value.data ||
	       (value.length == 3 && strncasecmp(value.data, "yes", 3) == 0);
}

static char *string_setting(struct avow_span text, const char *name,
			    const char *otherwise)
{
	struct avow_span value = avow_host_setting(text, name);

	if (!value.length || value.data[0] != '/')
		return strdup(otherwise);
	return strndup(value.data, value.length);
}

static int read_auditd_conf(struct avow_host *host)
{
	struct avow_buf file = { 0 };
	struct avow_auditd_conf *conf = &host->auditd;
	struct avow_span text;
	uint64_t megabytes = 0;

	conf->trouble = avow_host_read(host, AUDITD_CONF, &file);
	conf->exists = conf->trouble != ENOENT && conf->trouble != ENOTDIR;
	text = avow_buf_span(&file);
	conf->writes_logs = is_yes(text, "write_logs");
	conf->takes_local_events = is_yes(text, "local_events");
	conf->log_file = string_setting(text, "log_file", "/var/log/audit/audit.log");
	conf->plugin_dir = string_setting(text, "plugin_dir", "/etc/audit/plugins.d");
	if (avow_span_to_u64(avow_host_setting(text, "admin_space_left"), 10, &megabytes))
		conf->admin_space_left_mb = (unsigned long)megabytes;
	avow_buf_free(&file);
	return conf->log_file && conf->plugin_dir ? AVOW_OK : AVOW_E_NOMEM;
}

/* auditd by the kernel's word, else by its own (its pid file, pidfile.c). */
static void find_auditd(struct avow_host *host)
{
	char comm[sizeof(host->reader)];
	long pid = (long)avow_host_number(host, "/run/auditd.pid", 0);

	if (host->status_from && host->status.pid) {
		avow_host_comm(host, host->status.pid, host->reader,
			       sizeof(host->reader));
		if (!host->reader[0])
			snprintf(host->reader, sizeof(host->reader), "auditd");
		host->auditd_runs = strcmp(host->reader, "auditd") == 0 ? AVOW_KNOWN_YES
									: AVOW_KNOWN_NO;
		host->auditd_pid = host->status.pid;
		return;
	}
	avow_host_comm(host, pid, comm, sizeof(comm));
	if (strcmp(comm, "auditd") == 0) {
		host->auditd_runs = AVOW_KNOWN_YES;
		host->auditd_pid = pid;
		if (!host->status_from)
			memcpy(host->reader, comm, sizeof(comm));
	} else if (host->status_from || host->is_live) {
		host->auditd_runs = AVOW_KNOWN_NO;
	}
}

static void read_capabilities(struct avow_host *host)
{
	struct avow_buf text = { 0 };
	struct avow_span rest;

	if (host->is_live && avow_host_read(host, "/proc/self/status", &text) == 0)
		for (rest = avow_buf_span(&text); rest.length;) {
			struct avow_span line = avow_host_line(&rest);

			if (avow_span_starts_with(line, "CapEff:\t") &&
			    !avow_span_to_u64(avow_span_skip(line, 8), 16,
					      &host->capabilities))
				host->capabilities = 0;
		}
	avow_buf_free(&text);
}

static int open_root(struct avow_host *host, const char *root, struct avow_error *error)
{
	host->root_fd = -1;
	host->is_live = !*root || strcmp(root, "/") == 0;
	host->root = host->is_live ? "" : root;
	if (host->is_live)
		return AVOW_OK;
	host->root_fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (host->root_fd < 0)
		return avow_error_set(error, AVOW_E_IO, "%s: %s", root, strerror(errno));
	if (avow_host_try(host, "/") == ENOSYS)
		return avow_error_set(
			error, AVOW_E_IO,
			"%s: --root needs a kernel with openat2 (Linux 5.6)", root);
	return AVOW_OK;
}

int avow_host_open(struct avow_host *host, const char *root, struct avow_error *error)
{
	int result;

	*host = (struct avow_host){ .root = "" };
	result = open_root(host, root, error);
	if (result)
		return result;
	if (read_auditd_conf(host))
		return avow_error_nomem(error);
	ask_kernel(host);
	read_rules_file(host);
	find_auditd(host);
	read_capabilities(host);
	if (avow_host_read(host, "/proc/cmdline", &host->cmdline))
		avow_buf_clear(&host->cmdline);
	return AVOW_OK;
}

void avow_host_close(struct avow_host *host)
{
	if (host->root_fd >= 0 && host->root)
		close(host->root_fd);
	free(host->auditd.log_file);
	free(host->auditd.plugin_dir);
	avow_buf_free(&host->cmdline);
	*host = (struct avow_host){ .root_fd = -1 };
}
