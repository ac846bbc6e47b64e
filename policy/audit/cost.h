/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_COST_H
#define AVOW_AUDIT_COST_H

#include "policy/audit/audit.h"

/*
 * What rules add to system calls that they do not record, estimated. The weights were
 * measured on Linux 6.18, x86_64 at about 3 GHz, in a loop of getppid(2): in proportion
 * they hold elsewhere.
 */
struct avow_audit_cost {
	double nanoseconds; /* that each call takes longer */
	size_t asked;       /* rules that are compared with it, field by field */
};

/* The rules in the order in which the kernel asks them. */
struct avow_audit_costing {
	const struct avow_audit_rule **rules; /* of the list exit, in the arena */
	size_t count;
	bool is_off; /* never,task: nothing is asked */
	const struct avow_machine *machine;
};

/* AVOW_E_NOMEM. What is in it lives as long as @rules and @arena. */
int avow_audit_costing(const struct avow_audit_rules *rules, struct avow_arena *arena,
		       struct avow_audit_costing *out) avow_must_check;

/* The cost of one call of a 64-bit program that no rule records. */
struct avow_audit_cost avow_audit_cost_of(const struct avow_audit_costing *costing,
					  unsigned call);

#endif
