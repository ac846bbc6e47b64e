/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_FOLD_H
#define AVOW_POLICY_SELINUX_FOLD_H

#include "policy/selinux/reason.h"

/*
 * One question of a cluster with its answer. The policy cannot tell apart accesses of
 * one cluster that agree in users, roles, how their levels stand to each other, and
 * what they ask for: ten thousand containers, each with two categories of its own,
 * are one question.
 */
struct avow_fold {
	struct avow_sepol_relation relation;
	uint32_t permissions, xperm; /* as in the access */
	size_t number;               /* across clusters */
	uint64_t count;              /* denials */
	uint64_t access_count;
	const struct avow_access *first;
	struct avow_layer *layers; /* when decisions are asked for */
	size_t layer_count;
	struct avow_question question; /* of the first access */
	bool is_asked;                 /* the policy knows enough names to decide */
	struct avow_membership membership;
	bool is_refused;
	bool is_quiet, has_unknown;
	bool is_untyped, is_unextended; /* what refuses it, or a part of it */
	struct avow_fold *next;         /* in the bucket */
	struct avow_fold *later;        /* in the order of making */
};

/* The folds of one cluster; they live in @arena. */
struct avow_folds {
	struct avow_arena *arena;
	struct avow_fold **buckets;
	size_t bucket_count; /* a power of two */
	struct avow_fold *first, **end;
};

/* For at most @count accesses. */
int avow_folds_init(struct avow_folds *folds, size_t count,
		    struct avow_arena *arena) avow_must_check;

/* A fold that no other access will find; NULL when memory is out. */
struct avow_fold *avow_folds_add(struct avow_folds *folds);

/*
 * The fold of the access, whose contexts are @source and @target; made when it is
 * new, and then @is_new says so and the caller fills in the answer. NULL when memory
 * is out.
 */
struct avow_fold *avow_folds_find(struct avow_folds *folds,
				  const struct avow_sepol_context *source,
				  const struct avow_sepol_context *target,
				  const struct avow_access *access, bool *is_new);

#endif
