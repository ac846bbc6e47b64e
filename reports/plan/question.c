/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One cluster as a question: what was refused, why, and the changes to choose from. */
#include "reports/plan/question.h"

#include "reports/layout.h"
#include "reports/phrase.h"
#include "reports/plan/plan.h"
#include "reports/stream.h"
#include "reports/summary.h"
#include "reports/text_parts.h"

enum { INDENT = 3, VALUES_SHOWN = 4, REASONS_SHOWN = 3 };

void avow_question_choices(const struct avow_report *report, size_t cluster,
			   struct avow_question_choices *out)
{
	const struct avow_finding *finding = &report->findings->of[cluster];

	out->count = 0;
	for (size_t i = 0; i < finding->advice_count; i++)
		if (finding->advice[i].is_choice &&
		    out->count < AVOW_QUESTION_CHOICES_MAX)
			out->at[out->count++] = &finding->advice[i];
}

static void put_values(struct page *page, const char *name,
		       const struct avow_tally *tally)
{
	if (tally->length == 0)
		return;
	label(page, INDENT, name);
	for (uint32_t i = 0; i < tally->length && i < VALUES_SHOWN; i++) {
		if (i > 0)
			put(page, AVOW_TINT_NONE, ", ");
		avow_layout_put(&page->layout, AVOW_TINT_NONE, tally->entries[i].value);
	}
	if (tally->length > VALUES_SHOWN || tally->has_more)
		put(page, AVOW_TINT_FAINT, ", and more");
	end_line(page);
}

static void put_fact(struct page *page, const char *name, const char *text)
{
	label(page, INDENT, name);
	put(page, AVOW_TINT_NONE, text);
	end_line(page);
}

static void put_choice(struct page *page, const struct avow_advice *advice, size_t number)
{
	avow_buf_printf(&page->scratch, "%zu", number);
	put_scratch(page, AVOW_TINT_HEADING);
	avow_layout_margin(&page->layout, INDENT);
	put(page, AVOW_TINT_STRONG, advice->title);
	put(page, AVOW_TINT_FAINT, "  ");
	put(page, AVOW_TINT_FAINT, advice->code);
	end_line(page);
	avow_layout_margin(&page->layout, INDENT);
	put(page, AVOW_TINT_STRONG, advice->change);
	end_line(page);
	for (size_t i = 0; i < advice->risk_count; i++) {
		avow_buf_printf(&page->scratch, "%s, %s: it %s",
				avow_risk_level_name(advice->risks[i]->level),
				advice->risks[i]->code, advice->risks[i]->title);
		label(page, INDENT, "risk");
		put_scratch(page, AVOW_TINT_ALERT);
		end_line(page);
	}
	if (advice->note)
		put_fact(page, "note", advice->note);
	if (advice->proof)
		put_fact(page, "after this", advice->proof);
}

/* Advice that is nothing to choose: worth a line, since it comes before the rest. */
static void put_hints(struct page *page, const struct avow_finding *finding)
{
	for (size_t i = 0; i < finding->advice_count; i++)
		if (!finding->advice[i].is_choice)
			put_fact(page, "consider", finding->advice[i].title);
}

static void put_cluster(struct page *page, const struct avow_report *report, size_t index)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(report->analysis->clusters, index);
	const struct avow_finding *finding = &report->findings->of[index];

	avow_plan_cluster(report, index, &page->scratch);
	put_scratch(page, AVOW_TINT_HEADING);
	avow_buf_printf(&page->scratch, "  %s  ", cluster->id);
	avow_phrase_count(&page->scratch, cluster->count, "denial");
	put_scratch(page, AVOW_TINT_FAINT);
	end_line(page);
	put_values(page, "asked for", &cluster->permissions);
	put_values(page, "by", &cluster->comms);
	put_values(page, "of", &cluster->paths);
	put_values(page, "ports", &cluster->ports);
	for (size_t i = 0; i < finding->reason_count && i < REASONS_SHOWN; i++)
		put_fact(page, finding->reasons[i].code, finding->reasons[i].text);
	put_hints(page, finding);
}

int avow_question_write(const struct avow_report *report, size_t cluster,
			const struct avow_report_style *style, FILE *out,
			struct avow_error *error)
{
	struct page page = {
		.report = report,
		.layout = { .columns = style->columns, .has_colour = style->has_colour },
		.stream = { .out = out },
	};
	struct avow_question_choices choices;
	int code;

	put_cluster(&page, report, cluster);
	avow_question_choices(report, cluster, &choices);
	for (size_t i = 0; i < choices.count; i++) {
		end_line(&page);
		put_choice(&page, choices.at[i], i + 1);
	}
	end_line(&page);
	flush(&page);
	code = page.failed ? avow_error_nomem(error)
			   : avow_stream_finish(&page.stream, error);
	avow_buf_free(&page.layout.out);
	avow_buf_free(&page.scratch);
	return code;
}
