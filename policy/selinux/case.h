/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_CASE_H
#define AVOW_POLICY_SELINUX_CASE_H

#include "policy/selinux/contexts.h"
#include "policy/selinux/subject.h"

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

	struct avow_question question; /* a context of NULL is not valid */
	bool is_asked;             /* both contexts, the class, a permission are known */
	struct avow_answer answer; /* what each layer refuses */
	struct avow_boolean_set sets[AVOW_SETS_MAX]; /* what booleans would supply */
	size_t set_count;
	bool is_switched; /* the first of the sets answers all of it */
};

/* Asks the policy about one access of the subject's cluster. */
int avow_case_ask(struct avow_case *out, struct avow_contexts *contexts,
		  const struct avow_subject *subject,
		  const struct avow_access *access) avow_must_check;

/* The places of the words whose bits are in @permissions. */
uint64_t avow_case_words(const struct avow_case *ask, uint32_t permissions);

/* The places of the words that the policy does not know. */
uint64_t avow_case_unknown_words(const struct avow_case *ask);
uint64_t avow_case_all_words(const struct avow_case *ask);

#endif
