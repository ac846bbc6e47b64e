/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_ESCAPE_H
#define AVOW_BASE_ESCAPE_H

#include "analyzer/base/buf.h"

/*
 * The ways by which log text leaves for a place that would act on it. HTML and
 * XML are not here: they leave through libxml2 alone.
 */

/*
 * @span as text that any terminal, XML and JSON take as plain text: valid UTF-8 is kept;
 * each byte of what is not, control characters (C0, DEL, C1), bidirectional controls,
 * U+2028/2029, U+FEFF, noncharacters become \xNN of their UTF-8 bytes. A
 * backslash stays as it is, so the form is for reading, not for decoding.
 */
void avow_escape_display(struct avow_buf *out, struct avow_span span);

/* True when avow_escape_display() would change nothing. */
bool avow_escape_is_clean(struct avow_span span);

/* True when @span is UTF-8 (RFC 3629) as a whole, controls and all. */
bool avow_escape_is_utf8(struct avow_span span);

/* @span as one word of a POSIX shell, quoted only if it needs it. */
void avow_escape_shell(struct avow_buf *out, struct avow_span span);

/* @span as lower-case hexadecimal digits. */
void avow_escape_hex(struct avow_buf *out, struct avow_span span);

/*
 * The bytes that an even number of hexadecimal digits stands for. False, with
 * nothing appended, when @span is anything else or empty.
 */
bool avow_unescape_hex(struct avow_buf *out, struct avow_span span);

#endif
