/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The sources that are streams of the running kernel: the audit netlink socket,
 * both its ways, and the tracepoint. Nothing is joined to find out: joining the
 * multicast group writes an audit record by itself (EVENT_LISTENER).
 */
#include "analyzer/collect/health/check.h"

#include <errno.h>
#include <linux/capability.h>

#define TRACEPOINT "/events/avc/selinux_audited/format"

static bool has_capability(const struct avow_host *host, unsigned capability)
{
	return host->capabilities >> capability & 1;
}

/* Whether there is a kernel to ask; says so when there is none. */
static bool is_live(const struct avow_host *host, struct avow_verdict *verdict)
{
	if (!host->is_live)
		avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
				 "Only a running system tells.");
	return host->is_live;
}

void avow_check_netlink(const struct avow_host *host, struct avow_verdict *verdict)
{
	if (!is_live(host, verdict))
		return;
	if (!has_capability(host, CAP_AUDIT_READ)) {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "Reading the audit multicast group takes "
				 "CAP_AUDIT_READ, which this process lacks.");
		avow_verdict_mend(verdict, "sudo avow report netlink:");
	} else if (!host->status_from && has_capability(host, CAP_AUDIT_CONTROL)) {
		avow_verdict_say_error(verdict, AVOW_HEALTH_BLIND, &host->no_status);
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "The audit multicast group can be read, beside auditd "
				 "too.");
	}
}

void avow_check_netlink_unicast(const struct avow_host *host,
				struct avow_verdict *verdict)
{
	if (!host->status_from) {
		avow_verdict_say_error(verdict, AVOW_HEALTH_UNKNOWN, &host->no_status);
		return;
	}
	if (!host->status.pid) {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "No process reads the audit socket: it is free.");
		return;
	}
	avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
			 "The one place of a unicast reader is taken by %s (pid %u).",
			 host->reader, host->status.pid);
}

void avow_check_tracefs(const struct avow_host *host, struct avow_verdict *verdict)
{
	static const char *const mounts[] = { "/sys/kernel/tracing",
					      "/sys/kernel/debug/tracing" };
	int result = ENOENT;

	if (!is_live(host, verdict))
		return;
	if (avow_host_try(host, "/sys/fs/selinux/enforce") == ENOENT) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "The tracepoint avc:selinux_audited is SELinux's, which "
				 "is not enabled.");
		return;
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(mounts) && result == ENOENT; i++) {
		struct avow_buf path = { 0 };

		avow_buf_printf(&path, "%s%s", mounts[i], TRACEPOINT);
		result = avow_host_try(host, avow_buf_string(&path));
		avow_buf_free(&path);
	}
	if (result == 0) {
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "The tracepoint avc:selinux_audited is there.");
	} else if (result == ENOENT) {
		avow_verdict_say(verdict, AVOW_HEALTH_NOTE,
				 "The tracepoint avc:selinux_audited is not there (Linux "
				 "5.10, tracefs mounted).");
		avow_verdict_mend(verdict,
				  "mount -t tracefs tracefs /sys/kernel/tracing");
	} else {
		avow_verdict_say(verdict, AVOW_HEALTH_BLIND,
				 "tracefs cannot be read: %s.", strerror(result));
		avow_verdict_mend(verdict, "sudo avow report tracefs:");
	}
}
