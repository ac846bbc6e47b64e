/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_RISK_H
#define AVOW_POLICY_SELINUX_RISK_H

#include "policy/entry.h"
#include "policy/plan.h"
#include "policy/selinux/sepol/sepol.h"

#define AVOW_RISKS_MAX 8 /* told of one rule */

/* An allow rule that is being weighed, before it is in the policy. */
struct avow_risk_case {
	const struct avow_sepol *sepol;
	struct avow_sepol_pair pair;
	uint32_t permissions;
};

/*
 * A risk of an allow rule: one file in risks/, one row in the table of risk.c. A rule
 * has it when it gives one of `permissions` of one of `classes` on one of `targets`,
 * and `is_met` agrees. Lists of names end with NULL.
 */
struct avow_risk_kind {
	struct avow_risk risk;
	const char *const *classes;
	const char *const *permissions;                     /* NULL: any */
	const char *const *targets;                         /* types; NULL: any */
	bool (*is_met)(const struct avow_risk_case *asked); /* NULL: it is */
	struct avow_entry entry;
};

#define AVOW_RISK_NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* What changes an object, its name or its label. */
#define AVOW_RISK_CHANGES                                                                \
	AVOW_RISK_NAMES("write", "append", "create", "unlink", "rename", "link",         \
			"setattr", "add_name", "remove_name", "rmdir", "reparent",       \
			"relabelto", "relabelfrom", "mounton")
#define AVOW_RISK_FILES                                                                  \
	AVOW_RISK_NAMES("file", "dir", "lnk_file", "chr_file", "blk_file", "sock_file",  \
			"fifo_file", "anon_inode")

extern const struct avow_risk_kind avow_risk_audit, avow_risk_capability,
	avow_risk_execheap, avow_risk_execmem, avow_risk_execstack, avow_risk_generic,
	avow_risk_kernel_memory, avow_risk_kernel_module, avow_risk_policy_config,
	avow_risk_ptrace, avow_risk_raw_disk, avow_risk_security, avow_risk_shadow,
	avow_risk_unconfined, avow_risk_unlabeled, avow_risk_write_execute;

/*
 * The risks of the rule, the worst first, in @out, which has room for AVOW_RISKS_MAX;
 * how many there are.
 */
size_t avow_risks_find(const struct avow_risk_case *asked, const struct avow_risk **out);

/* The rows, for `avow why --list`. */
size_t avow_risk_count(void);
const struct avow_risk_kind *avow_risk_at(size_t index);

#endif
