/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_VARIABLES_H
#define AVOW_APPARMOR_PROFILES_VARIABLES_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"

/*
 * The variables of one file of profiles: `@{NAME}` stands for a list of values, `${NAME}`
 * is true or false. Names and values live in the arena that was given to them.
 */
struct avow_variable {
	struct avow_span name; /* without @, $ and braces */
	bool is_boolean, boolean;
	bool is_automatic; /* the reader's, of the profile: @{exec_path} */
	struct avow_span *values;
	size_t count;
	struct avow_variable *next;
};

struct avow_variables {
	struct avow_variable *first;
};

/* `@{NAME}`, `@NAME`, `${NAME}`, `$NAME`: the NAME; empty when it is none of them. */
struct avow_span avow_variable_name(struct avow_span word);

struct avow_variable *avow_variables_find(const struct avow_variables *variables,
					  struct avow_span name);

/* Adds one without values; NULL when memory is out. */
struct avow_variable *avow_variables_add(struct avow_variables *variables,
					 struct avow_arena *arena, struct avow_span name);

/* Adds a copy of @value; AVOW_E_NOMEM. */
int avow_variable_append(struct avow_variable *variable, struct avow_arena *arena,
			 struct avow_span value);

/*
 * Appends @text with every variable in it replaced, those within values too: by its
 * value, or by `{a,b}` of its values, as apparmor_parser does (expand_by_alternations()
 * in parser/parser_variable.c). NULL, or what is wrong: an unknown variable, or one that
 * holds itself. @out then holds a part.
 */
const char *avow_variables_expand(const struct avow_variables *variables,
				  struct avow_span text, struct avow_buf *out);

#endif
