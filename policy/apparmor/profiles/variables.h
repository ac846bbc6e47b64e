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

	/* The values with those of other variables put in, made when they are asked for.
	 */
	struct avow_span *expanded;
	size_t expanded_count;
	unsigned generation; /* of the variables when they were made; 0: never */
	bool is_being_expanded;
};

struct avow_variables {
	struct avow_variable *first;
	unsigned generation;   /* how often they were changed, but for automatic ones */
	bool is_automatic_met; /* an automatic one was among those just put in */
	size_t spent;          /* bytes that values made, all together */
};

/* `@{NAME}`, `@NAME`, `${NAME}`, `$NAME`: the NAME; empty when it is none of them. */
struct avow_span avow_variable_name(struct avow_span word);

struct avow_variable *avow_variables_find(const struct avow_variables *variables,
					  struct avow_span name);

/* Adds one without values; NULL when memory is out. */
struct avow_variable *avow_variables_add(struct avow_variables *variables,
					 struct avow_arena *arena, struct avow_span name);

/* Adds a copy of @value to one of @variables; AVOW_E_NOMEM. */
int avow_variables_append(struct avow_variables *variables,
			  struct avow_variable *variable, struct avow_arena *arena,
			  struct avow_span value);

/*
 * The values of @variable, those of the variables in them put in: one for each choice.
 * NULL, or what is wrong: an unknown variable, one that holds itself, or too many.
 */
const char *avow_variable_expand(struct avow_variables *variables,
				 struct avow_variable *variable,
				 struct avow_arena *arena);

/*
 * Appends @text with every variable in it replaced: by its value, or by `{a,b}` of its
 * values, as apparmor_parser does (expand_by_alternations() in parser/parser_variable.c).
 * What is wrong is told as above; @out then holds a part.
 */
const char *avow_variables_expand(struct avow_variables *variables,
				  struct avow_arena *arena, struct avow_span text,
				  struct avow_buf *out);

#endif
