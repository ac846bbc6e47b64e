/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What to do, on the HTML page: the changes of the plan in their order, each with what
 * it answers, costs and risks; apart and marked what must not be allowed.
 */
#include "reports/html/page.h"

#include "reports/headline.h"
#include "reports/plan/plan.h"

enum {
	SHOWN_FIRST = 6, /* changes before the rest is folded away */
	SHOWN_CLUSTERS = 4
};

static const struct avow_plan *plan_of(const struct avow_page *page)
{
	return &page->report->findings->plan;
}

static void show_clusters(struct avow_page *page, const struct avow_change *change)
{
	avow_phrase_count(&page->scratch, change->denials, "denial");
	avow_buf_puts(&page->scratch, " of ");
	avow_page_scratch(page);
	for (size_t i = 0; i < change->cluster_count && i < SHOWN_CLUSTERS; i++) {
		if (i)
			avow_markup_text(&page->markup, "; ");
		avow_page_cluster_link(page, change->clusters[i]);
	}
	avow_phrase_more(&page->scratch, change->cluster_count, SHOWN_CLUSTERS);
	avow_page_scratch(page);
}

static void show_risks(struct avow_page *page, const struct avow_change *change)
{
	for (size_t i = 0; i < change->risk_count; i++) {
		const struct avow_risk *risk = change->risks[i];

		avow_page_term(page, "Risk");
		avow_buf_printf(&page->scratch, "badge risk-%s",
				avow_risk_level_name(risk->level));
		avow_markup_begin(&page->markup, "span");
		avow_markup_attribute(&page->markup, "class",
				      avow_buf_string(&page->scratch));
		avow_buf_clear(&page->scratch);
		avow_markup_text(&page->markup, avow_risk_level_name(risk->level));
		avow_page_end(page);
		avow_markup_text(&page->markup, " it ");
		avow_page_lines(page, risk->title);
		avow_markup_text(&page->markup, ". ");
		avow_page_lines(page, risk->why);
		avow_markup_text(&page->markup, " ");
		avow_page_put(page, "span", "code soft", risk->code);
		avow_page_end(page);
	}
}

static void show_fact(struct avow_page *page, const char *name, const char *text)
{
	if (!text)
		return;
	avow_page_term(page, name);
	avow_page_lines(page, text);
	avow_page_end(page);
}

static void show_facts(struct avow_page *page, const struct avow_change *change,
		       bool is_taken)
{
	avow_page_begin(page, "dl", "facts");
	avow_page_term(page, is_taken ? "Answers" : "Seen in");
	show_clusters(page, change);
	avow_page_end(page);
	if (is_taken && change->text) {
		avow_page_term(page, "Cost");
		avow_plan_cost(change, &page->scratch);
		avow_page_scratch(page);
		avow_page_end(page);
	}
	show_risks(page, change);
	show_fact(page, "Note", change->note);
	if (change->state != AVOW_CHANGE_RISKY)
		show_fact(page, "Because", change->state_why);
	if (is_taken)
		show_fact(page, "After this", change->proof);
	avow_page_end(page);
}

static void show_change(struct avow_page *page, const struct avow_change *change)
{
	bool is_taken = avow_change_is_taken(change->state);

	avow_page_begin(page, "li",
			avow_change_is_forbidden(change) ? "remedy forbidden" : "remedy");
	avow_page_begin(page, "h4", "remedy-title");
	if (avow_change_is_forbidden(change))
		avow_page_put(page, "span", "badge forbid", "✕ do not allow");
	avow_page_begin(page, "span", "words");
	avow_page_lines(page, change->state == AVOW_CHANGE_RISKY && change->risk_count
				      ? change->risks[0]->title
				      : change->title);
	avow_page_end(page);
	avow_markup_text(&page->markup, " ");
	avow_page_put(page, "span", "code soft", change->code);
	avow_page_end(page);
	if (change->text)
		avow_page_change(page, change->text, !is_taken);
	show_facts(page, change, is_taken);
	if (is_taken && change->why) {
		avow_page_begin(page, "p", "note");
		avow_page_lines(page, change->why);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

/* Which of the changes belong to a list. */
typedef bool selector(const struct avow_change *change);

static bool is_taken(const struct avow_change *change)
{
	return avow_change_is_taken(change->state);
}

static bool is_open(const struct avow_change *change)
{
	return change->state == AVOW_CHANGE_NONE;
}

static bool is_left(const struct avow_change *change)
{
	return change->state == AVOW_CHANGE_NOTHING && !avow_change_is_forbidden(change);
}

/* The first change from @from on that belongs; the count of changes: none. */
static size_t next(const struct avow_plan *plan, size_t from, selector *belongs)
{
	while (from < plan->change_count && !belongs(&plan->changes[from]))
		from++;
	return from;
}

/* At most @most of them from @from on; where the next one is. */
static size_t show_some(struct avow_page *page, const char *class_name, size_t from,
			size_t most, size_t number, selector *belongs)
{
	const struct avow_plan *plan = plan_of(page);
	char start[24];

	snprintf(start, sizeof(start), "%zu", number);
	avow_page_begin(page, "ol", class_name);
	avow_markup_attribute(&page->markup, "start", start);
	while (from < plan->change_count && most--) {
		show_change(page, &plan->changes[from]);
		from = next(plan, from + 1, belongs);
	}
	avow_page_end(page);
	return from;
}

static void show_rest(struct avow_page *page, const char *class_name, size_t from,
		      size_t left, selector *belongs)
{
	size_t shown = left < AVOW_PAGE_CHANGES ? left : AVOW_PAGE_CHANGES;

	avow_page_begin(page, "details", "more-changes");
	avow_markup_begin(&page->markup, "summary");
	avow_phrase_count(&page->scratch, left, "more change");
	avow_page_scratch(page);
	avow_page_end(page);
	show_some(page, class_name, from, shown, SHOWN_FIRST + 1, belongs);
	if (left > shown) {
		avow_page_begin(page, "p", "note");
		avow_phrase_more(&page->scratch, left, shown);
		avow_buf_puts(&page->scratch,
			      ": avow suggest, the XML and the JSON report have them.");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_list(struct avow_page *page, const char *id, const char *title,
		      const char *note, selector *belongs)
{
	const struct avow_plan *plan = plan_of(page);
	const char *class_name =
		belongs == avow_change_is_forbidden ? "changes apart" : "changes";
	size_t from = next(plan, 0, belongs), all = 0;

	for (size_t i = from; i < plan->change_count; i = next(plan, i + 1, belongs))
		all++;
	if (all == 0)
		return;
	avow_markup_begin(&page->markup, "h3");
	avow_markup_attribute(&page->markup, "id", id);
	avow_markup_text(&page->markup, title);
	avow_page_end(page);
	avow_page_put(page, "p", "note", note);
	from = show_some(page, class_name, from, SHOWN_FIRST, 1, belongs);
	if (all > SHOWN_FIRST)
		show_rest(page, class_name, from, all - SHOWN_FIRST, belongs);
}

void avow_page_todo(struct avow_page *page)
{
	if (page->summary->clusters == 0)
		return;
	avow_page_section(page, "todo", "What to do", NULL);
	if (!avow_report_has_plan(page->report)) {
		avow_page_begin(page, "p", "note");
		avow_phrase_unplanned(&page->scratch, page->report);
		avow_page_scratch(page);
		avow_page_end(page);
		avow_page_end(page);
		return;
	}
	avow_page_begin(page, "p", "proof");
	avow_phrase_plan(&page->scratch, page->report);
	avow_page_scratch(page);
	avow_page_end(page);
	show_list(page, "forbidden", "Must not be allowed",
		  "Look into these first. The rules are shown for what they would open; "
		  "they are in no module and in no script.",
		  avow_change_is_forbidden);
	show_list(page, "changes", "Changes, the best first",
		  "Each was tried in memory before it was written down. An allow rule is "
		  "the last resort.",
		  is_taken);
	show_list(page, "unanswered", "Without an answer",
		  "No change of the policy that was found ends these.", is_open);
	show_list(page, "leave", "Nothing to change", "These are best left as they are.",
		  is_left);
	avow_page_end(page);
}
