/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_CIRCUMSTANCES_FILE_TYPES_H
#define AVOW_POLICY_SELINUX_CIRCUMSTANCES_FILE_TYPES_H

#include "policy/selinux/circumstances/paths.h"

/*
 * The types that a file could have so that the source may do what it was refused:
 * read from the policy, for whatever domain.
 */

#define AVOW_FILE_TYPES_MAX 3

struct file_type {
	uint32_t type;
	size_t gainers; /* other domains that may do the same to the file then */
};

struct file_types {
	struct file_type at[AVOW_FILE_TYPES_MAX]; /* best first */
	size_t count;
	size_t possible; /* types that would do in all */
	bool is_near;    /* no type would do; these allow what comes nearest */
};

/* @row is one of the paths; NULL: nothing is known of the place. */
int avow_file_types_find(const struct avow_scene *scene, const struct seen_path *row,
			 struct file_types *out) avow_must_check;

#endif
