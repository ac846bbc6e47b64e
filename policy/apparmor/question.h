/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_QUESTION_H
#define AVOW_APPARMOR_QUESTION_H

#include "analyzer/cluster/cluster.h"
#include "policy/apparmor/cover.h"

/* One access of a cluster as a profile is asked about it, and the answer. */
struct avow_profile_question {
	struct avow_profile_access access;
	struct avow_span object; /* what it is about, in the record's own words */
	unsigned bit;            /* the one permission asked for */
	struct avow_cover cover; /* once asked */
};

#define AVOW_QUESTIONS_MAX                                                               \
	512 /* of one cluster: 32 objects, some permissions, owners                      \
	     */

/*
 * The questions of a cluster of AppArmor denials, in @arena: each object that was kept
 * with each permission that was refused, once for the owner and once for others where
 * the records say both. NULL with *count 0 where no rule is about them (a failed
 * transition, a class that is not known); NULL with *count 1 when memory is out.
 */
struct avow_profile_question *avow_questions_of(struct avow_arena *arena,
						const struct avow_atoms *atoms,
						const struct avow_cluster *cluster,
						size_t *count);

/* The class of rules that a cluster's accesses are judged by. */
enum avow_rule_class avow_question_class(const struct avow_atoms *atoms,
					 const struct avow_cluster *cluster);

/* "r", "send", "net_admin": the permission as a rule has it. */
const char *avow_question_permission(const struct avow_profile_question *question);

#endif
