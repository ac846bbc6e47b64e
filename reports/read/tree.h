/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_READ_TREE_H
#define AVOW_REPORTS_READ_TREE_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * XML as nested names and texts, a part at a time: what a report of any size is read
 * through. Attributes, document types and entities of its own are no part of a report,
 * and refused; so a few bytes cannot grow to many.
 */
struct avow_node {
	const char *name;
	const char *text; /* of an element without others within it; else "" */
	size_t line;
	struct avow_node *first, *last, *next;
	struct avow_node *asked; /* the child that was asked for last: the next is near */
};

struct avow_tree;

/*
 * Begins to read @fd, whose name in sentences is @path, and which stays open. The root
 * must be called @root. AVOW_E_INPUT with the sentence, or AVOW_E_NOMEM.
 */
int avow_tree_open(int fd, const char *path, const char *root, struct avow_tree **out,
		   struct avow_error *error) avow_must_check;
void avow_tree_close(struct avow_tree *tree);

/*
 * The next element within the root, whole; of one called @streamed, which may be of any
 * size, the elements within it one by one. It lives until the next call. 1, or 0 at the
 * end; or a negative code with the sentence.
 */
int avow_tree_next(struct avow_tree *tree, const char *streamed, struct avow_node **out,
		   struct avow_error *error) avow_must_check;

/* The file's name, as it was given. */
const char *avow_tree_path(const struct avow_tree *tree);

#endif
