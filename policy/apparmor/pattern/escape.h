/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PATTERN_ESCAPE_H
#define AVOW_APPARMOR_PATTERN_ESCAPE_H

#include "analyzer/base/buf.h"

/*
 * Reads what follows a backslash at the front of @text: \ooo, \dDDD, \xHH, \a \e \f \n
 * \r \t \\ \" and any byte of @also. Returns the byte, 0 to 255, and in @used how many
 * bytes of @text it took; -1 when it is no such sequence. The rules are those of
 * apparmor_parser (parser/lib.c): a number takes digits while it fits a byte.
 */
int avow_aare_escape(struct avow_span text, const char *also, size_t *used);

/*
 * Appends to @out what a word of a profile stands for: quotes around it are taken off,
 * sequences become their byte, except those of bytes that are special in a pattern,
 * which keep a backslash (processunquoted() of apparmor_parser).
 */
void avow_aare_unquote(struct avow_span word, struct avow_buf *out);

/* Appends @text as a pattern that matches it and nothing else. */
void avow_aare_quote(struct avow_span text, struct avow_buf *out);

/*
 * Appends a pattern as one of the alternatives in braces: a comma that is its own has a
 * backslash there.
 */
void avow_aare_put_alternative(struct avow_span pattern, struct avow_buf *out);

#endif
