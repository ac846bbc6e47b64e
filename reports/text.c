/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The report as plain text: what happened and why first, in tables; then one
 * short paragraph a cluster; last, what the suggested module covers, so that it
 * is what a terminal still shows. It leaves out what only a machine reads (every
 * context, every sample): XML and JSON have those.
 */
#include <inttypes.h>

#include "reports/formats.h"
#include "reports/headline.h"
#include "reports/text_parts.h"

enum {
	SHOWN_SOURCES = 15, /* rows of the table of source types and profiles */
	SHOWN_SAMPLES = 3   /* of one kind of defect */
};

static void show_verdict(struct page *page)
{
	enum avow_tint tint =
		page->summary->permissive_no ? AVOW_TINT_ALERT : AVOW_TINT_STRONG;

	avow_phrase_verdict(&page->scratch, page->report, page->summary);
	put_scratch(page, tint);
	end_line(page);
	avow_phrase_caveat(&page->scratch, page->summary);
	if (page->scratch.length) {
		put_scratch(page, AVOW_TINT_NONE);
		end_line(page);
	}
}

static void show_hosts(struct page *page)
{
	const struct avow_summary *summary = page->summary;

	if (summary->host_count == 0)
		return;
	label(page, 0, "hosts");
	for (size_t i = 0; i < summary->host_count; i++) {
		if (i)
			put(page, AVOW_TINT_NONE, ", ");
		avow_layout_put(&page->layout, AVOW_TINT_NONE, summary->hosts[i].text);
	}
	if (summary->has_more_hosts)
		put(page, AVOW_TINT_NONE, " and more");
	end_line(page);
}

static void show_head(struct page *page)
{
	show_verdict(page);
	end_line(page);
	avow_phrase_period(&page->scratch, page->summary);
	if (page->scratch.length)
		labelled_scratch(page, "denials");
	show_hosts(page);
	avow_phrase_policy(&page->scratch, page->report);
	labelled_scratch(page, "policy");
	avow_phrase_profiles(&page->scratch, page->report, page->summary);
	if (page->scratch.length)
		labelled_scratch(page, "profiles");
	avow_phrase_baseline(&page->scratch, page->report, page->summary);
	if (page->scratch.length)
		labelled_scratch(page, "baseline");
	avow_phrase_rules(&page->scratch, page->report);
	if (page->scratch.length)
		labelled_scratch(page, "rules");
	if (page->report->activity) {
		avow_phrase_activity(&page->scratch, page->report->activity);
		labelled_scratch(page, "activity");
	}
}

/* `: FILE:LINE`, or after the first `, FILE:LINE`. */
static void show_place(struct page *page, size_t index, struct avow_place at)
{
	avow_buf_puts(&page->scratch, index ? ", " : ": ");
	avow_buf_append(&page->scratch, avow_report_input_name(page->report, at));
	avow_buf_printf(&page->scratch, ":%" PRIu64, at.line);
	put_scratch(page, AVOW_TINT_NONE);
}

static void show_defects(struct page *page)
{
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	for (int i = 0; i < AVOW_DEFECT_COUNT; i++) {
		uint64_t number = evidence->defects[i].count;

		if (number == 0)
			continue;
		label(page, 0, "malformed");
		avow_phrase_number(&page->scratch, number);
		put_scratch(page, AVOW_TINT_ALERT);
		put(page, AVOW_TINT_NONE, " ");
		put(page, AVOW_TINT_NONE, avow_defect_text((enum avow_defect)i));
		for (size_t k = 0; k < SHOWN_SAMPLES && k < number; k++)
			show_place(page, k, evidence->defects[i].items[k].place);
		if (number > SHOWN_SAMPLES)
			put(page, AVOW_TINT_NONE, " and more");
		end_line(page);
	}
}

/* Loss and what is suspicious are to be seen; the rest is for information. */
static enum avow_tint tint_of(enum avow_remark_group group)
{
	return group == AVOW_REMARK_GROUP_LOSS || group == AVOW_REMARK_GROUP_SUSPICIOUS
		       ? AVOW_TINT_ALERT
		       : AVOW_TINT_NONE;
}

static void show_remarks(struct page *page)
{
	static const char *const labels[] = {
		[AVOW_REMARK_GROUP_LOSS] = "loss",
		[AVOW_REMARK_GROUP_SUSPICIOUS] = "suspicious",
		[AVOW_REMARK_GROUP_SELINUX] = "SELinux",
		[AVOW_REMARK_GROUP_OTHER] = "refused by",
		[AVOW_REMARK_GROUP_EPOCH] = "changes",
	};
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	for (int i = 0; i < AVOW_REMARK_COUNT; i++) {
		const struct avow_samples *samples = &evidence->remarks[i].samples;
		enum avow_remark_group group = avow_remark_group((enum avow_remark)i);

		if (samples->count == 0)
			continue;
		label(page, 0, labels[group]);
		avow_phrase_remark(&page->scratch, evidence, (enum avow_remark)i);
		put_scratch(page, tint_of(group));
		for (size_t k = 0; k < SHOWN_SAMPLES && k < samples->count; k++)
			show_place(page, k, samples->items[k].place);
		if (samples->count > SHOWN_SAMPLES)
			put(page, AVOW_TINT_NONE, " and more");
		end_line(page);
	}
	if (evidence->serial_gaps) {
		avow_phrase_serials(&page->scratch, evidence);
		labelled_scratch(page, "serials");
	}
}

static void show_unknowns(struct page *page)
{
	for (size_t i = 0; i < page->summary->unknown_count; i++) {
		const struct avow_summary_unknown *unknown = &page->summary->unknowns[i];

		label(page, 0, "unknown");
		avow_phrase_count(&page->scratch, unknown->count, "denial");
		put_scratch(page, AVOW_TINT_ALERT);
		put(page, AVOW_TINT_NONE, ", ");
		put(page, AVOW_TINT_NONE, unknown->samples[0]->title);
		for (size_t k = 0; k < SHOWN_SAMPLES && k < unknown->sample_count; k++)
			show_place(page, k, unknown->samples[k]->first);
		if (unknown->places > SHOWN_SAMPLES)
			put(page, AVOW_TINT_NONE, " and more");
		end_line(page);
	}
}

static void show_inputs(struct page *page)
{
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	for (size_t i = 0; i < evidence->input_count; i++) {
		const struct avow_input_counts *input = &evidence->inputs[i];

		label(page, 0, "read");
		avow_layout_put(&page->layout, AVOW_TINT_NONE, input->name);
		avow_buf_printf(&page->scratch, " (%s%s%s): ", input->format,
				input->compression ? ", " : "",
				input->compression ? input->compression : "");
		avow_phrase_accounts(&page->scratch, input);
		put_scratch(page, AVOW_TINT_NONE);
		end_line(page);
	}
}

static void show_evidence(struct page *page)
{
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	heading(page, "EVIDENCE");
	show_inputs(page);
	if (evidence->input_count != 1) {
		avow_phrase_accounts(&page->scratch, &page->summary->total);
		labelled_scratch(page, "in all");
	}
	if (avow_phrase_window(&page->scratch, page->report->analysis))
		labelled_scratch(page, "window");
	label(page, 0, "of them");
	avow_phrase_count(&page->scratch, page->summary->total.records, "record");
	avow_buf_puts(&page->scratch, ", ");
	avow_phrase_count(&page->scratch, evidence->events, "event");
	avow_buf_puts(&page->scratch, "; ");
	avow_phrase_count(&page->scratch, evidence->denials, "denial");
	avow_buf_puts(&page->scratch, " in ");
	avow_phrase_count(&page->scratch, page->summary->clusters, "cluster");
	avow_buf_puts(&page->scratch, ", ");
	avow_phrase_number(&page->scratch, page->summary->with_permission);
	avow_buf_puts(&page->scratch, " with permission");
	put_scratch(page, AVOW_TINT_NONE);
	end_line(page);
	for (size_t i = 0; avow_phrase_other(&page->scratch, evidence, i); i++)
		if (page->scratch.length)
			labelled_scratch(page, "also");
	show_remarks(page);
	show_defects(page);
	show_unknowns(page);
}

static void table_head(struct page *page, const char *last)
{
	put(page, AVOW_TINT_FAINT, "   DENIALS  CLUSTERS  ");
	put(page, AVOW_TINT_FAINT, last);
	end_line(page);
}

static void table_numbers(struct page *page, uint64_t denials, uint64_t clusters)
{
	avow_layout_number(&page->layout, AVOW_TINT_STRONG, denials, NUMBER_WIDTH);
	avow_layout_number(&page->layout, AVOW_TINT_NONE, clusters, NUMBER_WIDTH);
	avow_layout_margin(&page->layout, 2 * NUMBER_WIDTH + 2);
}

static void show_why(struct page *page)
{
	const struct avow_summary *summary = page->summary;

	if (summary->reason_count == 0)
		return;
	heading(page, "WHY");
	table_head(page, "REASON");
	for (size_t i = 0; i < summary->reason_count; i++) {
		const struct avow_summary_reason *row = &summary->reasons[i];

		table_numbers(page, row->count, row->clusters);
		put(page, AVOW_TINT_STRONG, row->reason->code);
		put(page, AVOW_TINT_NONE, " ");
		put(page, AVOW_TINT_NONE, row->reason->title);
		put(page, AVOW_TINT_FAINT, " (");
		put(page, AVOW_TINT_FAINT, row->reason->layer);
		put(page, AVOW_TINT_FAINT, ")");
		end_line(page);
	}
}

static void show_sources(struct page *page)
{
	const struct avow_summary *summary = page->summary;

	if (summary->source_count == 0)
		return;
	heading(page, "WHO");
	table_head(page, summary->clusters_of[AVOW_LSM_APPARMOR] == 0 ? "SOURCE TYPE"
			 : summary->clusters_of[AVOW_LSM_SELINUX]
				 ? "SOURCE TYPE OR PROFILE"
				 : "PROFILE");
	for (size_t i = 0; i < summary->source_count && i < SHOWN_SOURCES; i++) {
		table_numbers(page, summary->sources[i].count,
			      summary->sources[i].clusters);
		if (avow_span_is_empty(summary->sources[i].text))
			put(page, AVOW_TINT_FAINT, "(no profile)");
		avow_layout_put(&page->layout, AVOW_TINT_NONE, summary->sources[i].text);
		end_line(page);
	}
	if (summary->source_count > SHOWN_SOURCES) {
		avow_layout_margin(&page->layout, 2 * NUMBER_WIDTH + 2);
		put(page, AVOW_TINT_FAINT, "and ");
		count(page, summary->source_count - SHOWN_SOURCES, "other");
		end_line(page);
	}
}

static void show_unanswered(struct page *page, const struct avow_unanswered *row)
{
	struct avow_layout *layout = &page->layout;

	avow_layout_number(layout, AVOW_TINT_ALERT, row->count, NUMBER_WIDTH);
	avow_layout_margin(layout, NUMBER_WIDTH + 2);
	put(page, AVOW_TINT_STRONG, row->code);
	put(page, AVOW_TINT_NONE, " ");
	avow_layout_put(layout, AVOW_TINT_NONE,
			avow_atoms_text(page->atoms, row->scontext));
	put(page, AVOW_TINT_NONE, " -> ");
	avow_layout_put(layout, AVOW_TINT_NONE,
			avow_atoms_text(page->atoms, row->tcontext));
	if (row->cluster < page->summary->clusters) {
		const struct avow_cluster *cluster =
			avow_clusters_at(page->report->analysis->clusters, row->cluster);

		put(page, AVOW_TINT_NONE, " : ");
		avow_layout_put(layout, AVOW_TINT_NONE,
				avow_atoms_text(page->atoms, cluster->tclass));
	}
	put(page, AVOW_TINT_NONE, " { ");
	avow_layout_put(layout, AVOW_TINT_NONE,
			avow_atoms_text(page->atoms, row->permissions));
	put(page, AVOW_TINT_NONE, " }");
	if (row->others) {
		avow_buf_puts(&page->scratch, " and of ");
		avow_phrase_number(&page->scratch, row->others);
		avow_buf_puts(&page->scratch, " more pairs of contexts");
		put_scratch(page, AVOW_TINT_FAINT);
	}
	end_line(page);
	if (row->text) {
		avow_layout_margin(layout, NUMBER_WIDTH + 2);
		put(page, AVOW_TINT_NONE, row->text);
		end_line(page);
	}
	flush(page);
}

static void show_suggestion(struct page *page)
{
	const struct avow_suggestion *suggestion;

	if (!avow_phrase_asked(page->report))
		return;
	suggestion = &page->report->findings->suggestion;
	heading(page, "MODULE");
	avow_phrase_proof(&page->scratch, page->report);
	put_scratch(page,
		    suggestion->unanswered_count ? AVOW_TINT_STRONG : AVOW_TINT_GOOD);
	end_line(page);
	if (suggestion->unanswered_count) {
		put(page, AVOW_TINT_NONE, "Still denied, and why:");
		end_line(page);
	}
	for (size_t i = 0; i < suggestion->unanswered_count; i++)
		show_unanswered(page, &suggestion->unanswered[i]);
	if (suggestion->asked) {
		put(page, AVOW_TINT_NONE, "`avow suggest` prints the module.");
		end_line(page);
	}
}

static void show_report(struct page *page)
{
	show_head(page);
	show_evidence(page);
	show_why(page);
	show_sources(page);
	flush(page);
	avow_text_clusters(page);
	show_suggestion(page);
	flush(page);
}

int avow_report_text(const struct avow_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	struct avow_summary summary = { 0 };
	struct page page = { .report = report,
			     .summary = &summary,
			     .atoms = avow_clusters_atoms(report->analysis->clusters),
			     .layout = { .columns = style->columns,
					 .has_colour = style->has_colour },
			     .stream = { .out = out } };
	int code = avow_summary_make(report, &summary, error);

	if (code)
		goto out;
	show_report(&page);
	code = page.failed ? avow_error_nomem(error)
			   : avow_stream_finish(&page.stream, error);
out:
	avow_buf_free(&page.layout.out);
	avow_buf_free(&page.scratch);
	avow_summary_free(&summary);
	return code;
}
