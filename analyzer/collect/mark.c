/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lines of our own in the logs that are read: audit_log_user_message(3), the kernel's
 * Documentation/ABI/testing/dev-kmsg, syslog(3).
 */
#include "analyzer/collect/mark.h"

#include <errno.h>
#include <fcntl.h>
#include <libaudit.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "analyzer/base/buf.h"

#define SYSLOG_SOCKET "/dev/log"

static int fail(enum avow_mark_way way, int number, struct avow_error *error)
{
	return avow_error_set(error, AVOW_E_IO, "%s: %s", avow_mark_way_name(way),
			      strerror(number));
}

static int send_audit(const char *text, struct avow_error *error)
{
	int fd = audit_open(), result;

	if (fd < 0)
		return fail(AVOW_MARK_AUDIT, errno, error);
	errno = 0;
	result = audit_log_user_message(fd, AUDIT_USER, text, NULL, NULL, NULL, 1);
	audit_close(fd);
	if (result <= 0)
		return fail(AVOW_MARK_AUDIT, errno ? errno : EPERM, error);
	return AVOW_OK;
}

static int send_kmsg(const char *text, struct avow_error *error)
{
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC), result = AVOW_OK;
	struct avow_buf line = { 0 };

	if (fd < 0)
		return fail(AVOW_MARK_KMSG, errno, error);
	avow_buf_printf(&line, "<5>avow: %s\n", text);
	if (line.failed || write(fd, line.data, line.length) != (ssize_t)line.length)
		result = fail(AVOW_MARK_KMSG, errno, error);
	avow_buf_free(&line);
	close(fd);
	return result;
}

/* syslog() itself does not tell when nobody listens. */
static int send_syslog(const char *text, struct avow_error *error)
{
	if (access(SYSLOG_SOCKET, W_OK) != 0)
		return fail(AVOW_MARK_SYSLOG, errno, error);
	openlog("avow", LOG_PID, LOG_USER);
	syslog(LOG_NOTICE, "%s", text);
	closelog();
	return AVOW_OK;
}

static const struct {
	const char *name;
	int (*send)(const char *text, struct avow_error *error);
} ways[AVOW_MARK_WAYS] = {
	[AVOW_MARK_AUDIT] = { "audit", send_audit },
	[AVOW_MARK_KMSG] = { "kmsg", send_kmsg },
	[AVOW_MARK_SYSLOG] = { "syslog", send_syslog },
};

const char *avow_mark_way_name(enum avow_mark_way way)
{
	return ways[way].name;
}

int avow_mark_send(enum avow_mark_way way, const char *text, struct avow_error *error)
{
	return ways[way].send(text, error);
}
