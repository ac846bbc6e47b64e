/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_ASKED_H
#define AVOW_AUDIT_ASKED_H

#include "policy/audit/audit.h"

/* The rules of the list exit in the order in which the kernel asks them. */
struct avow_audit_asked {
	const struct avow_audit_rule **rules; /* in the arena */
	size_t count;
	bool is_off; /* never,task: nothing is asked */
	const struct avow_machine *machine;
};

/*
 * What is loaded once auditctl has read all of @rules: what stands before the last -D
 * is gone. AVOW_E_NOMEM. What is in it lives as long as @rules and @arena.
 */
int avow_audit_asked_of(const struct avow_audit_rules *rules, struct avow_arena *arena,
			struct avow_audit_asked *out) avow_must_check;

/* It waits in the hash of inodes, and is asked of files that were touched alone. */
bool avow_audit_is_hashed(const struct avow_audit_rule *rule);

#endif
