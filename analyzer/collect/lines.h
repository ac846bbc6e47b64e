/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_LINES_H
#define AVOW_COLLECT_LINES_H

#include "analyzer/base/error.h"
#include "analyzer/base/span.h"
#include "analyzer/collect/source.h"

/*
 * The longest line that is read. auditd writes at most MAX_AUDIT_MESSAGE_LENGTH
 * (8970) bytes a record and about as much enrichment.
 */
#define AVOW_LINE_MAX ((size_t)1 << 20)

/*
 * The lines of one source, read once, in a window of AVOW_LINE_MAX bytes:
 * memory does not grow with the input, and pipes work like files.
 */
struct avow_lines {
	struct avow_source *source;
	char *window;
	size_t begin, end; /* what of the window is read and not yet handed out */
	uint64_t bytes;    /* of the lines, decompressed */
	uint64_t number;   /* of the line handed out last, from 1 on */
	bool is_at_end;
	bool is_passing_over; /* the rest of a line that is too long */
	bool is_broken_off;   /* what is in the window is not continued by what follows */
};

struct avow_line {
	struct avow_span
		text; /* without newline and carriage returns, lent until the next call */
	uint64_t number;
	bool is_too_long;     /* text holds only its front */
	bool is_unterminated; /* the last, without a newline; or nothing continues it */
};

/* Takes @source, which avow_lines_close() closes. */
int avow_lines_open(struct avow_lines *lines, struct avow_source *source) avow_must_check;

/*
 * 1 and a line, 0 at the end, AVOW_SOURCE_WAIT when the source has no whole line
 * yet, or a negative code with one sentence.
 */
int avow_lines_next(struct avow_lines *lines, struct avow_line *out,
		    struct avow_error *error) avow_must_check;

/* Reads no more: what is left of a line is the last that avow_lines_next() gives. */
void avow_lines_finish(struct avow_lines *lines);

void avow_lines_close(struct avow_lines *lines);

#endif
