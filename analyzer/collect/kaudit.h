/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_KAUDIT_H
#define AVOW_COLLECT_KAUDIT_H

#include "analyzer/base/error.h"
#include "analyzer/base/span.h"

/*
 * The kernel's audit subsystem, asked over its netlink socket (libaudit; kernel
 * kernel/audit.c, audit_receive_msg()). Asking changes nothing. It all takes
 * CAP_AUDIT_CONTROL in the first user, process and network namespace.
 */

/* struct audit_status (linux/audit.h), as `auditctl -s` shows it. */
struct avow_kaudit_status {
	uint32_t enabled;           /* 0 off, 1 on, 2 on and locked */
	uint32_t pid;               /* of the one unicast reader; 0: none */
	uint32_t rate_limit;        /* messages a second; 0: no limit */
	uint32_t backlog_limit;     /* messages that wait; 0: no limit */
	uint32_t backlog;           /* that wait now */
	uint32_t lost;              /* since boot, or since they were reset */
	uint32_t failure;           /* when one is lost: 0 silence, 1 printk, 2 panic */
	uint32_t backlog_wait_time; /* jiffies that a full backlog is waited for */
};

/* One condition of a rule: a field's number, its operator and its value. */
struct avow_kaudit_condition {
	uint32_t field, op, value; /* AUDIT_MSGTYPE, AUDIT_EQUAL (linux/audit.h) */
};

#define AVOW_KAUDIT_CONDITIONS 64 /* AUDIT_MAX_FIELDS */

struct avow_kaudit_rule {
	uint32_t list;   /* AUDIT_FILTER_EXIT and so on */
	uint32_t action; /* AUDIT_NEVER, AUDIT_ALWAYS */
	bool is_of_all_syscalls;
	uint32_t count;
	struct avow_kaudit_condition conditions[AVOW_KAUDIT_CONDITIONS];
};

/* AVOW_E_IO and one sentence, which names the capability when that is missing. */
int avow_kaudit_status(struct avow_kaudit_status *out,
		       struct avow_error *error) avow_must_check;

/* Hands each loaded rule to @visit, in the kernel's order. Fails like the above. */
int avow_kaudit_rules(void (*visit)(void *data, const struct avow_kaudit_rule *rule),
		      void *data, struct avow_error *error) avow_must_check;

/*
 * Makes @fd, a netlink socket of the caller's, the one unicast reader. AVOW_E_IO
 * and one sentence when another process is that: nothing is taken from anybody.
 */
int avow_kaudit_take(int fd, struct avow_error *error) avow_must_check;

/* The kernel has no unicast reader from now on; as before avow_kaudit_take(). */
void avow_kaudit_give_back(int fd);

/* The number of a record type's name or of "UNKNOWN[N]" or digits; -1: none. */
int avow_kaudit_type(struct avow_span name);

/* The name of a type, or NULL; lent for ever. */
const char *avow_kaudit_type_name(uint32_t type);

#endif
