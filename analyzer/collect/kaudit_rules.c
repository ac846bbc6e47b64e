/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The running kernel's audit rules, through libaudit: listed, added, removed. Each
 * request is answered by the kernel before the next one is sent (check_ack() of
 * libaudit).
 */
#include "analyzer/collect/kernel_rules.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "analyzer/collect/kaudit.h"
#include "analyzer/collect/kaudit_reply.h"

/* The kernel drops what finds no room for a tenth of a second (audit_net_init()). */
#define RECEIVE_BYTES (64 << 20)

struct channel {
	int fd;
};

static int read_list(int fd, struct avow_buf *out)
{
	struct audit_reply reply;
	int got = audit_request_rules_list_data(fd);

	if (got < 0)
		return got;
	while ((got = avow_kaudit_next(fd, &reply)) > 0) {
		const struct audit_rule_data *rule = reply.ruledata;

		if (reply.type == NLMSG_DONE)
			return 0;
		if (reply.type == AUDIT_LIST_RULES &&
		    rule->buflen <= MAX_AUDIT_MESSAGE_LENGTH - sizeof(*rule))
			avow_buf_append(out,
					avow_span_make((const char *)rule,
						       sizeof(*rule) + rule->buflen));
	}
	return got < 0 ? got : -ETIMEDOUT;
}

/* By a socket of its own, so that no answer to anything else comes between. */
static int list(void *state, struct avow_buf *out, struct avow_error *error)
{
	int fd = audit_open(), bytes = RECEIVE_BYTES, result;

	(void)state;
	if (fd < 0)
		return avow_kaudit_fail(errno, error);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) != 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	result = read_list(fd, out);
	audit_close(fd);
	if (result < 0)
		return avow_kaudit_fail(-result, error);
	return out->failed ? avow_error_nomem(error) : AVOW_OK;
}

/* The errno of an answer; libaudit gives some in errno, some as a negative result. */
static int errno_of(int result)
{
	if (result >= 0)
		return 0;
	return errno ? errno : -result;
}

/* libaudit writes into what it sends. */
static int send_rule(void *state, struct avow_span bytes,
		     int (*send)(int, struct audit_rule_data *, int, int))
{
	const struct channel *channel = state;
	struct audit_rule_data *rule = malloc(bytes.length);
	int result;

	if (!rule)
		return ENOMEM;
	memcpy(rule, bytes.data, bytes.length);
	errno = 0;
	result = errno_of(send(channel->fd, rule, (int)rule->flags, (int)rule->action));
	free(rule);
	return result;
}

static int add(void *state, struct avow_span rule)
{
	return send_rule(state, rule, audit_add_rule_data);
}

static int remove_rule(void *state, struct avow_span rule)
{
	return send_rule(state, rule, audit_delete_rule_data);
}

static int read_features(int fd, uint32_t *out)
{
	struct audit_reply reply;
	int got = audit_request_features(fd);

	if (got < 0)
		return got;
	while ((got = avow_kaudit_next(fd, &reply)) > 0)
		if (reply.type == AUDIT_GET_FEATURE) {
			*out = reply.features->features;
			return 0;
		}
	return got < 0 ? got : -ETIMEDOUT;
}

static int get(void *state, uint32_t out[AVOW_KERNEL_SETTINGS], struct avow_error *error)
{
	const struct channel *channel = state;
	struct avow_kaudit_status status;
	uint32_t features = 0;
	int result = avow_kaudit_status(&status, error);

	if (result)
		return result;
	result = read_features(channel->fd, &features);
	if (result < 0)
		return avow_kaudit_fail(-result, error);
	out[AVOW_KERNEL_ENABLED] = status.enabled;
	out[AVOW_KERNEL_FAILURE] = status.failure;
	out[AVOW_KERNEL_BACKLOG] = status.backlog_limit;
	out[AVOW_KERNEL_RATE] = status.rate_limit;
	out[AVOW_KERNEL_WAIT_TIME] = status.backlog_wait_time;
	out[AVOW_KERNEL_LOGINUID] =
		(features & AUDIT_FEATURE_TO_MASK(AUDIT_FEATURE_LOGINUID_IMMUTABLE)) != 0;
	return AVOW_OK;
}

static int set_loginuid(int fd, uint32_t value)
{
	return value ? audit_set_loginuid_immutable(fd) : 0;
}

static int set(void *state, enum avow_kernel_setting setting, uint32_t value)
{
	static int (*const setters[AVOW_KERNEL_SETTINGS])(int, uint32_t) = {
		[AVOW_KERNEL_ENABLED] = audit_set_enabled,
		[AVOW_KERNEL_FAILURE] = audit_set_failure,
		[AVOW_KERNEL_BACKLOG] = audit_set_backlog_limit,
		[AVOW_KERNEL_RATE] = audit_set_rate_limit,
		[AVOW_KERNEL_WAIT_TIME] = audit_set_backlog_wait_time,
		[AVOW_KERNEL_LOGINUID] = set_loginuid,
	};
	const struct channel *channel = state;

	errno = 0;
	return errno_of(setters[setting](channel->fd, value));
}

int avow_kernel_rules_open(struct avow_kernel_rules *out, struct avow_error *error)
{
	struct channel *channel = calloc(1, sizeof(*channel));

	*out = (struct avow_kernel_rules){ channel, list, add, remove_rule, get, set };
	if (!channel)
		return avow_error_nomem(error);
	channel->fd = audit_open();
	if (channel->fd >= 0)
		return AVOW_OK;
	free(channel);
	out->state = NULL;
	return avow_kaudit_fail(errno, error);
}

void avow_kernel_rules_close(struct avow_kernel_rules *kernel)
{
	struct channel *channel = kernel->state;

	if (channel)
		audit_close(channel->fd);
	free(channel);
	kernel->state = NULL;
}
