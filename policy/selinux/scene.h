/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SCENE_H
#define AVOW_POLICY_SELINUX_SCENE_H

#include "policy/finding.h"
#include "policy/selinux/subject.h"

struct avow_advice_kind;
struct avow_circumstance_kind;
struct avow_labels;
struct avow_neverallow;
struct avow_telling;

/* A cluster with all that can be known of what surrounds it. */
struct avow_scene {
	struct avow_sepol *sepol;
	const struct avow_labels *labels; /* NULL: there is no contexts directory */
	const struct avow_neverallow *neverallow; /* NULL: none was given */
	const struct avow_atoms *atoms;
	const struct avow_subject *subject; /* its types and class may be 0: unknown */
	/* Those of the decision; circumstances are added behind them. */
	const struct avow_finding *finding;
	/* By type, and 0 where it is not known: 1 or -1, or not asked yet (signs.h). */
	signed char *servers;
};

/* Whether one of the reasons told so far has @code. */
bool avow_scene_has_reason(const struct avow_scene *scene, const char *code);

/*
 * A change, for a moment and in memory: all of a cluster's accesses are asked again
 * as if it were made. What is 0 stays as it is.
 */
struct avow_trial {
	const struct avow_boolean_set *set; /* turned over */
	uint32_t source_type, target_type;  /* in the place of the cluster's */
	bool has_rule;                      /* rules allow all that is asked */
	bool has_role_rule; /* the source's role may become the target's */
	uint32_t hidden; /* permissions that a dontaudit rule hides: there is nothing to
			    try */
	/* For the plan, which takes one change for each part of a cluster: */
	uint32_t part; /* 0: the whole; else a number, the same for alternatives */
	uint64_t
		answers; /* denials of the part, of those whose path, or port, is known */
	bool is_weak;    /* worth saying, but not to be taken by itself */
};

/* What it came to: the denials of the cluster that the policy could judge. */
struct avow_outcome {
	uint64_t allowed, denied;
	const char *code; /* of the first layer that refuses the rest; NULL: none */
};

/* Tries @trial. The policy is as before in the end. */
int avow_telling_try(struct avow_telling *telling, const struct avow_trial *trial,
		     struct avow_outcome *out) avow_must_check;

/*
 * Adds a reason that @kind found: how many denials it explains, a sentence, and what
 * says so (NULL: nothing more). Strings are copied.
 */
int avow_tell_reason(struct avow_telling *telling,
		     const struct avow_circumstance_kind *kind, uint64_t count,
		     const char *text, const char *evidence) avow_must_check;

/*
 * Adds advice. @change is what to apply, or NULL; @trial is tried and the outcome
 * told, or NULL where nothing can be tried. The same change is not told twice, and
 * no more than a few dozen. Ranks follow the table of advice, then the order of
 * telling.
 */
int avow_tell_advice(struct avow_telling *telling, const struct avow_advice_kind *kind,
		     const char *change, const struct avow_trial *trial) avow_must_check;

/* The same, in the table's place of another kind: when it should go before or after. */
int avow_tell_advice_as(struct avow_telling *telling, const struct avow_advice_kind *kind,
			const struct avow_advice_kind *place, const char *change,
			const struct avow_trial *trial) avow_must_check;

/* How many pieces of advice were told so far. */
size_t avow_telling_count(const struct avow_telling *telling);

/* A sentence beside the advice told last: what it opens, its present value, a risk. */
int avow_tell_note(struct avow_telling *telling, const char *note) avow_must_check;

#endif
