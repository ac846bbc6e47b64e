/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_H
#define AVOW_POLICY_SELINUX_SEPOL_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"
#include "policy/selinux/sepol/image.h"

/*
 * A kernel policy as the kernel would use it. This directory alone includes
 * libsepol, and keeps its process-wide statics to itself: the policy that was
 * opened or used last is the one that answers, from one thread.
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

/* Makes this policy the one that libsepol's statics mean. */
void avow_sepol_use(struct avow_sepol *sepol);

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
/* A number for the context, good until the next reset; 0 when it is not valid. */
uint32_t avow_sepol_sid(struct avow_sepol *sepol, const char *context);
/* How many contexts are known; asking gets slow when they are many. */
unsigned avow_sepol_sid_count(const struct avow_sepol *sepol);
int avow_sepol_sid_reset(struct avow_sepol *sepol) avow_must_check;
/* Appends what makes a context invalid here, as a noun: `type "x_t"`. */
void avow_sepol_flaw(const struct avow_sepol *sepol, const char *context,
		     struct avow_buf *out);

/* Decisions (ask.c). */
struct avow_question {
	uint32_t source, target; /* sids */
	uint16_t tclass;
	uint32_t requested; /* permission bits */
};

/* Which layer refuses which of the requested permissions; each is in one alone. */
struct avow_answer {
	uint32_t untyped;     /* no allow rule */
	uint32_t constrained; /* a constraint, MLS or MCS */
	uint32_t unrolled;    /* no role allow rule */
	uint32_t unbounded;   /* the bounding type may not */
	uint32_t quiet;       /* dontaudit rules, refused or not */
};

static inline uint32_t avow_answer_refused(const struct avow_answer *answer)
{
	return answer->untyped | answer->constrained | answer->unrolled |
	       answer->unbounded;
}

int avow_sepol_ask(struct avow_sepol *sepol, const struct avow_question *question,
		   struct avow_answer *out) avow_must_check;

/*
 * Appends each constraint that touches the requested permissions and refuses
 * them, one a line. The permissions must be allowed by rules.
 */
void avow_sepol_constraints(struct avow_sepol *sepol,
			    const struct avow_question *question, struct avow_buf *out);

/* Rules (rules.c). */
struct avow_sepol_rule {
	uint32_t source, target; /* types or attributes */
	uint16_t tclass;
	uint32_t permissions;
	bool is_dontaudit;    /* else allow */
	uint32_t conditional; /* 0: always in force; else its number, from 1 on */
	bool is_enabled;
};

/*
 * Shows @visit every allow and dontaudit rule that holds for the types and the
 * class, through attributes too, in an order that is the policy's own.
 */
void avow_sepol_rules(const struct avow_sepol *sepol, uint32_t source, uint32_t target,
		      uint16_t tclass,
		      void (*visit)(void *data, const struct avow_sepol_rule *rule),
		      void *data);

/* How many dontaudit rules there are, in force or not. */
size_t avow_sepol_dontaudits(const struct avow_sepol *sepol);

/* Lets the policy allow @rule's permissions until avow_sepol_restore(). */
int avow_sepol_allow(struct avow_sepol *sepol,
		     const struct avow_sepol_rule *rule) avow_must_check;
void avow_sepol_restore(struct avow_sepol *sepol);

/* Booleans (booleans.c). */
/*
 * The booleans that decide over the conditional, each once, in the order of
 * their values. Returns how many there are; at most @max are written.
 */
size_t avow_sepol_booleans(const struct avow_sepol *sepol, uint32_t conditional,
			   uint32_t *out, size_t max);
const char *avow_sepol_boolean_name(const struct avow_sepol *sepol, uint32_t boolean);
bool avow_sepol_boolean_state(const struct avow_sepol *sepol, uint32_t boolean);
/* Turns it over, and every conditional with it. */
void avow_sepol_flip(struct avow_sepol *sepol, uint32_t boolean);

#endif
