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
	bool is_weak;   /* neither the domain nor the place speaks for it */
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

/* The permissions that the cluster was refused, as far as the policy knows them. */
uint32_t avow_file_types_requested(const struct avow_scene *scene);

/* Whether a type is named as what people put somewhere for a service to use. */
bool avow_file_types_is_content(const char *type);

/*
 * Whether the domains that @owned is named for, and that have some of @requested on it,
 * have all of it on @type too: then they lose nothing by it.
 */
bool avow_file_types_is_shared(const struct avow_scene *scene, uint32_t requested,
			       uint32_t owned, uint32_t type);

/* Advises each type for @paths, or where there are none for the file to be found. */
int avow_file_types_advise(const struct avow_scene *scene, const struct seen_paths *paths,
			   const struct file_types *types,
			   struct avow_telling *out) avow_must_check;

#endif
