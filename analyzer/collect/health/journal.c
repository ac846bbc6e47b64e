/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The journal as a source: whether its files may be read, and whether journald
 * has the audit socket that makes the kernel's records come into it
 * (systemd-journald-audit.socket(8), journald.conf(5) Audit=).
 */
#include "analyzer/collect/health/check.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define AUDIT_SOCKET "systemd-journald-audit.socket"

/* 0 when a system journal below @top can be opened, else why not. */
static int try_journals(const struct avow_host *host, const char *top)
{
	DIR *directory = avow_host_directory(host, top);
	struct dirent *entry;
	int result = ENOENT;

	if (!directory)
		return errno;
	while (result && (entry = readdir(directory))) {
		struct avow_buf path = { 0 };
		int found;

		if (entry->d_name[0] == '.')
			continue;
		avow_buf_printf(&path, "%s/%s/system.journal", top, entry->d_name);
		found = avow_host_try(host, avow_buf_string(&path));
		if (found != ENOENT && found != ENOTDIR)
			result = found;
		avow_buf_free(&path);
	}
	closedir(directory);
	return result;
}

/* How the socket stands with the unit files. */
enum socket_state { SOCKET_ABSENT, SOCKET_MASKED, SOCKET_OFF, SOCKET_ON };

static bool is_there(const struct avow_host *host, const char *directory,
		     const char *middle)
{
	struct avow_buf path = { 0 };
	int fd;

	avow_buf_printf(&path, "%s%s%s", directory, middle, AUDIT_SOCKET);
	/* The link itself: what it points to may be out of reach. */
	fd = avow_host_open_file(host, avow_buf_string(&path), O_PATH | O_NOFOLLOW);
	avow_buf_free(&path);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static enum socket_state socket_state(const struct avow_host *host)
{
	static const char *const units[] = { "/etc/systemd/system", "/run/systemd/system",
					     "/usr/lib/systemd/system",
					     "/lib/systemd/system" };
	enum socket_state state = SOCKET_ABSENT;

	if (avow_host_is_link(host, "/etc/systemd/system/" AUDIT_SOCKET, "/dev/null") ||
	    avow_host_is_link(host, "/run/systemd/system/" AUDIT_SOCKET, "/dev/null"))
		return SOCKET_MASKED;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(units); i++) {
		if (is_there(host, units[i], "/sockets.target.wants/"))
			return SOCKET_ON;
		if (is_there(host, units[i], "/"))
			state = SOCKET_OFF;
	}
	return state;
}

static void judge_socket(const struct avow_host *host, struct avow_verdict *verdict)
{
	/* Without auditd, journald reads the kernel log's copy of each record. */
	bool has_copy = host->auditd_runs == AVOW_KNOWN_NO;
	enum avow_health health = has_copy ? AVOW_HEALTH_WARNING : AVOW_HEALTH_BLIND;
	const char *rest = has_copy ? ", and only the rate-limited copy in the kernel "
				      "log comes into it"
				    : ", and no audit records come into it";

	switch (socket_state(host)) {
	case SOCKET_ON:
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "journald reads the audit socket.");
		break;
	case SOCKET_MASKED:
		avow_verdict_say(verdict, health, AUDIT_SOCKET " is masked%s.", rest);
		avow_verdict_mend(verdict, "systemctl unmask --now " AUDIT_SOCKET);
		break;
	case SOCKET_OFF:
		avow_verdict_say(verdict, health, AUDIT_SOCKET " is not enabled%s.",
				 rest);
		avow_verdict_mend(verdict, "systemctl enable --now " AUDIT_SOCKET);
		break;
	case SOCKET_ABSENT:
		avow_verdict_say(verdict, health, "There is no " AUDIT_SOCKET "%s.",
				 rest);
		break;
	}
}

/* The group of the journals may read them (systemd-journald.service(8)). */
static void say_unreadable(int result, struct avow_verdict *verdict)
{
	avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
			 "The system journal cannot be read: %s.", strerror(result));
	if (result == EACCES)
		avow_verdict_mend(verdict,
				  "sudo usermod -a -G systemd-journal \"$USER\"");
}

void avow_check_journal(const struct avow_host *host, struct avow_verdict *verdict)
{
	int result = try_journals(host, "/var/log/journal");

	if (result == ENOENT)
		result = try_journals(host, "/run/log/journal");
	if (result == ENOENT) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "There is no system journal.");
		return;
	}
	if (result) {
		say_unreadable(result, verdict);
		return;
	}
	avow_verdict_say(verdict, AVOW_HEALTH_OK, "The system journal can be read.");
	judge_socket(host, verdict);
}
