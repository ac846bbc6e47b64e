/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_REWRITE_H
#define AVOW_AUDIT_REWRITE_H

#include "policy/audit/audit.h"

/*
 * A line in one layout: words apart by one blank, the list first, the
 * calls in one -S behind its arch, the fields in their order, the keys as -k; with its
 * own names and numbers. Left as it is where it is wrong, or where this would change what
 * it means.
 */
void avow_audit_format_line(const struct avow_audit_line *line,
			    const struct avow_audit_options *options,
			    struct avow_buf *out);

/*
 * One text for auditctl, in the order of @rules, with a comment before each piece that
 * names its file and line.
 */
void avow_audit_merge(const struct avow_audit_rules *rules, struct avow_buf *out);

/* A sentence of what a statement does, with its full stop. */
void avow_audit_explain(const struct avow_audit_statement *statement,
			const struct avow_audit_target *target, struct avow_buf *out);

/* What one set of rules says and another does not. */
enum avow_audit_sign { AVOW_AUDIT_REMOVED, AVOW_AUDIT_ADDED, AVOW_AUDIT_MOVED };

struct avow_audit_change {
	enum avow_audit_sign sign;
	const struct avow_audit_statement *statement; /* of the old when it is removed */
	const struct avow_audit_statement *other; /* moved: it comes behind this now */
};

struct avow_audit_changes {
	struct avow_audit_change *items; /* in @arena of whoever asked */
	size_t count;
};

/*
 * Compares by meaning: the order of fields does not matter, nor names or numbers; that of
 * rules does where two are for the same calls and end otherwise. AVOW_E_NOMEM.
 */
int avow_audit_diff(const struct avow_audit_rules *old,
		    const struct avow_audit_rules *new, struct avow_arena *arena,
		    struct avow_audit_changes *out) avow_must_check;

#endif
