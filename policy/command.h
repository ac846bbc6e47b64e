/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_POLICY_COMMAND_H
#define AVOW_POLICY_COMMAND_H

#include "analyzer/base/arena.h"
#include "analyzer/base/error.h"

#define AVOW_COMMAND_WORDS_MAX 512

/* One command of those that a change is: `setsebool -P NAME on`. */
struct avow_command_line {
	const char **words; /* the program's name first; at least one */
	size_t count;
};

/*
 * The commands in the text of a change, which are apart by ` && ` or a newline, and
 * whose words are quoted as avow_escape_shell() quotes them. Words are in @arena.
 * *@count is how many there are, at most @max. Fails with AVOW_E_NOMEM; with
 * AVOW_E_INPUT when the text is no such commands: then it is no change to be made by
 * commands.
 */
int avow_command_split(const char *text, struct avow_command_line *out, size_t max,
		       size_t *count, struct avow_arena *arena) avow_must_check;

/* The value of an option like `-t`, among the words; NULL: it has none. */
const char *avow_command_option(const struct avow_command_line *command,
				const char *option);

#endif
