/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_LINTER_H
#define AVOW_AUDIT_LINTER_H

#include "policy/audit/lint.h"
#include "policy/audit/tables.h"

/* Rules are compared with so many others: a file of a million is linted too. */
enum { AVOW_AUDIT_COMPARED_MAX = 2048 };

/* One rule that is loaded, and the statement that says it. */
struct avow_audit_item {
	const struct avow_audit_rule *rule;
	const struct avow_audit_statement *statement;
};

/* What the checks of one target see. */
struct avow_audit_linter {
	const struct avow_audit_rules *rules;
	const struct avow_audit_statement **statements; /* as auditctl gets them */
	size_t statement_count;
	struct avow_audit_item *items; /* in the order in which the kernel asks them */
	size_t item_count;
	const char *root;
	bool is_rooted;
	struct avow_arena *arena;
	struct avow_buf found; /* struct avow_fault, one behind the other */
	bool is_out_of_memory;
};

/* Notes what a check found at a statement. @rewrite, which may be NULL, is copied. */
void avow_audit_found(struct avow_audit_linter *linter, enum avow_audit_code code,
		      const struct avow_audit_statement *statement,
		      struct avow_audit_mark mark, struct avow_buf *rewrite,
		      const char *format, ...) __attribute__((format(printf, 6, 7)));

/* "FILE:LINE", or "line N" in the same file; lent by @out. */
const char *avow_audit_where(const struct avow_audit_statement *statement,
			     const struct avow_audit_statement *from,
			     struct avow_buf *out);

/* Fields that a comparison leaves out, as bits. */
enum { AVOW_AUDIT_BUT_KEY = 1, AVOW_AUDIT_BUT_ARCH = 2, AVOW_AUDIT_BUT_PLACE = 4 };

/* Every field of @a is one of @b: what @b is true for, @a is true for. */
bool avow_audit_is_wider(const struct avow_audit_rule *a, const struct avow_audit_rule *b,
			 unsigned but);
/* Every call of @b is one of @a. */
bool avow_audit_has_calls_of(const struct avow_audit_rule *a,
			     const struct avow_audit_rule *b);

/* Rules that are the same but for their calls, whatever the order of their fields. */
bool avow_audit_differ_in_calls(const struct avow_audit_rule *a,
				const struct avow_audit_rule *b);

/* The checks: one file each in checks/, one row in lint.c. */
void avow_audit_check_control(struct avow_audit_linter *linter);
void avow_audit_check_lines(struct avow_audit_linter *linter);
void avow_audit_check_hiding(struct avow_audit_linter *linter);
void avow_audit_check_order(struct avow_audit_linter *linter);
void avow_audit_check_merge(struct avow_audit_linter *linter);
void avow_audit_check_width(struct avow_audit_linter *linter);
void avow_audit_check_family(struct avow_audit_linter *linter);
void avow_audit_check_conditions(struct avow_audit_linter *linter);
void avow_audit_check_cost(struct avow_audit_linter *linter);
void avow_audit_check_places(struct avow_audit_linter *linter);

#endif
