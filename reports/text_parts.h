/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_TEXT_PARTS_H
#define AVOW_REPORTS_TEXT_PARTS_H

/*
 * What text.c and text_clusters.c write the text report with. Nobody else includes
 * it.
 */
#include "reports/layout.h"
#include "reports/phrase.h"
#include "reports/stream.h"

enum {
	NUMBER_WIDTH = 10,
	LABEL = 12 /* column of what follows a label */
};

/* The report while it is written. */
struct page {
	const struct avow_report *report;
	const struct avow_summary *summary;
	const struct avow_atoms *atoms;
	struct avow_layout layout;
	struct avow_buf scratch;
	struct avow_stream stream;
	bool failed;
};

/* Writes what is laid out so far, so that memory stays that of one section. */
static inline void flush(struct page *page)
{
	struct avow_buf *out = &page->layout.out;

	page->failed |= out->failed || page->scratch.failed;
	avow_stream_write(&page->stream, avow_buf_span(out));
	avow_buf_clear(out);
}

static inline void put(struct page *page, enum avow_tint tint, const char *text)
{
	avow_layout_puts(&page->layout, tint, text);
}

static inline void end_line(struct page *page)
{
	avow_layout_end_line(&page->layout);
}

static inline void put_scratch(struct page *page, enum avow_tint tint)
{
	avow_layout_put(&page->layout, tint, avow_buf_span(&page->scratch));
	page->failed |= page->scratch.failed;
	avow_buf_clear(&page->scratch);
}

static inline void heading(struct page *page, const char *text)
{
	end_line(page);
	put(page, AVOW_TINT_HEADING, text);
	end_line(page);
}

static inline void label(struct page *page, size_t column, const char *name)
{
	avow_layout_margin(&page->layout, column);
	put(page, AVOW_TINT_FAINT, name);
	avow_layout_margin(&page->layout, column + LABEL);
}

static inline void labelled_scratch(struct page *page, const char *name)
{
	label(page, 0, name);
	put_scratch(page, AVOW_TINT_NONE);
	end_line(page);
}

static inline void count(struct page *page, uint64_t number, const char *noun)
{
	avow_phrase_count(&page->scratch, number, noun);
	put_scratch(page, AVOW_TINT_NONE);
}

/* One paragraph a cluster: who was refused what, why, and what to do. */
void avow_text_clusters(struct page *page);

#endif
