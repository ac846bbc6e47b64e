/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SUBJECT_H
#define AVOW_POLICY_SELINUX_SUBJECT_H

#include "analyzer/cluster/cluster.h"
#include "policy/selinux/sepol/sepol.h"

#define AVOW_BOOLEANS_MAX 24 /* considered for one cluster */
#define AVOW_SWITCHED_MAX 64 /* conditional rules considered */
#define AVOW_SET_MAX 5       /* booleans in a set: an expression has no more */
#define AVOW_SETS_MAX 16

/* Allow rules that a conditional switches, for the pair of types and the class. */
struct avow_switched {
	uint32_t conditional;
	bool is_else;
	unsigned distance; /* 0: it names both types; 1, 2, 3: target, source, both not */
	uint32_t permissions;
};

/* What the policy knows of a cluster; what does not exist in it is 0. */
struct avow_subject {
	const struct avow_cluster *cluster;
	struct avow_sepol_pair pair;
	uint32_t always; /* permissions allowed whatever the booleans */
	struct avow_switched switched[AVOW_SWITCHED_MAX];
	size_t switched_count;
	uint32_t booleans[AVOW_BOOLEANS_MAX]; /* that decide over these, by name */
	size_t boolean_count;
	bool has_more; /* than the two tables hold: sets may be missing */
};

/* Looks up the types and the class of @cluster and the booleans that matter. */
void avow_subject_init(struct avow_subject *subject, const struct avow_sepol *sepol,
		       const struct avow_atoms *atoms,
		       const struct avow_cluster *cluster);

/* Booleans which, all turned over together, allow by rules what nothing less does. */
struct avow_boolean_set {
	uint32_t booleans[AVOW_SET_MAX];
	size_t count;
	uint32_t supplies; /* of the requested permissions that rules lack now */
	bool is_effective; /* no later layer refuses it then; of whole sets alone */
	uint64_t opens;    /* pairs of types, where there is a choice */
	unsigned distance; /* the largest of the rules that it supplies by */
};

/*
 * The sets that supply all of @missing without losing any of @requested, none a part
 * of another, the smallest first; after them the single booleans that supply a part
 * of it and take nothing away, when no set supplies all. At most AVOW_SETS_MAX are
 * written.
 */
size_t avow_subject_sets(const struct avow_subject *subject,
			 const struct avow_sepol *sepol, uint32_t requested,
			 uint32_t missing, struct avow_boolean_set *out);

#endif
