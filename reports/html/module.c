/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The suggested policy module on the HTML page: its proof, what it leaves
 * denied, and its two texts.
 */
#include "reports/html/page.h"

#include "reports/phrase.h"

static void show_access(struct avow_page *page, const struct avow_unanswered *row)
{
	const struct avow_clusters *set = page->report->analysis->clusters;
	struct avow_markup *markup = &page->markup;

	avow_markup_begin(markup, "li");
	avow_page_number(page, row->count);
	avow_markup_text(markup, " × ");
	avow_markup_begin(markup, "code");
	avow_page_atom(page, row->scontext);
	avow_markup_text(markup, " → ");
	avow_page_atom(page, row->tcontext);
	if (row->cluster < page->summary->clusters) {
		avow_markup_text(markup, " : ");
		avow_page_atom(page, avow_clusters_at(set, row->cluster)->tclass);
	}
	avow_markup_text(markup, " { ");
	avow_page_atom(page, row->permissions);
	avow_markup_text(markup, " }");
	avow_page_end(page);
	if (row->others) {
		avow_markup_text(markup, " and of ");
		avow_page_number(page, row->others);
		avow_markup_text(markup, " more pairs of contexts");
	}
	avow_markup_begin(markup, "p");
	avow_page_put(page, "span", "code", row->code);
	avow_markup_text(markup, " ");
	avow_page_lines(page, row->text ? row->text : "");
	avow_page_end(page);
	if (row->evidence) {
		avow_markup_begin(markup, "details");
		avow_markup_element(markup, "summary", "Evidence");
		avow_markup_begin(markup, "pre");
		avow_page_lines(page, row->evidence);
		avow_page_end(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_unanswered(struct avow_page *page,
			    const struct avow_suggestion *suggestion)
{
	if (suggestion->unanswered_count == 0)
		return;
	avow_markup_element(&page->markup, "h3", "Still denied, and why");
	avow_page_begin(page, "ul", "unanswered");
	for (size_t i = 0; i < suggestion->unanswered_count; i++)
		show_access(page, &suggestion->unanswered[i]);
	avow_page_end(page);
}

static void show_source(struct avow_page *page, const char *title, const char *text)
{
	if (!text)
		return;
	avow_page_begin(page, "details", "source");
	avow_markup_element(&page->markup, "summary", title);
	avow_markup_begin(&page->markup, "pre");
	avow_markup_attribute(&page->markup, "tabindex", "0");
	avow_markup_lines(&page->markup, text);
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_module(struct avow_page *page)
{
	const struct avow_suggestion *suggestion;

	if (!avow_phrase_asked(page->report))
		return;
	suggestion = &page->report->findings->suggestion;
	avow_markup_text(&page->markup, "\n");
	avow_markup_begin(&page->markup, "section");
	avow_markup_attribute(&page->markup, "id", "module");
	avow_markup_element(&page->markup, "h2", "A module that would allow it");
	avow_page_begin(page, "p", "proof");
	avow_phrase_proof(&page->scratch, page->report);
	avow_page_scratch(page);
	avow_page_end(page);
	if (suggestion->asked) {
		avow_page_put(
			page, "p", "note",
			"An allow rule is the last resort: look at the advice of each "
			"cluster first. Read every rule before it is loaded.");
		show_unanswered(page, suggestion);
		show_source(page, "Type enforcement source (.te)", suggestion->te);
		show_source(page, "The same in CIL (.cil)", suggestion->cil);
	}
	avow_page_end(page);
}
