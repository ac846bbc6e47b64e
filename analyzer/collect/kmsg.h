/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_KMSG_H
#define AVOW_COLLECT_KMSG_H

#include "analyzer/base/buf.h"
#include "analyzer/collect/source.h"

/*
 * The kernel ring buffer, a record a read (Documentation/ABI/testing/dev-kmsg):
 *
 *     PRIORITY,SEQUENCE,MICROSECONDS,FLAGS[,...];TEXT\n[ KEY=VALUE\n]...
 *
 * Each becomes the line that dmesg prints, `[SECONDS.MICROSECONDS] TEXT`. What a
 * program wrote into /dev/kmsg (its facility is not 0, the kernel's) gets
 * `/dev/kmsg: ` before its text, so that it is not taken for the kernel's word.
 */

/*
 * Appends the line of one record, with its newline, and tells its sequence number;
 * false, with nothing appended, for what is no record.
 */
bool avow_kmsg_line(struct avow_span record, struct avow_buf *out, uint64_t *sequence);

/* Reads records from @fd, which does not block and is taken, also when it fails. */
int avow_kmsg_open(int fd, bool is_following, struct avow_source **out,
		   struct avow_error *error) avow_must_check;

#endif
