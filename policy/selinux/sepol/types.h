/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_SEPOL_TYPES_H
#define AVOW_POLICY_SELINUX_SEPOL_TYPES_H

#include "policy/selinux/sepol/sepol.h"

/*
 * All types of a policy at once: which of them a domain may use, which domains may use
 * one, and what is made with a type. Only rules are looked at, those in force.
 */

/* Types are 1 to this; some of the numbers are attributes, which have no type's name. */
uint32_t avow_sepol_type_max(const struct avow_sepol *sepol);

/* Whether the number is a type and no attribute. */
bool avow_sepol_is_type(const struct avow_sepol *sepol, uint32_t type);

/* The attribute of that name; 0: the policy has none. */
uint32_t avow_sepol_attribute(const struct avow_sepol *sepol, const char *name);
bool avow_sepol_is_member(const struct avow_sepol *sepol, uint32_t type,
			  uint32_t attribute);

/* Whether the type is a domain that refpolicy calls unconfined, or unconfined_t. */
bool avow_sepol_is_unconfined(const struct avow_sepol *sepol, uint32_t type);

/*
 * The permissions that @source has for objects of @tclass, by type - 1 of the object:
 * @out has room for avow_sepol_type_max().
 */
void avow_sepol_reached(const struct avow_sepol *sepol, uint32_t source, uint16_t tclass,
			uint32_t *out);

/*
 * How many types of @among (an attribute; 0: all types) have all of @permissions for
 * objects of @tclass that are of a type, and not all of them when these are of @instead
 * (0: nobody has). It is asked of several types at once, in one pass over the rules;
 * @out is by their index. Fails when memory is out.
 */
#define AVOW_GAIN_MAX 8

struct avow_sepol_gain {
	uint32_t types[AVOW_GAIN_MAX];
	size_t count;
	uint32_t among, instead;
	uint16_t tclass;
	uint32_t permissions;
};
int avow_sepol_gainers(const struct avow_sepol *sepol, const struct avow_sepol_gain *gain,
		       size_t *out) avow_must_check;

/*
 * The type of what @source makes in, or starts from, @target (type_transition rules
 * without a name, always in force); 0: no rule says.
 */
uint32_t avow_sepol_transition(const struct avow_sepol *sepol, uint32_t source,
			       uint32_t target, uint16_t tclass);

/* Whether a type_transition rule makes objects of the type. */
bool avow_sepol_is_made(const struct avow_sepol *sepol, uint32_t type);

/* Whether one takes somebody's processes to another domain by programs of the type. */
bool avow_sepol_is_leading(const struct avow_sepol *sepol, uint32_t type);

/* Fills the table of it, once: sepol->made. */
int avow_sepol_index_made(struct avow_sepol *sepol) avow_must_check;

#endif
