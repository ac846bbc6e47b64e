/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_MODULE_MACROS_H
#define AVOW_POLICY_SELINUX_MODULE_MACROS_H

#include "analyzer/base/arena.h"
#include "policy/selinux/sepol/sepol.h"

/*
 * The sets of permissions that refpolicy's headers define as macros of m4, from
 * support/obj_perm_sets.spt and support/all_perms.spt: `define(`read_file_perms',`{
 * getattr open read lock ioctl }')`, where a word may be another set. What is defined
 * in another way, or only under a condition, is not taken.
 */
struct avow_macros {
	struct avow_macro *first; /* the latest */
	size_t count;
};

/*
 * Reads the sets of the headers in @directory into @arena, which owns them. A file that
 * cannot be read, or is larger than headers are, has none. Fails with AVOW_E_NOMEM.
 */
int avow_macros_read(const char *directory, struct avow_macros *out,
		     struct avow_arena *arena) avow_must_check;

/*
 * The set for the class (`_file_perms` is for files) that is these two permissions or
 * more, and no others; NULL: there is none. Lent by @macros.
 */
const char *avow_macros_fit(const struct avow_macros *macros,
			    const struct avow_sepol *sepol, uint16_t tclass,
			    uint32_t permissions);

#define AVOW_CLASS_SET_MAX 64

/*
 * The set of classes (`dir_file_class_set`) that is these two or more, and no others of
 * any policy; NULL: there is none. At most AVOW_CLASS_SET_MAX. Lent by @macros.
 */
const char *avow_macros_fit_classes(const struct avow_macros *macros,
				    const struct avow_sepol *sepol,
				    const uint16_t *classes, size_t count);

/* Whether there are sets for the class at all. */
bool avow_macros_has_sets(const struct avow_macros *macros, const char *tclass);

/* Whether policy_module() requires these permissions of the class: they are in its
 * all_CLASS_perms. */
bool avow_macros_know_class(const struct avow_macros *macros,
			    const struct avow_sepol *sepol, uint16_t tclass,
			    uint32_t permissions);

/* Whether m4 would put something else in the place of @name. */
bool avow_macros_is_name(const struct avow_macros *macros, const char *name);

#endif
