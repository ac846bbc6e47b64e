/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The top of the HTML page: the verdict, the numbers, what was read and asked,
 * and the tables of reasons and of source types.
 */
#include "reports/html/page.h"

#include "reports/phrase.h"

enum {
	SHOWN_SOURCES = 12, /* rows before the rest is folded away */
	BAR = 100           /* units of the width of a full bar */
};

static void show_figure(struct avow_page *page, const char *id, uint64_t number,
			const char *name)
{
	avow_markup_begin(&page->markup, "div");
	avow_markup_attribute(&page->markup, "id", id);
	avow_markup_element(&page->markup, "dt", name);
	avow_markup_begin(&page->markup, "dd");
	avow_page_number(page, number);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_figures(struct avow_page *page)
{
	const struct avow_summary *summary = page->summary;
	const struct avow_evidence *evidence = &page->report->analysis->evidence;

	avow_page_begin(page, "dl", "figures");
	show_figure(page, "n-records", summary->total.records, "records");
	show_figure(page, "n-events", evidence->events, "events");
	show_figure(page, "n-denials", evidence->denials, "denials");
	show_figure(page, "n-enforced", summary->permissive_no, "enforced");
	show_figure(page, "n-clusters", summary->clusters, "clusters");
	show_figure(page, "n-with-permission", summary->with_permission,
		    "with permission");
	if (avow_report_has_plan(page->report))
		show_figure(page, "n-answered", page->report->findings->plan.answered,
			    "denials the plan answers");
	avow_page_end(page);
}

static void show_hosts(struct avow_page *page)
{
	const struct avow_summary *summary = page->summary;

	if (summary->clusters == 0)
		return;
	avow_page_term(page, "Hosts");
	if (summary->host_count == 0)
		avow_markup_text(&page->markup, "not named in the records");
	for (size_t i = 0; i < summary->host_count; i++) {
		if (i)
			avow_markup_text(&page->markup, ", ");
		avow_markup_bytes(&page->markup, summary->hosts[i].text);
	}
	if (summary->has_more_hosts)
		avow_markup_text(&page->markup, " and more");
	avow_page_end(page);
}

static void show_facts(struct avow_page *page)
{
	avow_page_begin(page, "dl", "facts");
	avow_phrase_period(&page->scratch, page->summary);
	if (page->scratch.length) {
		avow_page_term(page, "Time covered");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	show_hosts(page);
	avow_page_term(page, "Policy");
	avow_phrase_policy(&page->scratch, page->report);
	avow_page_scratch(page);
	avow_page_end(page);
	avow_phrase_profiles(&page->scratch, page->report, page->summary);
	if (page->scratch.length) {
		avow_page_term(page, "Profiles");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	avow_page_term(page, "Evidence");
	avow_phrase_accounts(&page->scratch, &page->summary->total);
	avow_page_scratch(page);
	avow_markup_text(&page->markup, ". Every line is accounted for: ");
	avow_markup_begin(&page->markup, "a");
	avow_markup_attribute(&page->markup, "href", "#evidence");
	avow_markup_text(&page->markup, "what was read");
	avow_page_end(page);
	avow_markup_text(&page->markup, ".");
	avow_page_end(page);
	avow_page_end(page);
}

/*
 * How large @part is beside @whole, as a picture. SVG's own attributes, because
 * the page's security policy allows no style attribute.
 */
static void show_bar(struct avow_page *page, uint64_t part, uint64_t whole)
{
	struct avow_markup *markup = &page->markup;
	double share = whole ? (double)part / (double)whole : 0;
	int length = (int)(share * BAR + 0.5);
	char digits[16];

	snprintf(digits, sizeof(digits), "%d", length > 0 || !part ? length : 1);
	avow_page_begin(page, "td", "bar");
	avow_markup_begin(markup, "svg");
	avow_markup_attribute(markup, "viewBox", "0 0 100 8");
	avow_markup_attribute(markup, "preserveAspectRatio", "none");
	avow_markup_attribute(markup, "aria-hidden", "true");
	avow_markup_begin(markup, "rect");
	avow_markup_attribute(markup, "width", digits);
	avow_markup_attribute(markup, "height", "8");
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_number_cell(struct avow_page *page, uint64_t number)
{
	avow_page_begin(page, "td", "number");
	avow_page_number(page, number);
	avow_page_end(page);
}

static void show_reason(struct avow_page *page, const struct avow_summary_reason *row)
{
	avow_markup_begin(&page->markup, "tr");
	avow_markup_begin(&page->markup, "th");
	avow_markup_attribute(&page->markup, "scope", "row");
	avow_page_put(page, "span", "code", row->reason->code);
	avow_markup_text(&page->markup, " ");
	avow_markup_lines(&page->markup, row->reason->title);
	avow_page_begin(page, "span", "layer");
	avow_markup_lines(&page->markup, row->reason->layer);
	avow_page_end(page);
	avow_page_end(page);
	show_number_cell(page, row->count);
	show_number_cell(page, row->clusters);
	show_bar(page, row->count, page->report->analysis->evidence.denials);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

static void begin_section(struct avow_page *page, const char *id, const char *title)
{
	avow_markup_text(&page->markup, "\n");
	avow_markup_begin(&page->markup, "section");
	avow_markup_attribute(&page->markup, "id", id);
	avow_markup_element(&page->markup, "h2", title);
}

static void show_why(struct avow_page *page)
{
	static const char *const columns[] = { "Reason", "#Denials", "#Clusters", "Share",
					       NULL };
	const struct avow_summary *summary = page->summary;

	begin_section(page, "why", "Why");
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
		avow_markup_bytes(&page->markup, row->text);
		if (avow_span_is_empty(row->text))
			avow_markup_text(&page->markup, "(no profile)");
		avow_page_end(page);
		avow_page_end(page);
		show_number_cell(page, row->count);
		show_number_cell(page, row->clusters);
		show_bar(page, row->count, page->report->analysis->evidence.denials);
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
	begin_section(page, "sources", "Who asked");
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

void avow_page_overview(struct avow_page *page)
{
	avow_markup_begin(&page->markup, "section");
	avow_markup_attribute(&page->markup, "id", "overview");
	avow_markup_attribute(&page->markup, "aria-label", "Overview");
	show_figures(page);
	show_facts(page);
	avow_page_end(page);
	show_why(page);
	show_sources(page);
}
