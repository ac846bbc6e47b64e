/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_H
#define AVOW_POLICY_SELINUX_SEPOL_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"
#include "analyzer/denial/denial.h"
#include "policy/selinux/sepol/image.h"

/*
 * A kernel policy as the kernel would use it. This directory alone includes
 * libsepol, which reads the policy; what the policy decides is computed here, layer
 * by layer, and the policy is never changed. One thread at a time.
 *
 * Types, classes and booleans are the policy's own values, from 1 on; 0 is "the
 * policy has none of that name". A permission is one bit of an access vector.
 * Names are lent until the policy is closed.
 */
struct avow_sepol;

/* The policy versions that the linked libsepol reads. */
unsigned avow_sepol_oldest_version(void);
unsigned avow_sepol_newest_version(void);

/*
 * Takes the policy in @image; @path is for the error's sentence alone. Damaged
 * policies fail with AVOW_E_POLICY: libsepol tries them in a child process
 * first, since some make it loop or take all memory.
 */
int avow_sepol_open(const struct avow_image *image, const char *path,
		    struct avow_sepol **out, struct avow_error *error) avow_must_check;
void avow_sepol_close(struct avow_sepol *sepol);

bool avow_sepol_is_mls(const struct avow_sepol *sepol);
/* What the kernel does with a class or permission that the policy does not name. */
bool avow_sepol_allows_unknown(const struct avow_sepol *sepol);

/* Names (names.c). An alias gives its type; an attribute is no type. */
uint32_t avow_sepol_type(const struct avow_sepol *sepol, const char *name);
const char *avow_sepol_type_name(const struct avow_sepol *sepol, uint32_t type);
bool avow_sepol_is_permissive(const struct avow_sepol *sepol, uint32_t type);
/* The type that bounds @type, or 0. */
uint32_t avow_sepol_bounds(const struct avow_sepol *sepol, uint32_t type);
uint16_t avow_sepol_class(const struct avow_sepol *sepol, const char *name);
const char *avow_sepol_class_name(const struct avow_sepol *sepol, uint16_t tclass);
uint32_t avow_sepol_permission(const struct avow_sepol *sepol, uint16_t tclass,
			       const char *name);
/* Of the bit 0 to 31; NULL when the class has no such permission. */
const char *avow_sepol_permission_name(const struct avow_sepol *sepol, uint16_t tclass,
				       unsigned bit);

/* Contexts (contexts.c). */
struct avow_sepol_context;

/*
 * The context that @text is in this policy; @out is NULL when it is not valid here,
 * and is else freed with avow_sepol_context_free(). Fails when memory is out.
 */
int avow_sepol_context(struct avow_sepol *sepol, const char *text,
		       struct avow_sepol_context **out) avow_must_check;
void avow_sepol_context_free(struct avow_sepol_context *context);
/* Appends what makes a context invalid here, as a noun: `type "x_t"`. */
void avow_sepol_flaw(const struct avow_sepol *sepol, const char *context,
		     struct avow_buf *out);

/*
 * All that constraints can see of a pair of contexts, their types aside: users,
 * roles, and how each level stands to each other. Ten thousand containers with
 * categories of their own have a few of these.
 */
struct avow_sepol_relation {
	uint32_t users[2], roles[2];
	uint32_t levels; /* a bit: one level dominates another */
};

struct avow_sepol_relation avow_sepol_relate(const struct avow_sepol_context *source,
					     const struct avow_sepol_context *target);

/* Types, or attributes, and a class: what rules are about. */
struct avow_sepol_pair {
	uint32_t source, target;
	uint16_t tclass;
};

/* Decisions (ask.c): security/selinux/ss/services.c, context_struct_compute_av(). */

struct avow_question {
	const struct avow_sepol_context *source, *target;
	struct avow_sepol_pair pair; /* whose types are taken, not the contexts' */
	uint32_t requested;          /* permission bits */
	uint32_t xperm;              /* as in a denial: 0, or AVOW_XPERM and a number */
};

/* What each layer by itself refuses of the requested permissions. */
struct avow_answer {
	uint32_t untyped;     /* no allow rule */
	uint32_t constrained; /* a constraint, MLS or MCS */
	uint32_t unrolled;    /* no role allow rule */
	uint32_t unbounded;   /* the bounding type may not */
	uint32_t unextended;  /* an allowxperm rule is needed and leaves it out */
	uint32_t quiet;       /* dontaudit rules, refused or not */
};

/* What would be refused still, if rules allowed all of it. */
static inline uint32_t avow_answer_beyond_rules(const struct avow_answer *answer)
{
	return answer->constrained | answer->unrolled | answer->unbounded;
}

static inline uint32_t avow_answer_refused(const struct avow_answer *answer)
{
	return answer->untyped | answer->unextended | avow_answer_beyond_rules(answer);
}

/* Cannot fail: every name in the question is the policy's. */
void avow_sepol_ask(const struct avow_sepol *sepol, const struct avow_question *question,
		    struct avow_answer *out);

/* The permissions that the rules in force, or on trial, allow for the types. */
uint32_t avow_sepol_allowed(const struct avow_sepol *sepol,
			    const struct avow_sepol_pair *pair);

/* Whether it is a process that changes its role, so that role rules are asked. */
bool avow_sepol_changes_role(const struct avow_sepol *sepol,
			     const struct avow_question *question);

/* Constraints (constraints.c, constraint_text.c). */
/* How many constraints touch a requested permission. */
size_t avow_sepol_constraint_count(const struct avow_sepol *sepol,
				   const struct avow_question *question);
/* Appends each constraint that refuses a requested permission, one a line. */
void avow_sepol_constraints(const struct avow_sepol *sepol,
			    const struct avow_question *question, struct avow_buf *out);
/*
 * Appends, for each of these, what in it fails and the values of both sides, one
 * alternative a line: `l1 dom l2 (s0, s0:c10): the source has no category c10 ...`.
 */
void avow_sepol_constraint_words(const struct avow_sepol *sepol,
				 const struct avow_question *question,
				 struct avow_buf *out);

/* Extended permissions (xperms.c). */
/*
 * Whether allowxperm, auditallowxperm or dontauditxperm rules filter the commands of
 * the pair, so that a plain allow rule is not enough; and whether they let @xperm
 * through. @out, when not NULL, gets these rules, one a line.
 */
struct avow_xperm_verdict {
	bool is_filtered, is_allowed, is_quiet;
};
struct avow_xperm_verdict avow_sepol_xperm(const struct avow_sepol *sepol,
					   const struct avow_sepol_pair *pair,
					   uint32_t permission, uint32_t xperm,
					   struct avow_buf *out);

/* Rules (rules.c). */
struct avow_sepol_rule {
	struct avow_sepol_pair pair; /* types or attributes */
	uint32_t permissions;
	bool is_dontaudit;    /* else allow */
	bool is_else;         /* in force when the conditional is false */
	uint32_t conditional; /* 0: always in force; else its number, from 1 on */
	bool is_enabled;
};

/*
 * Shows @visit every allow and dontaudit rule that holds for @pair, through
 * attributes too, in the order of the attributes' values.
 */
void avow_sepol_rules(const struct avow_sepol *sepol, const struct avow_sepol_pair *pair,
		      void (*visit)(void *data, const struct avow_sepol_rule *rule),
		      void *data);

/* How many dontaudit rules there are, in force or not. */
size_t avow_sepol_dontaudits(const struct avow_sepol *sepol);

/* Allows @permissions until avow_sepol_restore(), as a rule would. */
int avow_sepol_allow(struct avow_sepol *sepol, const struct avow_sepol_pair *pair,
		     uint32_t permissions) avow_must_check;
/* The same for a change of role: that of @from into that of @to. */
void avow_sepol_allow_role(struct avow_sepol *sepol,
			   const struct avow_sepol_context *from,
			   const struct avow_sepol_context *to);
void avow_sepol_restore(struct avow_sepol *sepol);

/* Booleans (booleans.c). */
/*
 * The booleans that decide over the conditional, each once, in the order of
 * their values. Returns how many there are; at most @max are written.
 */
size_t avow_sepol_booleans(const struct avow_sepol *sepol, uint32_t conditional,
			   uint32_t *out, size_t max);
const char *avow_sepol_boolean_name(const struct avow_sepol *sepol, uint32_t boolean);
/* By its name; 0: the policy has none. */
uint32_t avow_sepol_boolean_named(const struct avow_sepol *sepol, struct avow_span name);
bool avow_sepol_boolean_state(const struct avow_sepol *sepol, uint32_t boolean);
/* Turns it over, and every conditional with it. */
void avow_sepol_flip(struct avow_sepol *sepol, uint32_t boolean);
/* What turning booleans over changes, as the others are now. */
struct avow_sepol_opening {
	size_t rules_on, rules_off; /* allow rules, as the policy has them */
	size_t sources, targets;    /* types that those turned on are about */
	uint64_t pairs;       /* of types, a pair counted for each rule: how wide it is */
	uint64_t permissions; /* of these pairs, likewise */
	bool is_known;
};
int avow_sepol_open_booleans(struct avow_sepol *sepol, const uint32_t *booleans,
			     size_t count,
			     struct avow_sepol_opening *out) avow_must_check;
/* Appends the expression: `a && !b`. */
void avow_sepol_expression(const struct avow_sepol *sepol, uint32_t conditional,
			   struct avow_buf *out);
/* What the expression gives, the @count booleans at @flipped turned over: 1, 0, -1. */
int avow_sepol_evaluate(const struct avow_sepol *sepol, uint32_t conditional,
			const uint32_t *flipped, size_t count);

#endif
