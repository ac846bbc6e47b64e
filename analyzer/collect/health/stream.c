/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The way of a record from the kernel to a reader, and what gets lost on it:
 * auditing itself, rules that take records away, the kernel's queue, auditd, and
 * the readers beside it. What is said of the kernel is from kernel/audit.c and
 * kernel/auditsc.c of Linux 6.1.
 */
#include "analyzer/collect/health/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#define BACKLOG_USUAL 8192u /* what distributions set */
#define BACKLOG_SMALL 1024u
#define JOURNALD_CONF "/etc/systemd/journald.conf"

static void say_unknown(const struct avow_host *host, struct avow_verdict *verdict)
{
	avow_verdict_say_error(verdict, AVOW_HEALTH_UNKNOWN, &host->no_status);
}

/* The word that the last of the files of a directory gives to Audit=, if one does. */
static void read_drop_ins(const struct avow_host *host, const char *directory, char *out,
			  size_t size)
{
	struct avow_buf path = { 0 }, text = { 0 };
	struct avow_span value;
	size_t count;
	char **names = avow_host_list(host, directory, ".conf", &count);

	for (size_t i = 0; i < count; i++) {
		avow_buf_clear(&path);
		avow_buf_printf(&path, "%s/%s", directory, names[i]);
		free(names[i]);
		if (avow_host_read(host, avow_buf_string(&path), &text) != 0)
			continue;
		value = avow_host_setting(avow_buf_span(&text), "Audit");
		if (value.data)
			snprintf(out, size, "%.*s", (int)value.length, value.data);
	}
	free(names);
	avow_buf_free(&path);
	avow_buf_free(&text);
}

/* True when journald is told to switch auditing off (journald.conf(5)). */
static bool does_journald_disable(const struct avow_host *host)
{
	static const char *const places[] = { "/usr/lib/systemd", "/run/systemd",
					      "/etc/systemd" };
	static const char *const words[] = { "no", "n", "false", "f", "off", "0" };
	struct avow_buf path = { 0 }, text = { 0 };
	struct avow_span value;
	char word[16] = "";

	if (avow_host_read(host, JOURNALD_CONF, &text) == 0) {
		value = avow_host_setting(avow_buf_span(&text), "Audit");
		snprintf(word, sizeof(word), "%.*s", (int)value.length,
			 value.data ? value.data : "");
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(places); i++) {
		avow_buf_clear(&path);
		avow_buf_printf(&path, "%s/journald.conf.d", places[i]);
		read_drop_ins(host, avow_buf_string(&path), word, sizeof(word));
	}
	avow_buf_free(&path);
	avow_buf_free(&text);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(words); i++)
		if (strcasecmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Tasks older than auditing have no audit context (audit_alloc()). */
static void judge_start(const struct avow_host *host, struct avow_verdict *verdict)
{
	avow_verdict_say(verdict, AVOW_HEALTH_OK, "Auditing is on%s.",
			 host->status.enabled == 2 ? ", and its rules are locked" : "");
	if (host->cmdline.length && !avow_host_has_argument(host, "audit=1"))
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "Without audit=1 on the kernel's command line, "
				 "processes that started before it have no SYSCALL "
				 "records.");
}

void avow_check_audit_enabled(const struct avow_host *host, struct avow_verdict *verdict)
{
	if (avow_host_has_argument(host, "audit=0") ||
	    avow_host_has_argument(host, "audit=off")) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "audit=0 is on the kernel's command line: no denial is "
				 "logged anywhere.");
		avow_verdict_mend(verdict, avow_host_try(host, "/etc/debian_version") == 0
						   ? "sed -i 's/ *\\<audit=[^ \"]*//' "
						     "/etc/default/grub && update-grub"
						   : "grubby --update-kernel=ALL "
						     "--remove-args=audit=0");
	} else if (!host->status_from) {
		say_unknown(host, verdict);
		if (host->is_live)
			avow_verdict_mend(verdict, "sudo avow doctor");
	} else if (!host->status.enabled) {
		avow_verdict_say(
			verdict, AVOW_HEALTH_WARNING,
			"Auditing is off: denials come without SYSCALL, PATH and "
			"PROCTITLE records.");
		avow_verdict_mend(verdict, "auditctl -e 1");
	} else {
		judge_start(host, verdict);
	}
	if (does_journald_disable(host)) {
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "Audit=no in journald's configuration: it switches "
				 "auditing off when it starts.");
		avow_verdict_mend(verdict, "mkdir -p /etc/systemd/journald.conf.d && "
					   "printf '[Journal]\\nAudit=keep\\n' "
					   ">/etc/systemd/journald.conf.d/zz-audit.conf");
	}
}

/* auditd stops writing below this, unless it is told to do something else. */
static void judge_space(const struct avow_host *host, struct avow_verdict *verdict)
{
	struct statvfs space;
	uint64_t free_mb;

	if (!host->is_live || statvfs(host->auditd.log_file, &space) != 0)
		return;
	free_mb = (uint64_t)space.f_bavail * space.f_frsize >> 20;
	if (free_mb >= host->auditd.admin_space_left_mb)
		return;
	avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
			 "Its disk has %llu MB left, less than admin_space_left (%lu): "
			 "it may have stopped writing. Make room, and let it resume.",
			 (unsigned long long)free_mb, host->auditd.admin_space_left_mb);
	avow_verdict_mend(verdict, "pkill -USR2 -x auditd");
}

/* What auditd wrote of itself at SIGCONT (auditd(8)). */
static void judge_state(const struct avow_host *host, struct avow_verdict *verdict)
{
	static const struct {
		const char *name;
		enum avow_health health;
		const char *says, *mend;
	} rows[] = {
		{ "logging suspended", AVOW_HEALTH_BLIND,
		  "auditd.state: it has stopped writing.", "pkill -USR2 -x auditd" },
		{ "disk error detected", AVOW_HEALTH_BLIND,
		  "auditd.state: its disk failed.", "journalctl -u auditd" },
		{ "plugin queueing suspended", AVOW_HEALTH_WARNING,
		  "auditd.state: plugins get nothing more.", "pkill -USR2 -x auditd" },
		{ "plugin queue overflow detected", AVOW_HEALTH_WARNING,
		  "auditd.state: records for plugins were lost.",
		  "sed -i 's/^q_depth.*/q_depth = 20000/' /etc/audit/auditd.conf && "
		  "pkill -HUP -x auditd" },
	};
	struct avow_buf text = { 0 };

	if (avow_host_read(host, "/run/audit/auditd.state", &text) != 0 &&
	    avow_host_read(host, "/run/auditd.state", &text) != 0)
		avow_buf_clear(&text);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++) {
		if (!avow_span_is(avow_host_setting(avow_buf_span(&text), rows[i].name),
				  "yes"))
			continue;
		avow_verdict_say(verdict, rows[i].health, "%s", rows[i].says);
		avow_verdict_mend(verdict, "%s", rows[i].mend);
	}
	avow_buf_free(&text);
}

static void judge_auditd(const struct avow_host *host, struct avow_verdict *verdict)
{
	if (host->auditd_pid)
		avow_verdict_say(verdict, AVOW_HEALTH_OK, "auditd runs (pid %ld).",
				 host->auditd_pid);
	else
		avow_verdict_say(verdict, AVOW_HEALTH_OK, "auditd runs.");
	if (host->status_from && !host->status.pid) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "It is not the reader that the kernel knows.");
		avow_verdict_mend(verdict, "systemctl restart auditd");
	}
	if (!host->auditd.takes_local_events) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "local_events = no in /etc/audit/auditd.conf: it takes "
				 "no records of this machine.");
		avow_verdict_mend(verdict,
				  "sed -i 's/^local_events.*/local_events = yes/' "
				  "/etc/audit/auditd.conf && systemctl restart auditd");
	}
	judge_state(host, verdict);
	judge_space(host, verdict);
}

void avow_check_auditd(const struct avow_host *host, struct avow_verdict *verdict)
{
	switch (host->auditd_runs) {
	case AVOW_KNOWN_YES:
		judge_auditd(host, verdict);
		break;
	case AVOW_KNOWN_NO:
		if (host->reader[0])
			avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
					 "auditd does not run: %s (pid %u) takes the "
					 "records.",
					 host->reader, host->status.pid);
		else
			avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
					 "auditd does not run: records go to the kernel "
					 "log, which drops bursts.");
		avow_verdict_mend(verdict, "%s",
				  host->auditd.exists ? "systemctl enable --now auditd"
						      : avow_host_install_auditd(host));
		break;
	case AVOW_KNOWN_NOT:
		avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
				 host->auditd.exists ? "auditd is installed; whether it "
						       "runs is not known."
						     : "auditd is not installed.");
		break;
	}
}

/* Where the rules are from, when they are not the loaded ones. */
static const char *by_file(const struct avow_host *host)
{
	return host->has_loaded_rules ? "" : " (says /etc/audit/audit.rules)";
}

void avow_check_syscall_records(const struct avow_host *host,
				struct avow_verdict *verdict)
{
	if (!host->rules_from) {
		say_unknown(host, verdict);
		return;
	}
	if (host->rules.never_task) {
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "The rule -a never,task takes SYSCALL, PATH and "
				 "PROCTITLE away from every denial%s.",
				 by_file(host));
		avow_verdict_mend(verdict, "auditctl -d never,task && sed -i "
					   "'/^-a *\\(task,never\\|never,task\\)/d' "
					   "/etc/audit/rules.d/*.rules");
	} else if (host->rules.never_exit) {
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "A rule -a never,exit of every system call takes "
				 "SYSCALL and PATH away from denials%s.",
				 by_file(host));
		avow_verdict_mend(verdict, "auditctl -d never,exit -S all");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "Denials come with their SYSCALL records%s.",
				 by_file(host));
	}
}

/* Names are collected while any rule of the exit list is loaded (audit_n_rules). */
void avow_check_path_records(const struct avow_host *host, struct avow_verdict *verdict)
{
	if (!host->rules_from) {
		say_unknown(host, verdict);
	} else if (host->rules.count) {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "Denials come with PATH records: %zu rule%s loaded%s.",
				 host->rules.count,
				 host->rules.count == 1 ? " is" : "s are", by_file(host));
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "Denials come without PATH records, with the last part "
				 "of a file name alone: no rule is loaded%s.",
				 by_file(host));
		avow_verdict_mend(verdict, "auditctl -w /etc/shadow -p w -k avow");
	}
}

/* Which records @excluded holds, with @between between them. */
static void list_records(const bool *excluded, const char *between, struct avow_buf *out)
{
	avow_buf_clear(out);
	for (int i = 0; i < AVOW_DENIAL_RECORD_COUNT; i++)
		if (excluded[i])
			avow_buf_printf(
				out, "%s%s", out->length ? between : "",
				avow_denial_record_name((enum avow_denial_record)i));
}

static void judge_excluded(const struct avow_host *host, struct avow_verdict *verdict)
{
	const bool *excluded = host->rules.excluded;
	bool is_blind =
		excluded[AVOW_DENIAL_RECORD_AVC] || excluded[AVOW_DENIAL_RECORD_USER_AVC];
	struct avow_buf names = { 0 };

	list_records(excluded, ", ", &names);
	if (names.length) {
		avow_verdict_say(verdict,
				 is_blind ? AVOW_HEALTH_BLIND : AVOW_HEALTH_WARNING,
				 "Rules of the exclude list drop %s records%s.",
				 avow_buf_string(&names), by_file(host));
		list_records(excluded, "\\|", &names);
		avow_verdict_mend(verdict,
				  "sed -i '/exclude.*msgtype=\\(%s\\)/d' "
				  "/etc/audit/rules.d/*.rules && augenrules --load",
				  avow_buf_string(&names));
	}
	avow_buf_free(&names);
}

void avow_check_excluded_records(const struct avow_host *host,
				 struct avow_verdict *verdict)
{
	struct avow_buf names = { 0 };

	if (!host->rules_from) {
		say_unknown(host, verdict);
		return;
	}
	judge_excluded(host, verdict);
	list_records(host->rules.partly_excluded, ", ", &names);
	if (names.length) {
		avow_verdict_say(
			verdict, AVOW_HEALTH_WARNING,
			"Rules of the exclude list drop %s records of some processes%s.",
			avow_buf_string(&names), by_file(host));
		avow_verdict_mend(verdict, "auditctl -l | grep exclude");
	}
	if (!verdict->says.length)
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "No rule excludes records of denials%s.", by_file(host));
	avow_buf_free(&names);
}

void avow_check_backlog(const struct avow_host *host, struct avow_verdict *verdict)
{
	const struct avow_kaudit_status *status = &host->status;

	if (!host->status_from) {
		say_unknown(host, verdict);
		return;
	}
	avow_verdict_say(verdict, AVOW_HEALTH_OK, "%u of %u records wait in the kernel.",
			 status->backlog, status->backlog_limit);
	if (!status->backlog_limit)
		return;
	if (status->backlog_limit < BACKLOG_SMALL)
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "The limit is small: bursts of denials get lost.");
	if ((uint64_t)status->backlog * 4 >= (uint64_t)status->backlog_limit * 3)
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "The queue is nearly full.");
	if (verdict->health == AVOW_HEALTH_WARNING)
		avow_verdict_mend(verdict, "auditctl -b %u",
				  status->backlog_limit < BACKLOG_USUAL
					  ? BACKLOG_USUAL
					  : status->backlog_limit * 2);
}

void avow_check_lost_records(const struct avow_host *host, struct avow_verdict *verdict)
{
	if (!host->status_from) {
		say_unknown(host, verdict);
	} else if (host->status.lost) {
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "The kernel has lost %u record%s.", host->status.lost,
				 host->status.lost == 1 ? "" : "s");
		avow_verdict_mend(verdict, "auditctl -b 32768 && auditctl --reset-lost");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "The kernel has lost no record.");
	}
}

void avow_check_rate_limit(const struct avow_host *host, struct avow_verdict *verdict)
{
	if (!host->status_from) {
		say_unknown(host, verdict);
	} else if (host->status.rate_limit) {
		avow_verdict_say(verdict, AVOW_HEALTH_WARNING,
				 "The kernel drops records beyond %u a second.",
				 host->status.rate_limit);
		avow_verdict_mend(verdict, "auditctl -r 0");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_OK, "There is no rate limit.");
	}
}
