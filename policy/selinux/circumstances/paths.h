/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_CIRCUMSTANCES_PATHS_H
#define AVOW_POLICY_SELINUX_CIRCUMSTANCES_PATHS_H

#include "policy/selinux/labels/labels.h"
#include "policy/selinux/scene.h"

/* The paths that a cluster's records tell, each with what it should carry. */

struct seen_path {
	struct avow_span path;
	uint64_t count; /* denials */
	struct avow_label label;
	bool is_wrong;    /* it carries another type, and nobody gave it by hand */
	bool is_anothers; /* and the type is no whole tree's: the place is known */
	bool is_restored; /* the type it should carry is allowed, or cannot be judged */
	bool is_tree;     /* nobody's own: file_contexts give it the type of its tree */
	bool is_doubtful; /* it would be wrong if that could be believed */
};

struct seen_paths {
	struct seen_path at[AVOW_TALLY_MAX]; /* most denials first */
	size_t count;
};

/* Whether the cluster's objects are files, and rules are what it lacks. */
bool avow_paths_matter(const struct avow_scene *scene);

/* The name of the cluster's target type, also when the policy has none of that name. */
const char *avow_paths_target(const struct avow_scene *scene);

/*
 * Whether a type is that of whole trees, or of what nobody labelled: a file that has it
 * has no label of its own.
 */
bool avow_paths_is_generic(const char *type);

/* Whether files get the type where they are made for a while, or for one person. */
bool avow_paths_is_carried(const struct avow_scene *scene, const char *type);

/* Looks up all paths, and tries what each should carry. */
int avow_paths_look(const struct avow_scene *scene, struct avow_telling *telling,
		    struct seen_paths *out) avow_must_check;

/* The type that the path should carry, by its value in the policy; 0: it has none. */
uint32_t avow_paths_type(const struct avow_scene *scene, const struct seen_path *row);

/*
 * The directory that all of @paths are below, which nothing else in file_contexts has a
 * place in; empty when there are fewer than two, or it is none of their own.
 */
struct avow_span avow_paths_common(const struct avow_scene *scene,
				   const struct seen_paths *paths);

/* Appends "a, b and 3 more", fit to be read. */
void avow_paths_list(const struct seen_paths *paths, struct avow_buf *out);

/* Appends the command that gives @paths what file_contexts say. */
void avow_paths_restore(const struct avow_scene *scene, const struct seen_paths *paths,
			struct avow_buf *out);

/* Appends the commands that have file_contexts give @paths @type, and do so. */
void avow_paths_label(const struct avow_scene *scene, const struct seen_paths *paths,
		      const char *type, struct avow_buf *out);

/* Appends, one a line, which files of the contexts directory are missing. */
void avow_paths_notes(const struct avow_scene *scene, struct avow_buf *out);

#endif
