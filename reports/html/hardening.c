/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The hardening audit on the HTML page: what the model found, kind by kind. */
#include "reports/html/page.h"

#include "reports/headline.h"

enum { SHOWN = 40 };

static void show_row(struct avow_page *page, const struct avow_hardening_row *row)
{
	avow_markup_begin(&page->markup, "tr");
	avow_page_row_head(page);
	avow_markup_begin(&page->markup, "code");
	avow_markup_text(&page->markup, row->subject);
	avow_page_end(page);
	avow_page_end(page);
	avow_markup_begin(&page->markup, "td");
	if (row->text) {
		avow_page_lines(page, row->text);
		avow_markup_text(&page->markup, " ");
	}
	if (row->write)
		avow_page_change(page, row->write, false);
	avow_phrase_hardening_row(&page->scratch, row);
	avow_page_scratch(page);
	if (row->cluster < page->summary->clusters) {
		avow_markup_text(&page->markup, " ");
		avow_page_cluster_link(page, row->cluster);
		avow_phrase_more(&page->scratch, row->clusters, 1);
		avow_page_scratch(page);
	}
	avow_page_end(page);
	avow_page_number_cell(page, row->count);
	avow_page_end(page);
}

static void show_kind(struct avow_page *page, enum avow_hardening_kind kind)
{
	static const char *const columns[] = { "What", "Seen", "#Times", NULL };
	const struct avow_hardening *audit = page->hardening;
	size_t shown = 0;

	if (audit->of[kind] == 0)
		return;
	avow_markup_element(&page->markup, "h3", avow_hardening_title(kind));
	avow_page_put(page, "p", "note", avow_hardening_note(kind));
	avow_page_begin(page, "table", "audit");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < audit->count && shown < SHOWN; i++) {
		if (audit->rows[i].kind != kind)
			continue;
		show_row(page, &audit->rows[i]);
		shown++;
	}
	avow_page_end(page);
	avow_page_end(page);
	avow_phrase_more(&page->scratch, audit->of[kind], SHOWN);
	if (page->scratch.length) {
		avow_page_begin(page, "p", "note");
		avow_page_scratch(page);
		avow_page_end(page);
	}
}

/* What was looked for and not found is worth saying in an audit. */
static void show_clean(struct avow_page *page)
{
	bool is_open = false;

	for (int i = 0; i < AVOW_HARDENING_KINDS; i++) {
		if (!page->hardening->is_clean[i])
			continue;
		if (!is_open) {
			avow_markup_element(&page->markup, "h3",
					    "Looked for, and not seen");
			avow_page_begin(page, "ul", "clean");
			is_open = true;
		}
		avow_markup_element(&page->markup, "li",
				    avow_hardening_title((enum avow_hardening_kind)i));
	}
	if (is_open)
		avow_page_end(page);
}

void avow_page_hardening(struct avow_page *page)
{
	if (page->summary->total.records == 0 && !page->report->rules)
		return;
	avow_page_section(page, "audit", "Hardening audit",
			  "What weakens the confinement of the hosts, as far as these "
			  "logs and the policy tell.");
	for (int i = 0; i < AVOW_HARDENING_KINDS; i++)
		show_kind(page, (enum avow_hardening_kind)i);
	show_clean(page);
	avow_page_end(page);
}
