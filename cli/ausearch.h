/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_AUSEARCH_H
#define AVOW_CLI_AUSEARCH_H

#include "analyzer/base/arena.h"
#include "cli/option.h"

/* An option of ausearch(8) or aureport(8) as people type it, and avow's for it. */
struct avow_ausearch_option {
	const char *typed; /* "-ui" */
	const char *means; /* "--uid"; NULL: it is what avow does anyway */
	bool is_time;      /* a date and perhaps a time in a second word follow */
};

/*
 * Puts the words of a command line that are such options into avow's: @words gets a list
 * of its own, in @arena. Dates that the C locale of ausearch has, MONTH/DAY/YEAR, become
 * YEAR-MONTH-DAY, and a time in a word behind them is joined. AVOW_E_NOMEM.
 */
int avow_ausearch_translate(const struct avow_ausearch_option *table, size_t count,
			    struct avow_words *words,
			    struct avow_arena *arena) avow_must_check;

/*
 * Puts what an option --input named behind the operands, in a list of its own, in @arena.
 * AVOW_E_NOMEM.
 */
int avow_ausearch_join(struct avow_words *words, const struct avow_option_list *inputs,
		       struct avow_arena *arena) avow_must_check;

#endif
