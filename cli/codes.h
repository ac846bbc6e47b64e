/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_CODES_H
#define AVOW_CLI_CODES_H

#include "policy/entry.h"

#include "cli/command.h"

/* Prints the table of codes; an exit status. */
int avow_codes_list(void);

/* Whether @word is meant to be a code, known or not. */
bool avow_codes_is_code(const char *word);

/* Prints the entry of @code, or says that there is none; an exit status. */
int avow_codes_show(const char *code);

/* Every code of every engine. */
size_t avow_codes_count(void);
struct avow_code_row avow_codes_at(size_t index);

#endif
