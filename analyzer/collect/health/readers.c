/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Who reads the audit multicast group beside auditd, and what each missed: the
 * kernel counts the records that a socket had no room for (/proc/net/netlink,
 * kernel net/netlink/af_netlink.c netlink_native_seq_show()).
 */
#include "analyzer/collect/health/check.h"

#include <linux/netlink.h>

#define COLUMNS 10

/* sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode */
enum { COLUMN_PROTOCOL = 1, COLUMN_PORT = 2, COLUMN_GROUPS = 3, COLUMN_DROPS = 8 };

struct socket_row {
	uint64_t protocol, port, groups, drops;
};

static bool read_row(struct avow_span line, struct socket_row *out)
{
	struct avow_span columns[COLUMNS];
	size_t count = 0;

	for (line = avow_span_trim_front(line); line.length && count < COLUMNS;
	     line = avow_span_trim_front(line)) {
		size_t length = avow_span_find(line, ' ');

		columns[count++] = avow_span_first(line, length);
		line = avow_span_skip(line, length);
	}
	return count > COLUMN_DROPS &&
	       avow_span_to_u64(columns[COLUMN_PROTOCOL], 10, &out->protocol) &&
	       avow_span_to_u64(columns[COLUMN_PORT], 10, &out->port) &&
	       avow_span_to_u64(columns[COLUMN_GROUPS], 16, &out->groups) &&
	       avow_span_to_u64(columns[COLUMN_DROPS], 10, &out->drops);
}

/* A port is the number of the process that bound the socket, when it is that free. */
static void name_reader(const struct avow_host *host, uint64_t port, struct avow_buf *out)
{
	char comm[16] = "";

	if (port && port < INT32_MAX)
		avow_host_comm(host, (long)port, comm, sizeof(comm));
	if (out->length)
		avow_buf_puts(out, ", ");
	/* systemd binds the socket that it hands to journald. */
	if (port == 1 && (!comm[0] || strcmp(comm, "systemd") == 0))
		avow_buf_puts(out, "systemd-journald");
	else
		avow_buf_puts(out, comm[0] ? comm : "a process");
}

void avow_check_readers(const struct avow_host *host, struct avow_verdict *verdict)
{
	struct avow_buf text = { 0 }, names = { 0 };
	struct avow_span rest;
	struct socket_row row;
	int result = avow_host_read(host, "/proc/net/netlink", &text);

	for (rest = avow_buf_span(&text); !result && rest.length;) {
		/* The kernel's own socket has port 0 and no groups. */
		if (!read_row(avow_host_line(&rest), &row) ||
		    row.protocol != NETLINK_AUDIT || !(row.groups & 1))
			continue;
		name_reader(host, row.port, &names);
		if (row.drops) {
			avow_buf_printf(&names, " (%llu lost)",
					(unsigned long long)row.drops);
			verdict->health = AVOW_HEALTH_WARNING;
		}
	}
	if (result && !host->is_live)
		avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
				 "Only a running system tells.");
	else if (result)
		avow_verdict_say(verdict, AVOW_HEALTH_UNKNOWN,
				 "/proc/net/netlink cannot be read: %s.",
				 strerror(result));
	else if (names.length)
		avow_verdict_say(verdict, verdict->health,
				 "Readers of the multicast group: %s.",
				 avow_buf_string(&names));
	else
		avow_verdict_say(verdict, AVOW_HEALTH_OK,
				 "Nobody reads the multicast group now.");
	avow_buf_free(&names);
	avow_buf_free(&text);
}
