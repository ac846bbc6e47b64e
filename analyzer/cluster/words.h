/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_WORDS_H
#define AVOW_CLUSTER_WORDS_H

#include "analyzer/base/span.h"

/* What of a name, one component of a path, changes from one file to the next. */
enum avow_word { AVOW_WORD_LITERAL, AVOW_WORD_DIGITS, AVOW_WORD_HEX, AVOW_WORD_UUID };

/*
 * The part of @name at @at, and its length, 1 of a literal. Hexadecimal digits are 8 or
 * more of both kinds between what are no letters.
 */
enum avow_word avow_word_next(struct avow_span name, size_t at, size_t *length);

/* The length of a date, 2026-11-23, at the front of @rest; 0: there is none. */
size_t avow_word_date(struct avow_span rest);

/*
 * The @number-th word of the name that may be what mkstemp(3) and its kin make, by its
 * length; its place and length, or 0.
 */
size_t avow_word_random(struct avow_span name, size_t number, size_t *at);

/* Whether the word looks like it: letters and digits mixed, or capitals within. */
bool avow_word_looks_random(struct avow_span word);

#endif
