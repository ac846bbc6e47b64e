/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_HTML_PAGE_H
#define AVOW_REPORTS_HTML_PAGE_H

#include "reports/hardening.h"
#include "reports/hosts.h"
#include "reports/markup.h"
#include "reports/pictures/discovery.h"
#include "reports/pictures/flow.h"
#include "reports/pictures/heat.h"
#include "reports/pictures/timeline.h"

/*
 * How much of a large report the page has: XML and JSON have all of it. A cluster in
 * full has everything; the others have their reasons, advice and record.
 */
enum {
	AVOW_PAGE_CLUSTERS = 10000,
	AVOW_PAGE_FULL = 1000,
	AVOW_PAGE_CHANGES = 400,
	AVOW_PAGE_VALUE = 400, /* bytes of one value */
	AVOW_PAGE_TEXT = 8192  /* of one text */
};

/* What the parts of the HTML page share while it is written. */
struct avow_page {
	const struct avow_report *report;
	const struct avow_summary *summary;
	const struct avow_atoms *atoms;
	const struct avow_report_dress *dress; /* the user's own; or NULL */
	const bool *is_shown;                  /* by index: the cluster is on the page */
	size_t cluster_count;                  /* on the page: the first in the order */
	const struct avow_summary_value *classes;
	size_t class_count;
	const struct avow_hardening *hardening;
	const struct avow_hosts *hosts;
	const struct avow_readiness *readiness;
	const struct avow_timeline *timeline; /* the pictures; NULL without denials */
	const struct avow_flow *flow;
	const struct avow_heat *heat;
	const struct avow_discovery *discovery;
	struct avow_markup markup;
	struct avow_buf scratch;
	struct avow_buf text; /* of avow_page_lines() */
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

/* What the page is called: the user's title, or whose denials they are. */
void avow_page_title(struct avow_page *page);

/* A value of the log in its display form, cut where it is very long. */
void avow_page_value(struct avow_page *page, struct avow_span value);

/* <td class="number">. */
void avow_page_number_cell(struct avow_page *page, uint64_t number);

/* A cell that is the head of its row; the caller writes and ends it. */
void avow_page_row_head(struct avow_page *page);

/* Begins <section id> with its heading, and a line below it if @note is no NULL. */
void avow_page_section(struct avow_page *page, const char *id, const char *title,
		       const char *note);

/* Begins a box that scrolls by itself where it is too wide, by keys as well. */
void avow_page_scroll(struct avow_page *page, const char *label);

/* Begins <details class> with its summary. */
void avow_page_details(struct avow_page *page, const char *class_name,
		       const char *summary);

/* Who, on what, of which class. */
void avow_page_cluster_name(struct avow_page *page, const struct avow_cluster *cluster);

/* A link to the cluster at @index, named by what it is about. */
void avow_page_cluster_link(struct avow_page *page, size_t index);

/* Text of several lines, cut where it is very long. */
void avow_page_lines(struct avow_page *page, const char *text);

/* What a change would apply, with a button that the script shows: to be copied, unless
 * it must not be made, or is cut. */
void avow_page_change(struct avow_page *page, const char *text, bool is_forbidden);

/* An attribute that is a whole number, or any bytes in display form. */
void avow_page_attribute_number(struct avow_page *page, const char *name, int64_t number);
void avow_page_attribute_bytes(struct avow_page *page, const char *name,
			       struct avow_span bytes);

/* What became of a verdict, as a mark and a word. */
void avow_page_verdict(struct avow_page *page, enum avow_verdict verdict);

/* How much the part is of the whole, as a picture in a cell. */
void avow_page_bar(struct avow_page *page, uint64_t part, uint64_t whole);

/* What was seen of a cluster; its first record. */
void avow_page_cluster_facts(struct avow_page *page, const struct avow_cluster *cluster);
void avow_page_cluster_record(struct avow_page *page, const struct avow_cluster *cluster);

/* One cluster in the list. */
void avow_page_cluster(struct avow_page *page, size_t index, bool is_full);

/* Text of a picture, from the left (NULL), the middle, or the end. */
void avow_page_svg_text(struct avow_page *page, int x, int y, const char *class_name,
			const char *anchor, const char *text);
void avow_page_svg_rect(struct avow_page *page, int x, int y, int width, int height,
			const char *class_name);
/* @role is "img", or "group" of one with links in it. */
void avow_page_svg_begin(struct avow_page *page, int width, int height,
			 const char *class_name, const char *role, const char *label);
/* What is told when the pointer rests on the element that was begun last. */
void avow_page_svg_title(struct avow_page *page, const char *text, uint64_t count);

/* The sections, in the order of the page. */
void avow_page_head(struct avow_page *page);
void avow_page_todo(struct avow_page *page);
void avow_page_timeline(struct avow_page *page);
void avow_page_flow(struct avow_page *page);
void avow_page_heat(struct avow_page *page);
void avow_page_hardening(struct avow_page *page);
void avow_page_activity(struct avow_page *page);
void avow_page_readiness(struct avow_page *page);
void avow_page_hosts(struct avow_page *page);
void avow_page_ranking(struct avow_page *page);
void avow_page_module(struct avow_page *page);
void avow_page_clusters(struct avow_page *page);
void avow_page_evidence(struct avow_page *page);

#endif
