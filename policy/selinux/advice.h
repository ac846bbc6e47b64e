/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_ADVICE_H
#define AVOW_POLICY_SELINUX_ADVICE_H

#include "policy/selinux/reason.h"

/* One piece of advice as the table has it; @reason is whose group calls for it. */
struct avow_advice_kind {
	const char *code;
	const char *title;
	const char *why;
	const char *change_kind; /* NULL: nothing to apply */
	const struct avow_reason_kind *reason;
	/* How many changes there are for the group; each is a row of its own. */
	size_t (*count)(const struct avow_group *group);
	void (*change)(const struct avow_group *group, size_t index,
		       struct avow_buf *out);
};

/* The advice for a cluster that its groups of reasons call for, best first. */
int avow_advice_write(const struct avow_groups *groups, struct avow_finding *finding,
		      struct avow_arena *arena) avow_must_check;

/* Adds, as the last resort, the allow rule @rule that answers the cluster; lent. */
void avow_advice_add_rule(struct avow_finding *finding, const char *rule);

#endif
