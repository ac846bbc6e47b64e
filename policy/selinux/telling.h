/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_TELLING_H
#define AVOW_POLICY_SELINUX_TELLING_H

#include "policy/selinux/advice.h"
#include "policy/selinux/circumstance.h"
#include "policy/selinux/fold.h"

#define AVOW_ADVICE_MAX 24 /* for one cluster; one is kept for the rule */

/* What was tried for a piece of advice, beside its row in the finding. */
struct avow_tried {
	const struct avow_advice_kind *kind;
	bool is_tried;
	struct avow_trial trial;
	struct avow_outcome outcome;
};

struct avow_told_advice {
	struct avow_tried tried;
	size_t place; /* in the table */
	const char *change, *note, *proof;
};

struct avow_told_reason {
	const struct avow_circumstance_kind *kind;
	uint64_t count;
	const char *text, *evidence;
};

#define AVOW_CIRCUMSTANCES_MAX 12 /* told of one cluster */

/* What is being told of one cluster. */
struct avow_telling {
	struct avow_sepol *sepol;
	const struct avow_subject *subject;
	const struct avow_folds *folds;
	struct avow_arena *arena;   /* of the findings */
	struct avow_arena *scratch; /* of what was tried */
	struct avow_told_reason reasons[AVOW_CIRCUMSTANCES_MAX];
	size_t reason_count;
	struct avow_told_advice advice[AVOW_ADVICE_MAX - 1];
	size_t advice_count;
};

/* Has each group's reason give its advice. */
int avow_advice_from_groups(const struct avow_groups *groups,
			    struct avow_telling *out) avow_must_check;

/* What an outcome is in words: "allowed", "still denied by SEL-TE". */
const char *avow_outcome_text(const struct avow_outcome *outcome,
			      struct avow_arena *arena);

/*
 * Adds the reasons to @finding and its advice in the order of the table; @tried gets
 * what was tried, in the same order.
 */
int avow_telling_write(const struct avow_telling *telling, struct avow_finding *finding,
		       struct avow_tried **tried) avow_must_check;

/* A rule of the module as advice: what is in it is lent. */
struct avow_rule_advice {
	const struct avow_advice_kind *kind;
	const char *rule, *proof;
	bool is_choice; /* it answers something */
	const struct avow_risk *const *risks;
	size_t risk_count;
};

/* Adds it as the last resort. */
void avow_finding_add_rule(struct avow_finding *finding,
			   const struct avow_rule_advice *advice);

#endif
