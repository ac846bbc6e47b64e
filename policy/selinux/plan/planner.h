/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_PLAN_PLANNER_H
#define AVOW_POLICY_SELINUX_PLAN_PLANNER_H

#include "policy/decisions.h"
#include "policy/finding.h"
#include "policy/selinux/contexts.h"
#include "policy/selinux/module/module.h"
#include "policy/selinux/neverallow.h"
#include "policy/selinux/plan/claims.h"
#include "policy/selinux/risk.h"
#include "policy/selinux/telling.h"

#define AVOW_CHOICES_MAX 8 /* for one cluster: one for each of its ports, say */

/* One piece of advice, as the answer of one cluster or a part of it. */
struct avow_choice {
	size_t cluster;
	const struct avow_advice *advice; /* NULL: there is none */
	const struct avow_tried *tried;
	enum avow_change_state state;
	const char *state_why;
	const struct avow_risk *const *risks;
	size_t risk_count;
};

/* What is planned for, and what the plan is made from. */
struct avow_planner {
	const struct avow_clusters *clusters;
	struct avow_contexts *contexts;
	const struct avow_findings *findings;
	struct avow_tried *const *tried; /* of each cluster, by the index of its advice */
	struct avow_asked *asked;        /* every access that is refused */
	size_t asked_count;
	const struct avow_neverallow *neverallow;
	const struct avow_steering *steering;
	struct avow_arena *arena;   /* of the findings */
	struct avow_arena *scratch; /* of what is gone with the planner */

	/* Made while planning. */
	uint32_t *wanted; /* permissions refused, by cluster */
	struct avow_sepol_pair *pairs;
	uint64_t *refused;           /* denials, by cluster */
	struct avow_choice *choices; /* by cluster */
	size_t choice_count;
	struct avow_claims claims;
};

/* Whether the steering leaves the cluster in. */
bool avow_planner_is_meant(const struct avow_planner *planner, size_t cluster);

/* Takes the best answer of the cluster, as the steering has it (choose.c). */
int avow_planner_choose(struct avow_planner *planner, size_t cluster) avow_must_check;

/*
 * Proves what was chosen, all together (prove.c): @module is made anew, with the rules
 * that were taken, and the policy asked with all of the changes in it. Choices that
 * contradict one taken before them are given up.
 */
int avow_planner_prove(struct avow_planner *planner, struct avow_module *module,
		       struct avow_suggestion *suggestion,
		       struct avow_plan *out) avow_must_check;

/* The choices as changes, each once (merge.c). */
int avow_planner_merge(const struct avow_planner *planner,
		       struct avow_plan *out) avow_must_check;

/* What a change costs beyond what it is for (cost.c). */
int avow_planner_cost(const struct avow_planner *planner,
		      const struct avow_choice *choice,
		      struct avow_change *out) avow_must_check;

/*
 * The whole: chooses, proves and merges. The rest of @planner was filled in by the
 * caller. @module gets the rules that were taken.
 */
int avow_plan_make(struct avow_planner *planner, struct avow_module *module,
		   struct avow_suggestion *suggestion,
		   struct avow_plan *out) avow_must_check;

/* What became of one cluster's choices. */
struct avow_planned {
	bool has_choice;
	bool is_open; /* rules alone could answer it, and nothing else was taken */
	bool has_new_type;
};

/* Of all clusters, by index, in @arena; NULL when memory is out. */
struct avow_planned *avow_planner_planned(const struct avow_planner *planner,
					  struct avow_arena *arena);

#endif
