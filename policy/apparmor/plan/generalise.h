/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PLAN_GENERALISE_H
#define AVOW_APPARMOR_PLAN_GENERALISE_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"
#include "policy/apparmor/profiles/variables.h"

/* Names of one shape that a rule needs, before it stands for all of that shape. */
#define AVOW_GENERAL_MIN 3

/* What stands before the names that a rule was made of, behind it in its line. */
#define AVOW_GENERAL_SEEN ",  # seen: "

/* A rule of a file, without its comma. */
struct avow_general_line {
	struct avow_span text;
	size_t group; /* that it is of, counted from 1; 0: none */
};

/* A rule for all names of a shape. */
struct avow_general_group {
	const char *text; /* with its comma, and some of the names behind it */
	size_t values;    /* different names that were seen */
};

/*
 * Finds lines that are the same but for one component of their path, in which there are
 * AVOW_GENERAL_MIN or more names of one shape: numbers, dates, hexadecimal digits, UUIDs,
 * what mkstemp(3) makes. A pattern, or a variable of @variables that is for such names,
 * takes their place; where numbers differ that have some lengths, for these lengths. Not
 * in directories where a name more may be anything: /etc, /dev, /usr, /root and the like.
 * The groups are in @arena. False when memory is out.
 */
bool avow_generalise(struct avow_arena *arena, const struct avow_variables *variables,
		     struct avow_general_line *lines, size_t count,
		     struct avow_general_group **groups,
		     size_t *group_count) avow_must_check;

/* Whether names were generalised in the rule: it has a comment that says which. */
bool avow_general_is_rule(const char *text);

/* One component of a path, as a shape has it (shapes.c). */
enum avow_shape_kind { AVOW_SHAPE_DIGITS, AVOW_SHAPE_RANDOM, AVOW_SHAPE_KINDS };

/*
 * Appends what all names of the shape of @name have in common, if it has one of @kind.
 * Of @number, from 0, where there may be several.
 */
bool avow_shape_put_key(enum avow_shape_kind kind, size_t number, struct avow_span name,
			struct avow_buf *out);

/* Whether names with one key look as if they were of that shape by more than chance. */
bool avow_shape_is_likely(enum avow_shape_kind kind, size_t number,
			  const struct avow_span *names, size_t count);

/* Appends a pattern for @names, which have one key. */
void avow_shape_put_pattern(enum avow_shape_kind kind, size_t number,
			    const struct avow_variables *variables,
			    const struct avow_span *names, size_t count,
			    struct avow_buf *out);

#endif
