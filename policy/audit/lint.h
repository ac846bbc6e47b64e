/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_LINT_H
#define AVOW_AUDIT_LINT_H

#include "policy/audit/audit.h"

/* What is wrong with rules, for one target or several. */
struct avow_audit_linted {
	struct avow_arena arena;
	struct avow_audit_rules *rules[AVOW_AUDIT_TARGETS_MAX]; /* of each target */
	size_t target_count;
	struct avow_faults faults;
};

struct avow_audit_lint_options {
	const struct avow_audit_targets *targets;
	const char *root;
	bool is_rooted; /* what is not there under the root is told */
};

/*
 * Reads the inputs for each target and asks all checks. Like avow_audit_read(); @out is
 * to be freed when it succeeds.
 */
int avow_audit_lint(const char *const *paths, size_t count,
		    const struct avow_audit_lint_options *options,
		    struct avow_audit_linted **out,
		    struct avow_error *error) avow_must_check;

void avow_audit_linted_free(struct avow_audit_linted *linted);

#endif
