/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_EVALUATE_H
#define AVOW_AUDIT_EVALUATE_H

#include "policy/audit/asked.h"
#include "policy/audit/event.h"

/* What the kernel makes of an event. */
struct avow_audit_verdict {
	bool is_recorded;
	struct avow_span key;               /* that its SYSCALL carries; empty: none */
	const struct avow_audit_rule *rule; /* that decided last; NULL: none did */
};

/*
 * Asks the rules of the list exit about one event at the end of its call, as the kernel
 * does: audit_filter_syscall(), audit_filter_inodes(), audit_filter_rules() of
 * kernel/auditsc.c, Linux 6.1. A path or program is compared by its name, where the
 * kernel compares inodes. Supplementary groups and mount points are not known to it.
 */
struct avow_audit_verdict avow_audit_evaluate(const struct avow_audit_asked *asked,
					      const struct avow_audit_event *event);

/* The field is about files that a call touched. */
bool avow_audit_is_of_files(uint32_t type);

/* Two verdicts that leave the same in the log. */
bool avow_audit_same_verdict(const struct avow_audit_verdict *a,
			     const struct avow_audit_verdict *b);

#endif
