/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_SELINUX_NEWTYPES_DIRECTORY_H
#define AVOW_POLICY_SELINUX_NEWTYPES_DIRECTORY_H

#include "analyzer/base/span.h"

/* A place where programs keep files of their own, and how refpolicy names types there. */
struct avow_own_place {
	const char *root; /* "" is the root directory */
	const char *suffix;
	const char *other_suffix; /* when the domain has a type of that suffix; or NULL */
	/* The type that stands for anything there, asked where no file_contexts are. */
	const char *generic;
};

/*
 * The directory that paths have in common below one of these places. Paths are lent: they
 * outlive it. Zeroed, it has none.
 */
struct avow_own_directory {
	const struct avow_own_place *place; /* of all paths; NULL: there is none yet */
	struct avow_span path;
	size_t count;      /* of paths that lie in it */
	bool touches_root; /* the place itself is used as well */
	bool is_hopeless;  /* what the paths have in common is nobody's own */
};

/* Narrows it to what it has in common with @path, any bytes. */
void avow_own_directory_add(struct avow_own_directory *own, struct avow_span path,
			    bool is_directory);

/*
 * To be called behind the last path. The directory ends where a number, date, UUID or the
 * like stands for one of many: that one was seen is no evidence that it stays. Whether
 * there is a directory then, below its place.
 */
bool avow_own_directory_settle(struct avow_own_directory *own);

/* Whether @path lies in @directory; it does not lie in itself. */
bool avow_path_is_below(struct avow_span path, struct avow_span directory);

#endif
