/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The kernel, asked through libaudit. It asks and closes: no rule is changed, and
 * nobody loses the place of the unicast reader. The stream of records is read
 * elsewhere.
 */
#include "analyzer/collect/kaudit.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "analyzer/collect/kaudit_reply.h"

#define REPLY_MS 2000 /* kauditd answers at once, or is in trouble */

int avow_kaudit_fail(int number, struct avow_error *error)
{
	switch (number) {
	case EPERM:
	case EACCES:
		return avow_error_set(error, AVOW_E_IO,
				      "the kernel tells its audit state only to root "
				      "(CAP_AUDIT_CONTROL)");
	case ECONNREFUSED:
	case EPROTONOSUPPORT:
	case EAFNOSUPPORT:
	case EINVAL:
		return avow_error_set(
			error, AVOW_E_IO,
			"the kernel answers no audit requests here (audit is "
			"switched off, or this is a container)");
	default:
		return avow_error_set(error, AVOW_E_IO,
				      "the kernel does not tell its audit state: %s",
				      strerror(number));
	}
}

int avow_kaudit_next(int fd, struct audit_reply *reply)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	int got;

	do
		got = poll(&ready, 1, REPLY_MS);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return got < 0 ? -errno : 0;
	got = audit_get_reply(fd, reply, GET_REPLY_NONBLOCKING, 0);
	if (got <= 0)
		return got == -EAGAIN ? 0 : got;
	if (reply->type == NLMSG_ERROR && reply->error && reply->error->error)
		return reply->error->error;
	return 1;
}

static int read_status(int fd, struct avow_kaudit_status *out)
{
	struct audit_reply reply;
	int got = audit_request_status(fd);

	if (got < 0)
		return got;
	while ((got = avow_kaudit_next(fd, &reply)) > 0) {
		if (reply.type != AUDIT_GET)
			continue;
		*out = (struct avow_kaudit_status){
			.enabled = reply.status->enabled,
			.pid = reply.status->pid,
			.rate_limit = reply.status->rate_limit,
			.backlog_limit = reply.status->backlog_limit,
			.backlog = reply.status->backlog,
			.failure = reply.status->failure,
			.backlog_wait_time = reply.status->backlog_wait_time,
			.lost = reply.status->lost,
		};
		return 0;
	}
	return got < 0 ? got : -ETIMEDOUT;
}

int avow_kaudit_status(struct avow_kaudit_status *out, struct avow_error *error)
{
	int fd = audit_open(), result;

	if (fd < 0)
		return avow_kaudit_fail(errno, error);
	result = read_status(fd, out);
	audit_close(fd);
	return result < 0 ? avow_kaudit_fail(-result, error) : AVOW_OK;
}

static bool is_of_all_syscalls(const struct audit_rule_data *rule)
{
	/* The last word holds the syscall classes, which the kernel takes out. */
	for (size_t i = 0; i + 1 < AUDIT_BITMASK_SIZE; i++)
		if (rule->mask[i] != UINT32_MAX)
			return false;
	return true;
}

static void convert(const struct audit_rule_data *rule, struct avow_kaudit_rule *out)
{
	*out = (struct avow_kaudit_rule){
		.list = rule->flags & ~(uint32_t)AUDIT_FILTER_PREPEND,
		.action = rule->action,
		.is_of_all_syscalls = is_of_all_syscalls(rule),
		.count = rule->field_count,
	};
	if (out->count > AVOW_KAUDIT_CONDITIONS)
		out->count = AVOW_KAUDIT_CONDITIONS;
	for (uint32_t i = 0; i < out->count; i++)
		out->conditions[i] = (struct avow_kaudit_condition){ rule->fields[i],
								     rule->fieldflags[i],
								     rule->values[i] };
}

static int read_rules(int fd,
		      void (*visit)(void *data, const struct avow_kaudit_rule *rule),
		      void *data)
{
	struct audit_reply reply;
	struct avow_kaudit_rule rule;
	int got = audit_request_rules_list_data(fd);

	if (got < 0)
		return got;
	while ((got = avow_kaudit_next(fd, &reply)) > 0) {
		if (reply.type == NLMSG_DONE)
			return 0;
		if (reply.type != AUDIT_LIST_RULES)
			continue;
		convert(reply.ruledata, &rule);
		visit(data, &rule);
	}
	return got < 0 ? got : -ETIMEDOUT;
}

int avow_kaudit_rules(void (*visit)(void *data, const struct avow_kaudit_rule *rule),
		      void *data, struct avow_error *error)
{
	int fd = audit_open(), result;

	if (fd < 0)
		return avow_kaudit_fail(errno, error);
	result = read_rules(fd, visit, data);
	audit_close(fd);
	return result < 0 ? avow_kaudit_fail(-result, error) : AVOW_OK;
}

static int refuse_place(uint32_t pid, struct avow_error *error)
{
	return avow_error_set(error, AVOW_E_IO,
			      "process %u (auditd?) holds the one place of a unicast "
			      "reader: stop it first, or use netlink: without unicast",
			      pid);
}

int avow_kaudit_take(int fd, struct avow_error *error)
{
	struct avow_kaudit_status status;
	int result = avow_kaudit_status(&status, error);

	if (result)
		return result;
	if (status.pid)
		return refuse_place(status.pid, error);
	/* Not WAIT_YES, which throws away what comes first: it may be a record. */
	result = audit_set_pid(fd, (uint32_t)getpid(), WAIT_NO);
	if (result == -EEXIST && avow_kaudit_status(&status, error) == AVOW_OK)
		return refuse_place(status.pid, error);
	return result < 0 ? avow_kaudit_fail(-result, error) : AVOW_OK;
}

void avow_kaudit_give_back(int fd)
{
	(void)audit_set_pid(fd, 0, WAIT_NO);
}

int avow_kaudit_type(struct avow_span name)
{
	char text[64];

	if (name.length >= sizeof(text))
		return -1;
	snprintf(text, sizeof(text), "%.*s", (int)name.length, name.data);
	return audit_name_to_msg_type(text);
}

const char *avow_kaudit_type_name(uint32_t type)
{
	return audit_msg_type_to_name((int)type);
}
