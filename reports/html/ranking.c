/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tables of reasons and of source types on the HTML page. */
#include "reports/html/page.h"

#include "reports/phrase.h"

enum { SHOWN_SOURCES = 12 /* rows before the rest is folded away */ };

static void show_reason(struct avow_page *page, const struct avow_summary_reason *row)
{
	avow_markup_begin(&page->markup, "tr");
	avow_markup_begin(&page->markup, "th");
	avow_markup_attribute(&page->markup, "scope", "row");
	avow_page_put(page, "span", "code", row->reason->code);
	avow_markup_text(&page->markup, " ");
	avow_page_lines(page, row->reason->title);
	avow_page_begin(page, "span", "layer");
	avow_page_lines(page, row->reason->layer);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_number_cell(page, row->count);
	avow_page_number_cell(page, row->clusters);
	avow_page_bar(page, row->count, page->report->analysis->evidence.denials);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

static void show_why(struct avow_page *page)
{
	static const char *const columns[] = { "Reason", "#Denials", "#Clusters", "Share",
					       NULL };
	const struct avow_summary *summary = page->summary;

	avow_page_section(page, "why", "Why", NULL);
	if (!page->report->findings) {
		avow_markup_begin(&page->markup, "p");
		avow_phrase_policy(&page->scratch, page->report);
		avow_page_scratch(page);
		avow_page_end(page);
	} else {
		avow_page_put(
			page, "p", "note",
			"What in the policy refuses, by denials. Several layers may "
			"refuse one denial; it is then counted in each.");
		avow_page_begin(page, "table", "ranking");
		avow_page_columns(page, columns);
		avow_markup_begin(&page->markup, "tbody");
		for (size_t i = 0; i < summary->reason_count; i++)
			show_reason(page, &summary->reasons[i]);
		avow_page_end(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_source_rows(struct avow_page *page, size_t from, size_t to)
{
	const size_t *clusters_of = page->summary->clusters_of;
	const char *const columns[] = { clusters_of[AVOW_LSM_APPARMOR] == 0
						? "Source type"
					: clusters_of[AVOW_LSM_SELINUX] == 0
						? "Profile"
						: "Source type or profile",
					"#Denials", "#Clusters", "Share", NULL };

	avow_page_begin(page, "table", "ranking");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = from; i < to; i++) {
		const struct avow_summary_value *row = &page->summary->sources[i];

		avow_markup_begin(&page->markup, "tr");
		avow_markup_begin(&page->markup, "th");
		avow_markup_attribute(&page->markup, "scope", "row");
		avow_markup_begin(&page->markup, "code");
		avow_page_value(page, row->text);
		if (avow_span_is_empty(row->text))
			avow_markup_text(&page->markup, "(no profile)");
		avow_page_end(page);
		avow_page_end(page);
		avow_page_number_cell(page, row->count);
		avow_page_number_cell(page, row->clusters);
		avow_page_bar(page, row->count, page->report->analysis->evidence.denials);
		avow_page_end(page);
		avow_markup_text(&page->markup, "\n");
	}
	avow_page_end(page);
	avow_page_end(page);
}

static void show_sources(struct avow_page *page)
{
	size_t count = page->summary->source_count;

	if (count == 0)
		return;
	avow_page_section(page, "sources", "Who asked", NULL);
	show_source_rows(page, 0, count < SHOWN_SOURCES ? count : SHOWN_SOURCES);
	if (count > SHOWN_SOURCES) {
		avow_markup_begin(&page->markup, "details");
		avow_markup_begin(&page->markup, "summary");
		avow_phrase_count(&page->scratch, count - SHOWN_SOURCES, "other");
		avow_page_scratch(page);
		avow_page_end(page);
		show_source_rows(page, SHOWN_SOURCES, count);
		avow_page_end(page);
	}
	avow_page_end(page);
}

void avow_page_ranking(struct avow_page *page)
{
	show_why(page);
	show_sources(page);
}
