/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which domains and profiles can be enforced, and the curves of what was found when. */
#include "reports/html/page.h"

#include "reports/headline.h"

enum { SHOWN = 40 };

static void show_whom(struct avow_page *page, const struct avow_ready_subject *subject)
{
	avow_page_row_head(page);
	avow_markup_begin(&page->markup, "code");
	avow_page_value(page, subject->name);
	avow_page_end(page);
	if (!avow_span_is_empty(subject->namespace)) {
		avow_markup_text(&page->markup, " (namespace ");
		avow_page_value(page, subject->namespace);
		avow_markup_text(&page->markup, ")");
	}
	avow_page_end(page);
}

/* Folded away, so that a fleet's table stays one to look over. */
static void show_sentences(struct avow_page *page, const char *summary,
			   const char *const *sentences, size_t count)
{
	if (!count)
		return;
	avow_page_details(page, "sentences", summary);
	avow_markup_begin(&page->markup, "ul");
	for (size_t i = 0; i < count; i++)
		avow_markup_element(&page->markup, "li", sentences[i]);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_verdict(struct avow_page *page, const struct avow_ready_subject *subject)
{
	avow_page_begin(page, "td", "outcome");
	avow_markup_element(&page->markup, "strong", avow_ready_title(subject->verdict));
	show_sentences(page, "What is missing", subject->missing, subject->missing_count);
	show_sentences(page, "What weakens this", subject->notes, subject->note_count);
	avow_page_end(page);
}

static void show_subject(struct avow_page *page, const struct avow_ready_subject *subject)
{
	const struct avow_novelty *novelty = &subject->novelty;

	avow_markup_begin(&page->markup, "tr");
	show_whom(page, subject);
	show_verdict(page, subject);
	avow_page_number_cell(page, subject->found_count);
	avow_page_begin(page, "td", "number");
	if (novelty->occasions) {
		avow_phrase_chance(&page->scratch, novelty->chance);
		avow_buf_puts(&page->scratch, " (");
		avow_phrase_chance(&page->scratch, novelty->low);
		avow_buf_puts(&page->scratch, " to ");
		avow_phrase_chance(&page->scratch, novelty->high);
		avow_buf_puts(&page->scratch, ")");
		avow_page_scratch(page);
	}
	avow_page_end(page);
	avow_page_number_cell(page, novelty->unseen);
	avow_markup_begin(&page->markup, "td");
	if (novelty->occasions)
		avow_phrase_duration(&page->scratch, subject->quiet);
	avow_page_scratch(page);
	avow_page_end(page);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

static void show_subjects(struct avow_page *page)
{
	static const char *const columns[] = { "Of",
					       "Verdict",
					       "#Permissions",
					       "#Chance of news",
					       "#Unseen, at least",
					       "Without news for",
					       NULL };
	const struct avow_readiness *readiness = page->readiness;

	avow_page_scroll(page, "Table of domains and profiles");
	avow_page_begin(page, "table", "readiness");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < readiness->count && i < SHOWN; i++)
		show_subject(page, &readiness->subjects[i]);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
	avow_phrase_more(&page->scratch, readiness->count, SHOWN);
	if (page->scratch.length) {
		avow_page_begin(page, "p", "note");
		avow_page_scratch(page);
		avow_page_end(page);
	}
}

static void show_lane(struct avow_page *page, const struct avow_discovery *discovery,
		      const struct avow_discovery_lane *lane)
{
	const struct avow_timeline *timeline = discovery->timeline;

	avow_page_begin(page, "g", avow_ready_name(lane->verdict));
	avow_page_svg_text(page, timeline->label_x, lane->label_y, "label", "end",
			   lane->label);
	avow_page_svg_rect(page, timeline->plot_x, lane->base_y, timeline->plot_width, 1,
			   "axis");
	avow_page_end(page);
	avow_page_begin(page, "path", "curve");
	avow_markup_attribute(&page->markup, "d", lane->path);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_picture(struct avow_page *page)
{
	const struct avow_discovery *discovery = page->discovery;
	const struct avow_timeline *timeline = discovery->timeline;

	avow_page_scroll(page, "What was found when");
	avow_page_svg_begin(page, AVOW_TIMELINE_WIDTH, discovery->height,
			    "picture discovery", "img",
			    "How many permissions were known of each domain by when; the "
			    "numbers are in the table below");
	for (size_t i = 0; i < discovery->lane_count; i++)
		show_lane(page, discovery, &discovery->lanes[i]);
	for (size_t i = 0; i < timeline->tick_count; i++)
		avow_page_svg_text(page, timeline->ticks[i].x, discovery->tick_y, "tick",
				   NULL, timeline->ticks[i].label);
	avow_page_end(page);
	avow_page_end(page);
}

/* Whether anything was found in the stretch. */
static bool is_news(const struct avow_discovery *discovery, size_t stretch)
{
	for (size_t i = 0; i < discovery->lane_count; i++) {
		const uint64_t *known = discovery->lanes[i].known;

		if (known[stretch] > (stretch ? known[stretch - 1] : 0))
			return true;
	}
	return false;
}

static void show_table(struct avow_page *page)
{
	const struct avow_discovery *discovery = page->discovery;
	const struct avow_timeline *timeline = discovery->timeline;
	const char *columns[AVOW_DISCOVERY_LANES + 2] = { "From" };

	for (size_t i = 0; i < discovery->lane_count; i++)
		columns[i + 1] = discovery->lanes[i].label;
	avow_page_details(page, "as-table", "The same as a table");
	avow_page_scroll(page, "Table of what was found when");
	avow_page_begin(page, "table", "matrix");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < timeline->stretch_count; i++) {
		if (!is_news(discovery, i))
			continue;
		avow_markup_begin(&page->markup, "tr");
		avow_page_row_head(page);
		avow_page_time(page, (struct avow_time){ timeline->from[i], 0 });
		avow_page_end(page);
		for (size_t k = 0; k < discovery->lane_count; k++)
			avow_page_number_cell(page, discovery->lanes[k].known[i]);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_readiness(struct avow_page *page)
{
	if (!page->readiness->count)
		return;
	avow_page_section(
		page, "ready", "Ready to enforce",
		"Whether all that a domain or profile does was seen, and whether "
		"what was seen is allowed by now. The chance is that the next "
		"occasion on which anything is refused to it brings what was "
		"never seen, with the interval that holds it in 95 of 100 "
		"cases.");
	show_subjects(page);
	if (page->discovery && page->discovery->lane_count) {
		avow_page_put(page, "p", "note",
			      "What was known by when: a curve that lies flat has had "
			      "no news. Each has a height of its own.");
		show_picture(page);
		show_table(page);
	}
	avow_page_end(page);
}
