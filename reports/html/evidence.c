/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What was read, on the HTML page: every input with its lines accounted for, and
 * samples of the lines that could not be used.
 */
#include "reports/html/page.h"

#include "reports/phrase.h"

static void show_counts(struct avow_page *page, const struct avow_input_counts *counts)
{
	const uint64_t numbers[] = { counts->lines,   counts->records,   counts->blank,
				     counts->foreign, counts->malformed, counts->bytes };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(numbers); i++) {
		avow_page_begin(page, "td", "number");
		avow_page_number(page, numbers[i]);
		avow_page_end(page);
	}
}

static void show_input(struct avow_page *page, const struct avow_input_counts *input)
{
	avow_markup_begin(&page->markup, "tr");
	avow_markup_begin(&page->markup, "th");
	avow_markup_attribute(&page->markup, "scope", "row");
	avow_page_value(page, input->name);
	avow_page_put(page, "span", "layer", input->format);
	avow_page_end(page);
	show_counts(page, input);
	avow_page_end(page);
}

static void show_inputs(struct avow_page *page)
{
	static const char *const columns[] = { "Input",  "#Lines",   "#Records",
					       "#Blank", "#Foreign", "#Malformed",
					       "#Bytes", NULL };
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	avow_page_begin(page, "div", "scroll");
	avow_markup_attribute(&page->markup, "tabindex", "0");
	avow_markup_attribute(&page->markup, "role", "group");
	avow_markup_attribute(&page->markup, "aria-label", "Inputs");
	avow_page_begin(page, "table", "inputs");
	avow_page_columns(page, columns);
	avow_markup_begin(&page->markup, "tbody");
	for (size_t i = 0; i < evidence->input_count; i++)
		show_input(page, &evidence->inputs[i]);
	avow_page_end(page);
	avow_markup_begin(&page->markup, "tfoot");
	avow_markup_begin(&page->markup, "tr");
	avow_markup_begin(&page->markup, "th");
	avow_markup_attribute(&page->markup, "scope", "row");
	avow_markup_text(&page->markup, "In all");
	avow_page_end(page);
	show_counts(page, &page->summary->total);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_place(struct avow_page *page, struct avow_place at)
{
	avow_page_value(page, avow_report_input_name(page->report, at));
	avow_markup_text(&page->markup, ", line ");
	avow_phrase_number(&page->scratch, at.line);
	avow_page_scratch(page);
}

static void show_samples(struct avow_page *page, const struct avow_samples *samples)
{
	avow_page_begin(page, "ul", "samples");
	for (size_t i = 0; i < avow_samples_kept(samples); i++) {
		const struct avow_sample *sample = &samples->items[i];

		avow_markup_begin(&page->markup, "li");
		show_place(page, sample->place);
		avow_markup_begin(&page->markup, "pre");
		avow_page_value(page, sample->excerpt);
		avow_page_end(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_defects(struct avow_page *page)
{
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	if (page->summary->total.malformed == 0)
		return;
	avow_markup_element(&page->markup, "h3", "Lines that could not be used");
	for (int i = 0; i < AVOW_DEFECT_COUNT; i++) {
		if (evidence->defects[i].count == 0)
			continue;
		avow_markup_begin(&page->markup, "details");
		avow_markup_begin(&page->markup, "summary");
		avow_page_number(page, evidence->defects[i].count);
		avow_markup_text(&page->markup, " × ");
		avow_markup_text(&page->markup, avow_defect_text((enum avow_defect)i));
		avow_page_end(page);
		show_samples(page, &evidence->defects[i]);
		avow_page_end(page);
	}
}

static void show_remark(struct avow_page *page, enum avow_remark remark)
{
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	avow_markup_begin(&page->markup, "details");
	avow_markup_begin(&page->markup, "summary");
	avow_phrase_remark(&page->scratch, evidence, remark);
	avow_page_scratch(page);
	avow_page_end(page);
	show_samples(page, &evidence->remarks[remark].samples);
	avow_page_end(page);
}

static void show_remarks(struct avow_page *page)
{
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	for (int group = 0; group < AVOW_REMARK_GROUP_COUNT; group++) {
		if (avow_evidence_remarks(evidence, (enum avow_remark_group)group) == 0)
			continue;
		avow_markup_element(
			&page->markup, "h3",
			avow_remark_group_title((enum avow_remark_group)group));
		for (int i = 0; i < AVOW_REMARK_COUNT; i++)
			if (evidence->remarks[i].samples.count &&
			    (int)avow_remark_group((enum avow_remark)i) == group)
				show_remark(page, (enum avow_remark)i);
	}
}

static void show_unknown(struct avow_page *page,
			 const struct avow_summary_unknown *unknown)
{
	avow_markup_begin(&page->markup, "details");
	avow_markup_begin(&page->markup, "summary");
	avow_page_number(page, unknown->count);
	avow_markup_text(&page->markup, " × ");
	avow_page_lines(page, unknown->samples[0]->title);
	avow_page_end(page);
	avow_page_begin(page, "ul", "samples");
	for (size_t i = 0; i < unknown->sample_count; i++) {
		const struct avow_reason *sample = unknown->samples[i];

		avow_markup_begin(&page->markup, "li");
		show_place(page, sample->first);
		avow_markup_text(&page->markup, ": ");
		avow_page_lines(page, sample->text);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_page_end(page);
}

static void show_unknowns(struct avow_page *page)
{
	if (page->summary->unknown_count == 0)
		return;
	avow_markup_element(&page->markup, "h3",
			    "Records that name what the policy does not know");
	for (size_t i = 0; i < page->summary->unknown_count; i++)
		show_unknown(page, &page->summary->unknowns[i]);
}

static void show_others(struct avow_page *page)
{
	avow_markup_begin(&page->markup, "ul");
	avow_markup_begin(&page->markup, "li");
	avow_phrase_count(&page->scratch, page->summary->total.records, "record");
	avow_buf_puts(&page->scratch, ", ");
	avow_phrase_count(&page->scratch, page->report->analysis->evidence.events,
			  "event");
	avow_page_scratch(page);
	avow_page_end(page);
	for (size_t i = 0;
	     avow_phrase_other(&page->scratch, &page->report->analysis->evidence, i);
	     i++) {
		if (page->scratch.length == 0)
			continue;
		avow_markup_begin(&page->markup, "li");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	if (page->report->analysis->evidence.serial_gaps) {
		avow_markup_begin(&page->markup, "li");
		avow_phrase_serials(&page->scratch, &page->report->analysis->evidence);
		avow_page_scratch(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_policy(struct avow_page *page)
{
	const struct avow_policy_info *policy;

	if (!avow_phrase_asked(page->report))
		return;
	policy = &page->report->findings->policy;
	avow_markup_element(&page->markup, "h3", "The policy that was asked");
	avow_markup_begin(&page->markup, "p");
	avow_phrase_policy(&page->scratch, page->report);
	avow_page_scratch(page);
	avow_markup_text(&page->markup, ", SHA-256 ");
	avow_page_put(page, "code", "digest", policy->digest);
	avow_page_end(page);
}

void avow_page_evidence(struct avow_page *page)
{
	avow_markup_text(&page->markup, "\n");
	avow_markup_begin(&page->markup, "section");
	avow_markup_attribute(&page->markup, "id", "evidence");
	avow_markup_element(&page->markup, "h2", "What was read");
	avow_page_put(
		page, "p", "note",
		"Every line is accounted for once: lines = records + blank + foreign "
		"(no audit record) + malformed (an audit record cut or garbled). No rule "
		"comes from a malformed record.");
	show_inputs(page);
	show_others(page);
	show_remarks(page);
	show_defects(page);
	show_unknowns(page);
	show_policy(page);
	avow_page_end(page);
}
