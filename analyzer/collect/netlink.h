/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_NETLINK_H
#define AVOW_COLLECT_NETLINK_H

#include "analyzer/base/buf.h"
#include "analyzer/collect/source.h"

/*
 * The kernel's audit stream, a record a datagram: a struct nlmsghdr, whose type is
 * the record's, and the text `audit(SECONDS.MILLISECONDS:SERIAL): BODY` (kernel
 * kernel/audit.c, audit_log_start() and kauditd_thread()). Two ways:
 *
 * `netlink:`          the multicast group AUDIT_NLGRP_READLOG, for any number of
 *                     readers beside auditd. It takes CAP_AUDIT_READ. The kernel
 *                     drops what a reader has no room for, and counts it.
 * `netlink:unicast`   the place of auditd itself (AUDIT_SET), for one reader
 *                     alone. It takes CAP_AUDIT_CONTROL, and nobody else may have it.
 *
 * Each record becomes the line `type=N msg=audit(...): BODY`.
 */

/* More than the kernel ever sends (MAX_AUDIT_MESSAGE_LENGTH, 8970). */
#define AVOW_NETLINK_DATAGRAM_MAX ((size_t)16 * 1024)

/*
 * Appends the line of one datagram, newlines in it made blanks; false, with
 * nothing appended, for what is no record (answers, errors). The length that the
 * header tells is not looked at: over unicast it leaves the header out.
 */
bool avow_netlink_line(struct avow_span datagram, struct avow_buf *out);

/*
 * Reads datagrams from @fd, which does not block and is taken, also when it fails.
 * With @is_unicast the place is given back at the end, and lost records are the
 * kernel's own count.
 */
int avow_netlink_open(int fd, bool is_unicast, struct avow_source **out,
		      struct avow_error *error) avow_must_check;

#endif
