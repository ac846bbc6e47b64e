/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_MARKUP_H
#define AVOW_REPORTS_MARKUP_H

#include "analyzer/base/buf.h"
#include "reports/stream.h"

/*
 * Markup written to a stream, in bounded memory, through libxml2's writer: it
 * alone escapes, for text and for attributes, and it keeps the elements nested.
 * Failures are remembered; every call after one does nothing.
 */
struct avow_markup {
	void *writer; /* xmlTextWriterPtr */
	struct avow_stream stream;
	struct avow_buf scratch;
	bool is_html; /* elements without content keep their end tag */
	bool failed;
};

/* Begins on @out. avow_markup_close() is due in every case. */
void avow_markup_open(struct avow_markup *markup, FILE *out, bool is_html);

/* Ends all open elements and gives back what was held; the outcome of it all. */
int avow_markup_close(struct avow_markup *markup,
		      struct avow_error *error) avow_must_check;

void avow_markup_begin(struct avow_markup *markup, const char *element);
void avow_markup_end(struct avow_markup *markup);
/* Ends an element that HTML gives no end tag (meta, input). */
void avow_markup_end_void(struct avow_markup *markup);

/* Between begin and the first content. @value is clean text. */
void avow_markup_attribute(struct avow_markup *markup, const char *name,
			   const char *value);

void avow_markup_number(struct avow_markup *markup, const char *name, size_t value);

/* Any bytes, in their display form. */
void avow_markup_attribute_bytes(struct avow_markup *markup, const char *name,
				 const char *value);

/* Clean text: valid UTF-8 without control characters but newline and tab. */
void avow_markup_text(struct avow_markup *markup, const char *text);
/* Any bytes, in their display form. */
void avow_markup_bytes(struct avow_markup *markup, struct avow_span bytes);
/* Any bytes in lines: newlines and tabs are kept. */
void avow_markup_lines(struct avow_markup *markup, const char *text);
/* An element with nothing but clean text. */
void avow_markup_element(struct avow_markup *markup, const char *element,
			 const char *text);

/* Written as it is: for constants of this program alone, never for what was read. */
void avow_markup_raw(struct avow_markup *markup, const char *constant);

#endif
