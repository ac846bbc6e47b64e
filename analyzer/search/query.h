/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_SEARCH_QUERY_H
#define AVOW_SEARCH_QUERY_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"
#include "analyzer/interpret/interpret.h"

/*
 * A question that an event answers with yes or no:
 *
 *     question  = all { "or" all }
 *     all       = one { "and" one }
 *     one       = "not" one | "(" question ")" | test
 *     test      = FIELD [ operator value ]
 *     operator  = "=" | "!=" | "*=" | "~" | "!~" | "<" | "<=" | ">" | ">="
 *     value     = word | "text with \" and \\ in it"
 *
 * with && || ! for the words as well. A test holds when any record of the event has such
 * a field whose value is, contains (*=) or matches (~, an extended regular expression of
 * POSIX) what is asked for: as it stands in the log, or as interpret.h puts it. `!=` and
 * `!~` are `not` with `=` and `~`. FIELD alone asks whether there is one.
 *
 * Fields of the event besides those of its records: type, serial, node; key (each of
 * several), perm (of what AVC and AppArmor tell), text (a record as it stands); and
 * NAME.user, NAME.role, NAME.type, NAME.range of any field that holds a context.
 */
enum avow_query_operator {
	AVOW_QUERY_IS,
	AVOW_QUERY_CONTAINS,
	AVOW_QUERY_MATCHES,
	AVOW_QUERY_LESS,
	AVOW_QUERY_AT_MOST,
	AVOW_QUERY_MORE,
	AVOW_QUERY_AT_LEAST,
	AVOW_QUERY_EXISTS
};

struct avow_query_node;

/* Zero it to begin: it holds for every event then. Free it at the end. */
struct avow_query {
	struct avow_arena arena;
	struct avow_query_node *root; /* NULL: nothing is asked */
	struct avow_query_node *last; /* of those with a regular expression */
	struct avow_buf copy;         /* of what is looked at by one */
};

/*
 * Makes a test. NULL with AVOW_E_USAGE in @error when @value is no regular expression, no
 * number where one is needed, or memory is out.
 */
struct avow_query_node *avow_query_test(struct avow_query *query, struct avow_span field,
					enum avow_query_operator operation,
					struct avow_span value, struct avow_error *error);

/* NULL when one of those given is, or memory is out. */
struct avow_query_node *avow_query_and(struct avow_query *query,
				       struct avow_query_node *left,
				       struct avow_query_node *right);
struct avow_query_node *avow_query_or(struct avow_query *query,
				      struct avow_query_node *left,
				      struct avow_query_node *right);
struct avow_query_node *avow_query_not(struct avow_query *query,
				       struct avow_query_node *node);

/* Asks for @node besides all that was asked for before. AVOW_E_NOMEM for NULL. */
int avow_query_add(struct avow_query *query,
		   struct avow_query_node *node) avow_must_check;

/* Reads one question. AVOW_E_USAGE with the place of what is wrong. */
int avow_query_parse(struct avow_query *query, const char *text,
		     struct avow_query_node **out,
		     struct avow_error *error) avow_must_check;

/* The question as text that reads as the same. */
void avow_query_print(const struct avow_query *query, struct avow_buf *out);

bool avow_query_holds(struct avow_query *query, const struct avow_group *group,
		      struct avow_interpreter *interpreter);

void avow_query_free(struct avow_query *query);

#endif
