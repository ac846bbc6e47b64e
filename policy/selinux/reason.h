/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_REASON_H
#define AVOW_POLICY_SELINUX_REASON_H

#include "analyzer/base/arena.h"
#include "policy/entry.h"
#include "policy/finding.h"
#include "policy/selinux/case.h"

#define AVOW_GROUP_WORDS_MAX                                                             \
	64                 /* an access vector has 32; hexadecimal ones stay words       \
			    */
#define AVOW_GROUPS_MAX 16 /* of one kind for one cluster; the rest share one */

/* The accesses of one cluster that one reason refuses with the same evidence. */
struct avow_group {
	const struct avow_reason_kind *kind;
	struct avow_sepol *sepol;
	const struct avow_atoms *atoms;
	const struct avow_subject *subject;
	const struct avow_access *example; /* the first */
	struct avow_question question;     /* that it asks */
	const char *key;                   /* what the accesses have in common */
	bool is_rest;                      /* the group of what has no group of its own */
	uint64_t count;
	struct avow_place first; /* where one of them was seen first */
	struct avow_span words[AVOW_GROUP_WORDS_MAX]; /* sorted */
	size_t word_count;
	bool has_more_words;
	struct avow_boolean_set sets[AVOW_SETS_MAX]; /* that answer the example */
	size_t set_count;
	struct avow_group *next;
};

struct avow_advice_kind;

/* One reason: one file in reasons/, one row in the table of reason.c. */
struct avow_reason_kind {
	const char *code;
	const char *layer;
	const char *title;
	bool is_final;   /* no allow rule helps against it */
	bool is_unknown; /* the policy does not know a name in the record */
	const struct avow_advice_kind *advice; /* that it calls for, or NULL */
	struct avow_entry entry;
	/* The places of the words it refuses; 0 when it does not apply. */
	uint64_t (*refuses)(const struct avow_case *ask);
	/* Appends what accesses must share to be one row; NULL when nothing. */
	int (*key)(const struct avow_case *ask, struct avow_buf *out);
	/* Appends a sentence, or more. */
	void (*text)(const struct avow_group *group, struct avow_buf *out);
	/* Appends the evidence; NULL when the key is the evidence. */
	void (*evidence)(const struct avow_group *group, struct avow_buf *out);
};

/* The reasons, in the order in which the first that applies is the first layer. */
extern const struct avow_reason_kind avow_reason_type, avow_reason_class,
	avow_reason_allowed, avow_reason_boolean, avow_reason_dontaudit, avow_reason_te,
	avow_reason_constraint, avow_reason_rbac, avow_reason_bounds, avow_reason_xperm,
	avow_reason_permission;

#define AVOW_REASON_KINDS 11 /* rows of the table */

/* The groups of one cluster; zero it to begin, free the arena at the end. */
struct avow_groups {
	struct avow_arena arena;
	struct avow_group *first;
};

/* The groups that an access is in, and the code of its first layer. */
struct avow_membership {
	const char *code;
	struct avow_group *groups[AVOW_REASON_KINDS];
	size_t count;
};

/* Puts @ask into the group of each reason that applies, which counts it. */
int avow_groups_add(struct avow_groups *groups, const struct avow_case *ask,
		    struct avow_membership *out) avow_must_check;

/* Counts another access that is in the same groups. */
void avow_groups_count(const struct avow_membership *membership,
		       const struct avow_access *access);

/* The groups as the finding's reasons, in @arena; the groups are sorted likewise. */
int avow_groups_write(struct avow_groups *groups, struct avow_finding *finding,
		      struct avow_arena *arena) avow_must_check;

/* The rows, for `avow why --list`. */
const struct avow_reason_kind *avow_reason_at(size_t index);

/* Whether @code is of a reason against which no allow rule helps. */
bool avow_reason_is_final(const char *code);

/* For the texts: `read` or `{ read write }`. */
void avow_group_permissions(const struct avow_group *group, struct avow_buf *out);
/* SOURCE TARGET:CLASS, with `self` where a rule would say so. */
void avow_group_triple(const struct avow_group *group, struct avow_buf *out);
/* `a = on`, with the others of the set after @separator. */
void avow_boolean_set_write(const struct avow_boolean_set *set,
			    const struct avow_sepol *sepol, const char *separator,
			    struct avow_buf *out);
/* The rules of the policy, allow or dontaudit, that hold for the group. */
void avow_group_rules(const struct avow_group *group, bool is_dontaudit,
		      struct avow_buf *out);

#endif
