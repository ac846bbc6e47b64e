/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_HTML_PAGE_H
#define AVOW_REPORTS_HTML_PAGE_H

#include "reports/markup.h"
#include "reports/summary.h"

/* What the parts of the HTML page share while it is written. */
struct avow_page {
	const struct avow_report *report;
	const struct avow_summary *summary;
	const struct avow_atoms *atoms;
	struct avow_markup markup;
	struct avow_buf scratch;
};

/* Begins @element with a class attribute. */
void avow_page_begin(struct avow_page *page, const char *element, const char *class_name);
void avow_page_end(struct avow_page *page);

/* An element with a class and nothing but clean text in it. */
void avow_page_put(struct avow_page *page, const char *element, const char *class_name,
		   const char *text);

/* A number as <data value="28520">28,520</data>, so that a program can read it. */
void avow_page_number(struct avow_page *page, uint64_t number);

/* A time as <time datetime="...">. Nothing for the zero time. */
void avow_page_time(struct avow_page *page, struct avow_time time);

/* The text of an atom, in its display form. */
void avow_page_atom(struct avow_page *page, uint32_t atom);

/* Writes what the scratch buffer holds as text and empties it. */
void avow_page_scratch(struct avow_page *page);

/* A row of a <dl>: begins <dt>NAME</dt><dd>; the caller writes and ends the <dd>. */
void avow_page_term(struct avow_page *page, const char *name);

/* Head cells of a table, in a row; ends with NULL. A first character of `#` is a
 * number's. */
void avow_page_columns(struct avow_page *page, const char *const *names);

/* The sections, in the order of the page. */
void avow_page_overview(struct avow_page *page);
void avow_page_module(struct avow_page *page);
void avow_page_clusters(struct avow_page *page);
void avow_page_evidence(struct avow_page *page);

#endif
