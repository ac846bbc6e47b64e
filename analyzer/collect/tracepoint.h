/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_TRACEPOINT_H
#define AVOW_COLLECT_TRACEPOINT_H

#include "analyzer/base/buf.h"

/*
 * The tracepoint avc:selinux_audited (kernel include/trace/events/avc.h, since
 * 5.10): what the kernel is about to log, before any queue or limit. Permissions
 * are bits here; their names are those of the running policy,
 * /sys/fs/selinux/class/CLASS/perms/NAME, each a file that holds its number from
 * 1 on.
 */
struct avow_tracepoint {
	uint64_t time_ns;      /* since 1970 */
	int pid;               /* of the thread */
	uint32_t audited;      /* the permissions that are logged */
	uint32_t denied;       /* 0: they were granted, and a rule wants that logged */
	int result;            /* 0: allowed all the same, in permissive mode */
	struct avow_span comm; /* empty when not known */
	struct avow_span scontext, tcontext, tclass;
	/* Where in the kernel and in the program: "inner<-outer", or empty. */
	struct avow_span kernel_stack, user_stack;
};

/* The names of permissions, looked up once for each class. */
struct avow_permissions;

/* @directory is lent: /sys/fs/selinux/class. NULL when memory is out. */
struct avow_permissions *avow_permissions_new(const char *directory);
void avow_permissions_free(struct avow_permissions *permissions);

/*
 * Appends the record that the kernel would log, in the form of audit.log, with a
 * newline: `type=1400 msg=audit(SECONDS.MILLISECONDS:0): avc:  denied  { ... } for
 *  pid=N comm=... scontext=... tcontext=... tclass=... permissive=N`. Bits without a name
 * are one number, `0x40`, as the kernel writes them.
 */
void avow_tracepoint_line(const struct avow_tracepoint *event,
			  struct avow_permissions *permissions, struct avow_buf *out);

#endif
