/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_ASSERTIONS_H
#define AVOW_POLICY_SELINUX_SEPOL_ASSERTIONS_H

#include "policy/selinux/sepol/sepol.h"

/*
 * Assertions: what no rule may allow (neverallow, neverallowxperm). A kernel
 * policy holds none, the compiler drops them; so they come from a file of the
 * user's and are held against the rules of the policy, conditional ones too,
 * whatever their booleans say: that is how checkpolicy and secilc judge (libsepol
 * assertion.c). Nothing is changed and nothing is printed.
 */

/* Sets of types: bit N % 64 of word N / 64 is the type N + 1. */
size_t avow_sepol_type_words(const struct avow_sepol *sepol);
/* Adds the type, or the types of the attribute, @name. False: there is none. */
bool avow_sepol_add_types(const struct avow_sepol *sepol, const char *name,
			  uint64_t *set);
/* Adds every type. */
void avow_sepol_add_all_types(const struct avow_sepol *sepol, uint64_t *set);

/* The permission bits that @tclass has. */
uint32_t avow_sepol_permissions(const struct avow_sepol *sepol, uint16_t tclass);

struct avow_assertion_class {
	uint16_t tclass;
	uint32_t permissions;
};

/* From @low to @high, both of them in it. */
struct avow_command_range {
	uint16_t low, high;
};

struct avow_assertion {
	const uint64_t *sources, *targets; /* sets of types */
	bool is_self;                      /* the source itself is a target as well */
	bool is_not_self;                  /* of @targets, the source itself is none */
	const struct avow_assertion_class *classes;
	size_t class_count;
	/* Of neverallowxperm, whose permission is ioctl; else none. */
	const struct avow_command_range *commands;
	size_t command_count;
};

/* A rule of the policy that allows what an assertion forbids. */
struct avow_assertion_breach {
	struct avow_sepol_pair pair; /* types or attributes, as the rule has them */
	uint32_t permissions;        /* of the rule's those that are forbidden */
	uint32_t conditional;        /* 0: always in force; else its number */
	bool is_enabled;
};

/*
 * Of @rule's permissions those that the assertion forbids; 0 when it stands. An
 * ioctl counts against neverallowxperm when, with the allowxperm rules that the
 * policy has for the pair, it opens a forbidden command.
 */
uint32_t avow_sepol_forbidden(const struct avow_sepol *sepol,
			      const struct avow_assertion *assertion,
			      const struct avow_sepol_rule *rule);

/* Whether neverallowxperm forbids an allowxperm rule for the one command. */
bool avow_sepol_forbids_command(const struct avow_sepol *sepol,
				const struct avow_assertion *assertion,
				const struct avow_sepol_pair *pair, uint16_t command);

/*
 * Shows @visit each rule of the policy that breaks it; the order is the policy's.
 * Fails when memory is out.
 */
int avow_sepol_breaches(const struct avow_sepol *sepol,
			const struct avow_assertion *assertion,
			void (*visit)(void *data,
				      const struct avow_assertion_breach *breach),
			void *data) avow_must_check;

#endif
