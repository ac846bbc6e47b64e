/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_RULES_KERNEL_H
#define AVOW_CLI_RULES_KERNEL_H

#include "cli/rules.h"
#include "cli/rules_undo.h"
#include "policy/audit/load.h"

/* The running kernel, with what it has: to be closed in every case. */
struct avow_rules_kernel {
	struct avow_kernel_rules kernel;
	struct avow_audit_target target; /* what its rules are read and made for */
	struct avow_audit_table table;
	struct avow_arena arena;
};

/* What this machine's kernel is, where --target does not say something else. */
struct avow_audit_target avow_rules_own_target(const struct avow_rules_job *job);

/* Asks the kernel for all that it has; false with a sentence. */
bool avow_rules_kernel_open(struct avow_rules_kernel *kernel,
			    const struct avow_rules_job *job);
void avow_rules_kernel_close(struct avow_rules_kernel *kernel);

/* A rule of it as text. */
void avow_rules_put_entry(const struct avow_audit_entry *entry,
			  const struct avow_audit_target *target, struct avow_buf *out);

/* The rules of the kernel, as if they had been read from a file; NULL with a sentence. */
struct avow_audit_rules *avow_rules_read_kernel(const struct avow_rules_job *job);

#endif
