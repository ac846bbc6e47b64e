/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_AUDIT_OPTIMIZE_H
#define AVOW_AUDIT_OPTIMIZE_H

#include "analyzer/record/group.h"
#include "policy/audit/audit.h"

/*
 * Rules that record the same and cost less. Each pass (optimizer.h) is built so that it
 * changes no verdict, and is then held against events: such as are drawn from the rules
 * themselves, and those of a log. A pass by which one event would be decided otherwise is
 * not taken, and the rules as they are written are read again and held against all of
 * them once more.
 */
struct avow_audit_optimize_options {
	const struct avow_inputs *inputs; /* a log, read twice; NULL: none */
	avow_trouble_function on_trouble; /* for what of it cannot be read */
	void *data;
};

/* What a call takes longer, by the model, before and after. */
struct avow_audit_gain {
	const char *call;
	double before, after; /* nanoseconds */
};
enum { AVOW_AUDIT_GAINS_MAX = 8 };

struct avow_audit_optimized {
	struct avow_buf text; /* a file of rules, with the reason of each change */
	size_t rules_before, rules_after; /* of the list exit */
	size_t refused; /* passes that were not taken: 0, but for a mistake of ours */
	uint64_t drawn, recorded; /* events that were asked of both */
	struct avow_audit_gain gains[AVOW_AUDIT_GAINS_MAX];
	size_t gain_count;
	struct avow_audit_gain mean; /* over all calls of the machine */
};

/*
 * @rules are to have no errors. AVOW_E_NOMEM; AVOW_E_INPUT with a sentence where rules
 * are deleted again or stand behind -e 2, which is for their author to mend, or, and this
 * would be our mistake, where an event is decided otherwise. @out is to be given back in
 * every case.
 */
int avow_audit_optimize(const struct avow_audit_rules *rules,
			const struct avow_audit_optimize_options *options,
			struct avow_audit_optimized *out,
			struct avow_error *error) avow_must_check;

void avow_audit_optimized_free(struct avow_audit_optimized *optimized);

#endif
