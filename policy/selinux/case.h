/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_CASE_H
#define AVOW_POLICY_SELINUX_CASE_H

#include "analyzer/cluster/cluster.h"
#include "policy/selinux/sids.h"

#define AVOW_BOOLEANS_MAX 32 /* considered for one cluster */

/* A boolean whose other value turns rules on for a pair of types and a class. */
struct avow_candidate {
	uint32_t boolean;
	uint32_t permissions; /* those that some rule under it allows */
};

/* What the policy knows of a cluster; what does not exist in it is 0. */
struct avow_subject {
	const struct avow_cluster *cluster;
	uint32_t source, target;
	uint16_t tclass;
	struct avow_candidate candidates[AVOW_BOOLEANS_MAX];
	size_t candidate_count;
};

/*
 * One access put to the policy, and all that the policy says of it: what each
 * reason is made from. Permissions are counted by their place among the access's
 * words, since the policy may not know some.
 */
struct avow_case {
	struct avow_sepol *sepol;
	const struct avow_atoms *atoms;
	const struct avow_subject *subject;
	const struct avow_access *access;

	struct avow_span words[AVOW_PERMISSIONS_MAX];
	uint32_t bits[AVOW_PERMISSIONS_MAX]; /* 0: the policy has none of that name */
	size_t word_count;

	struct avow_question question; /* a sid of 0: the context is not valid */
	bool is_asked;             /* both contexts, the class, a permission are known */
	struct avow_answer answer; /* what refuses it */
	struct avow_answer second; /* what would, were all of it allowed by a rule */
	uint32_t answering[AVOW_BOOLEANS_MAX]; /* booleans that alone answer all of it */
	size_t answering_count;
	uint32_t helping[AVOW_BOOLEANS_MAX]; /* those that alone answer a part */
	uint32_t helped[AVOW_BOOLEANS_MAX];  /* which */
	size_t helping_count;
};

/* Looks up the types and the class of @cluster and the booleans that matter. */
void avow_subject_init(struct avow_subject *subject, const struct avow_sepol *sepol,
		       const struct avow_atoms *atoms,
		       const struct avow_cluster *cluster);

/* Asks the policy about one access of the subject's cluster. */
int avow_case_ask(struct avow_case *out, struct avow_sids *sids,
		  const struct avow_subject *subject,
		  const struct avow_access *access) avow_must_check;

/*
 * Appends the constraints that refuse ask->second.constrained, one a line.
 */
int avow_case_constraints(const struct avow_case *ask,
			  struct avow_buf *out) avow_must_check;

/* The places of the words whose bits are in @permissions. */
uint64_t avow_case_words(const struct avow_case *ask, uint32_t permissions);

/* The places of the words that the policy does not know. */
uint64_t avow_case_unknown_words(const struct avow_case *ask);
uint64_t avow_case_all_words(const struct avow_case *ask);

#endif
