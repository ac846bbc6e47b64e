/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The plan for people: what to change, in the order of preference, each with what it
 * answers, what it costs, its risks and its proof; and then what is not changed, and
 * why.
 */
#include "reports/plan/plan.h"

#include <string.h>

#include "reports/layout.h"
#include "reports/phrase.h"
#include "reports/stream.h"
#include "reports/summary.h"
#include "reports/text_parts.h"

enum { INDENT = 4, CLUSTERS_SHOWN = 6 };

static const struct {
	enum avow_change_state state;
	const char *title;
} sections[] = {
	{ AVOW_CHANGE_RISKY, "Not proposed: too much would be opened" },
	{ AVOW_CHANGE_REFUSED, "Refused by a decision" },
	{ AVOW_CHANGE_NONE, "Without an answer" },
	{ AVOW_CHANGE_NOTHING, "Nothing to change" },
};

static void put_lines(struct page *page, enum avow_tint tint, const char *text)
{
	struct avow_span rest = avow_span_of(text);

	while (!avow_span_is_empty(rest)) {
		size_t length = avow_span_find(rest, '\n');

		avow_layout_margin(&page->layout, INDENT);
		avow_layout_put(&page->layout, tint, avow_span_first(rest, length));
		end_line(page);
		rest = avow_span_skip(rest, length + 1);
	}
}

static void put_fact(struct page *page, const char *name)
{
	label(page, INDENT, name);
	put_scratch(page, AVOW_TINT_NONE);
	end_line(page);
}

static void put_answers(struct page *page, const struct avow_change *change)
{
	avow_phrase_count(&page->scratch, change->denials, "denial");
	avow_buf_puts(&page->scratch,
		      change->cluster_count == 1 ? " of " : " of these: ");
	for (size_t i = 0; i < change->cluster_count && i < CLUSTERS_SHOWN; i++) {
		avow_buf_puts(&page->scratch, i > 0 ? "; " : "");
		avow_plan_cluster(page->report, change->clusters[i], &page->scratch);
	}
	if (change->cluster_count > CLUSTERS_SHOWN) {
		avow_buf_puts(&page->scratch, "; and ");
		avow_phrase_number(&page->scratch,
				   change->cluster_count - CLUSTERS_SHOWN);
		avow_buf_puts(&page->scratch, " more");
	}
	put_fact(page, avow_change_is_taken(change->state) ? "answers" : "seen");
}

static void put_cost(struct page *page, const struct avow_change *change)
{
	avow_plan_cost(change, &page->scratch);
	put_fact(page, "cost");
}

static void put_risks(struct page *page, const struct avow_change *change)
{
	for (size_t i = 0; i < change->risk_count; i++) {
		const struct avow_risk *risk = change->risks[i];

		avow_buf_printf(&page->scratch, "%s, %s: it %s. %s",
				avow_risk_level_name(risk->level), risk->code,
				risk->title, risk->why);
		put_fact(page, "risk");
	}
}

static void put_change(struct page *page, const struct avow_change *change, size_t rank)
{
	end_line(page);
	if (rank) {
		avow_buf_printf(&page->scratch, "%zu.", rank);
		put_scratch(page, AVOW_TINT_NONE);
	}
	avow_layout_margin(&page->layout, INDENT);
	put(page, AVOW_TINT_STRONG, change->title);
	avow_buf_printf(&page->scratch, "  %s  %s", change->code, change->id);
	put_scratch(page, AVOW_TINT_FAINT);
	end_line(page);
	if (change->text)
		put_lines(page, AVOW_TINT_STRONG, change->text);
	put_answers(page, change);
	if (change->text)
		put_cost(page, change);
	if (change->severity.from) {
		avow_buf_printf(&page->scratch, "%u of 10 (%s)", change->severity.value,
				change->severity.from);
		put_fact(page, "severity");
	}
	put_risks(page, change);
	if (change->note) {
		avow_buf_puts(&page->scratch, change->note);
		put_fact(page, "note");
	}
	if (change->state_why && change->state != AVOW_CHANGE_RISKY) {
		avow_buf_puts(&page->scratch, change->state_why);
		put_fact(page, "because");
	}
	if (change->proof) {
		avow_buf_puts(&page->scratch, change->proof);
		put_fact(page, "after this");
	}
	flush(page);
}

static void put_section(struct page *page, size_t section)
{
	const struct avow_plan *plan = &page->report->findings->plan;
	bool has_heading = false;

	for (size_t i = plan->taken; i < plan->change_count; i++) {
		if (plan->changes[i].state != sections[section].state)
			continue;
		if (!has_heading) {
			end_line(page);
			heading(page, sections[section].title);
		}
		has_heading = true;
		put_change(page, &plan->changes[i], 0);
	}
}

static void put_head(struct page *page)
{
	const struct avow_plan *plan = &page->report->findings->plan;

	avow_plan_outcome(page->report, &page->scratch);
	/* A heading begins with a capital letter. */
	if (page->scratch.length)
		page->scratch.data[0] = 'T';
	put_scratch(page, AVOW_TINT_HEADING);
	end_line(page);
	avow_phrase_count(&page->scratch, plan->permissions_asked, "permission");
	avow_buf_puts(&page->scratch, " asked for, ");
	avow_phrase_number(&page->scratch, plan->permissions_extra);
	avow_buf_puts(&page->scratch, " granted beyond where that can be counted.");
	put_scratch(page, AVOW_TINT_NONE);
	if (plan->unmet) {
		avow_phrase_count(&page->scratch, plan->unmet, "denial");
		avow_buf_puts(&page->scratch, " of what is changed would remain.");
		put(page, AVOW_TINT_NONE, " ");
		put_scratch(page, AVOW_TINT_ALERT);
	}
	end_line(page);
}

int avow_plan_text(const struct avow_report *report,
		   const struct avow_report_style *style, FILE *out,
		   struct avow_error *error)
{
	const struct avow_plan *plan = &report->findings->plan;
	struct page page = {
		.report = report,
		.atoms = avow_clusters_atoms(report->analysis->clusters),
		.layout = { .columns = style->columns, .has_colour = style->has_colour },
		.stream = { .out = out },
	};
	int code;

	put_head(&page);
	for (size_t i = 0; i < plan->taken; i++)
		put_change(&page, &plan->changes[i], i + 1);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(sections); i++)
		put_section(&page, i);
	flush(&page);
	code = page.failed ? avow_error_nomem(error)
			   : avow_stream_finish(&page.stream, error);
	avow_buf_free(&page.layout.out);
	avow_buf_free(&page.scratch);
	return code;
}
