/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Audit records from the kernel's netlink socket. Only what the kernel itself sent
 * is taken. The stream is read and never asked to change, but for the one place
 * of a unicast reader, which is taken when it is free and given back.
 */
#include "analyzer/collect/netlink.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "analyzer/collect/kaudit.h"
#include "analyzer/collect/named.h"

/* Bursts wait here; the default holds some 200 records. */
#define RECEIVE_BYTES (16 << 20)

/* What a line adds to its datagram: "type=4294967295 msg=" and the newline. */
#define LINE_MAX_BYTES (AVOW_NETLINK_DATAGRAM_MAX + 32)

struct stream {
	int fd;
	bool is_unicast;
	uint32_t lost_before; /* by the kernel's count, which began at boot */
	uint64_t overruns;
	struct avow_buf line;
	char datagram[AVOW_NETLINK_DATAGRAM_MAX];
};

bool avow_netlink_line(struct avow_span datagram, struct avow_buf *out)
{
	struct nlmsghdr header;
	size_t begin;

	if (datagram.length <= sizeof(header))
		return false;
	memcpy(&header, datagram.data, sizeof(header));
	datagram = avow_span_skip(datagram, sizeof(header));
	while (datagram.length && datagram.data[datagram.length - 1] == '\0')
		datagram.length--;
	if (header.nlmsg_type < AUDIT_GET || !avow_span_starts_with(datagram, "audit("))
		return false;
	avow_buf_printf(out, "type=%u msg=", header.nlmsg_type);
	begin = out->length;
	avow_buf_append(out, datagram);
	for (size_t i = begin; i < out->length; i++)
		if (out->data[i] == '\n')
			out->data[i] = ' ';
	avow_buf_putc(out, '\n');
	return !out->failed;
}

/* One datagram from the kernel: its length, 0 for what is none, or -1 and errno. */
static ssize_t receive(struct stream *stream)
{
	struct sockaddr_nl sender = { 0 };
	socklen_t length = sizeof(sender);
	ssize_t got;

	do
		got = recvfrom(stream->fd, stream->datagram, sizeof(stream->datagram), 0,
			       (struct sockaddr *)&sender, &length);
	while (got < 0 && errno == EINTR);
	/* A process with CAP_NET_ADMIN may send to the group as well. */
	if (got > 0 && length >= sizeof(sender) && sender.nl_family == AF_NETLINK &&
	    sender.nl_pid != 0)
		return 0;
	return got;
}

/*
 * Reads one datagram: 1, 0 when there is none at present, or an error. An overrun
 * is told once, for however many datagrams, and nothing after it is harmed.
 */
static int read_datagram(struct stream *stream, struct avow_error *error)
{
	ssize_t got = receive(stream);

	if (got >= 0) {
		avow_netlink_line(avow_span_make(stream->datagram, (size_t)got),
				  &stream->line);
		return stream->line.failed ? avow_error_nomem(error) : 1;
	}
	if (errno == EAGAIN)
		return 0;
	if (errno != ENOBUFS)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	stream->overruns++;
	return 1;
}

static ssize_t read_stream(void *state, char *data, size_t size, struct avow_error *error)
{
	struct stream *stream = state;
	size_t used = 0;
	int got = 1;

	while (got > 0 && size - used >= LINE_MAX_BYTES) {
		avow_buf_clear(&stream->line);
		got = read_datagram(stream, error);
		if (got > 0 && stream->line.length) {
			memcpy(data + used, stream->line.data, stream->line.length);
			used += stream->line.length;
		}
	}
	if (used)
		return (ssize_t)used;
	return got < 0 ? got : AVOW_SOURCE_WAIT;
}

static struct avow_wait wait_for_stream(void *state)
{
	const struct stream *stream = state;

	return (struct avow_wait){ .fd = stream->fd, .events = POLLIN, .timeout_ms = -1 };
}

/* What the socket had no room for (netlink_overrun(); SO_MEMINFO since Linux 4.12). */
static uint64_t dropped(const struct stream *stream)
{
	uint32_t memory[SK_MEMINFO_VARS] = { 0 };
	socklen_t length = sizeof(memory);

	if (getsockopt(stream->fd, SOL_SOCKET, SO_MEMINFO, memory, &length) != 0 ||
	    length <= SK_MEMINFO_DROPS * sizeof(memory[0]) ||
	    memory[SK_MEMINFO_DROPS] < stream->overruns)
		return stream->overruns;
	return memory[SK_MEMINFO_DROPS];
}

static uint64_t lost_of_stream(const void *state)
{
	const struct stream *stream = state;
	struct avow_kaudit_status status;

	if (!stream->is_unicast)
		return dropped(stream);
	/* What finds no room there the kernel keeps and sends again: no loss. */
	if (avow_kaudit_status(&status, NULL) || status.lost < stream->lost_before)
		return 0;
	return status.lost - stream->lost_before;
}

static void close_stream(void *state)
{
	struct stream *stream = state;

	if (stream->is_unicast)
		avow_kaudit_give_back(stream->fd);
	close(stream->fd);
	avow_buf_free(&stream->line);
	free(stream);
}

int avow_netlink_open(int fd, bool is_unicast, struct avow_source **out,
		      struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_stream,
		.wait = wait_for_stream,
		.lost = lost_of_stream,
		.close = close_stream,
	};
	struct stream *stream = calloc(1, sizeof(*stream));
	struct avow_kaudit_status status;

	if (!stream) {
		close(fd);
		return avow_error_nomem(error);
	}
	stream->fd = fd;
	stream->is_unicast = is_unicast;
	if (is_unicast && avow_kaudit_status(&status, NULL) == AVOW_OK)
		stream->lost_before = status.lost;
	return avow_source_make(&methods, stream, out, error);
}

/* A socket with room, or -1 and errno. */
static int make_socket(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_AUDIT);
	int bytes = RECEIVE_BYTES;

	if (fd >= 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)) != 0)
		/* Without CAP_NET_ADMIN what net.core.rmem_max allows has to do. */
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	return fd;
}

static int join(int fd, uint32_t groups)
{
	const struct sockaddr_nl address = { .nl_family = AF_NETLINK,
					     .nl_groups = groups };

	return bind(fd, (const struct sockaddr *)&address, sizeof(address));
}

static int refuse(int number, struct avow_error *error)
{
	switch (number) {
	case EPERM:
	case EACCES:
		return avow_error_set(error, AVOW_E_IO,
				      "reading the audit multicast group needs the "
				      "capability CAP_AUDIT_READ: run as root");
	case EPROTONOSUPPORT:
	case ECONNREFUSED:
	case EAFNOSUPPORT:
		return avow_error_set(error, AVOW_E_IO,
				      "the kernel has no audit stream here (audit is "
				      "switched off, or this is a container)");
	default:
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(number));
	}
}

static int open_netlink(const char *argument, const struct avow_source_options *options,
			struct avow_source **out, struct avow_error *error)
{
	bool is_unicast = strcmp(argument, "unicast") == 0;
	int fd, result;

	(void)options;
	if (*argument && !is_unicast)
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: no such way to read: nothing, or unicast",
				      argument);
	fd = make_socket();
	if (fd < 0)
		return refuse(errno, error);
	if (join(fd, is_unicast ? 0 : 1u << (AUDIT_NLGRP_READLOG - 1)) != 0) {
		result = refuse(errno, error);
		close(fd);
		return result;
	}
	result = is_unicast ? avow_kaudit_take(fd, error) : AVOW_OK;
	if (result) {
		close(fd);
		return result;
	}
	return avow_netlink_open(fd, is_unicast, out, error);
}

const struct avow_named_source avow_named_netlink = {
	.name = "netlink",
	.title = "the kernel's audit stream",
	.argument = "[unicast]",
	.help = "the kernel's audit stream, beside auditd: its multicast group, which "
		"needs "
		"CAP_AUDIT_READ. With unicast it takes the place of auditd, which must "
		"not "
		"run, and needs CAP_AUDIT_CONTROL: the kernel then waits for a slow "
		"reader "
		"instead of dropping records",
	.is_live_only = true,
	.is_stream = true,
	.open = open_netlink,
};
