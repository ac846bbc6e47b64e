/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The top of the HTML page: the verdict, what matters, where to go from here, and what
 * the report is of.
 */
#include "reports/headline.h"
#include "reports/html/dress.h"
#include "reports/html/page.h"

static void show_brand(struct avow_page *page)
{
	const struct avow_report_dress *dress = page->dress;

	avow_page_begin(page, "div", "brand");
	if (dress && dress->logo) {
		avow_markup_begin(&page->markup, "img");
		avow_markup_attribute(&page->markup, "class", "logo");
		avow_markup_attribute(&page->markup, "alt", "");
		avow_markup_attribute(&page->markup, "src", dress->logo);
		avow_markup_end_void(&page->markup);
	}
	avow_markup_begin(&page->markup, "h1");
	avow_page_title(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_links(struct avow_page *page)
{
	const struct {
		const char *href, *text;
		bool is_there;
	} links[] = {
		{ "#todo", "What to do", page->summary->clusters > 0 },
		{ "#when", "When", page->timeline },
		{ "#flow", "Who reached for what", page->flow },
		{ "#heat", "Which classes", page->heat },
		{ "#clusters", "Clusters", page->summary->clusters > 0 },
		{ "#audit", "Hardening audit",
		  page->summary->total.records > 0 || page->report->rules },
		{ "#activity", "Activity", page->report->activity },
		{ "#hosts", "Hosts", page->summary->host_count > 1 },
		{ "#why", "Why", true },
		{ "#sources", "Who asked", page->summary->source_count > 0 },
		{ "#module", "Module", avow_phrase_asked(page->report) },
		{ "#evidence", "What was read", true },
	};

	avow_markup_begin(&page->markup, "nav");
	avow_markup_attribute(&page->markup, "aria-label", "Sections");
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(links); i++) {
		if (!links[i].is_there)
			continue;
		avow_markup_begin(&page->markup, "a");
		avow_markup_attribute(&page->markup, "href", links[i].href);
		avow_markup_text(&page->markup, links[i].text);
		avow_page_end(page);
		avow_markup_text(&page->markup, "\n");
	}
	avow_page_end(page);
}

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
	show_figure(page, "n-denials", evidence->denials, "denials");
	show_figure(page, "n-enforced", summary->permissive_no, "enforced");
	show_figure(page, "n-clusters", summary->clusters, "clusters");
	if (page->report->news)
		show_figure(page, "n-new", summary->new_clusters,
			    "clusters that are new");
	if (avow_report_has_plan(page->report)) {
		show_figure(page, "n-forbidden",
			    summary->outlooks.clusters[AVOW_VERDICT_REFUSE],
			    "clusters not to allow");
		show_figure(page, "n-answered", page->report->findings->plan.answered,
			    "denials the plan answers");
	}
	show_figure(page, "n-with-permission", summary->with_permission,
		    "with permission");
	show_figure(page, "n-records", summary->total.records, "records");
	show_figure(page, "n-events", evidence->events, "events");
	avow_page_end(page);
}

static void show_hosts(struct avow_page *page)
{
	enum { SHOWN = 12 };
	const struct avow_summary *summary = page->summary;

	if (summary->clusters == 0)
		return;
	avow_page_term(page, "Hosts");
	if (summary->host_count == 0)
		avow_markup_text(&page->markup, "not named in the records");
	for (size_t i = 0; i < summary->host_count && i < SHOWN; i++) {
		if (i)
			avow_markup_text(&page->markup, ", ");
		avow_page_value(page, summary->hosts[i].text);
	}
	avow_phrase_more(&page->scratch, summary->host_count, SHOWN);
	if (summary->has_more_hosts)
		avow_buf_puts(&page->scratch, " and others");
	avow_page_scratch(page);
	avow_page_end(page);
}

/* A term with what scratch holds, if it holds anything. */
static void show_fact(struct avow_page *page, const char *name)
{
	if (page->scratch.length == 0)
		return;
	avow_page_term(page, name);
	avow_page_scratch(page);
	avow_page_end(page);
}

static void show_facts(struct avow_page *page)
{
	avow_page_begin(page, "dl", "facts");
	avow_phrase_period(&page->scratch, page->summary);
	show_fact(page, "Time covered");
	show_hosts(page);
	avow_phrase_mode(&page->scratch, page->report, page->summary, page->hardening);
	show_fact(page, "Mode");
	avow_phrase_policy(&page->scratch, page->report);
	show_fact(page, "Policy");
	avow_phrase_profiles(&page->scratch, page->report, page->summary);
	show_fact(page, "Profiles");
	avow_phrase_baseline(&page->scratch, page->report, page->summary);
	show_fact(page, "Baseline");
	avow_phrase_rules(&page->scratch, page->report);
	show_fact(page, "Audit rules");
	avow_page_term(page, "Evidence");
	avow_phrase_completeness(&page->scratch, page->report, page->summary);
	avow_buf_putc(&page->scratch, ' ');
	avow_phrase_accounts(&page->scratch, &page->summary->total);
	avow_buf_puts(&page->scratch, ": ");
	avow_page_scratch(page);
	avow_markup_begin(&page->markup, "a");
	avow_markup_attribute(&page->markup, "href", "#evidence");
	avow_markup_text(&page->markup, "what was read");
	avow_page_end(page);
	avow_markup_text(&page->markup, ".");
	avow_page_end(page);
	avow_page_end(page);
}

/* A paragraph of what scratch holds, if it holds anything. */
static void show_sentence(struct avow_page *page, const char *class_name)
{
	if (page->scratch.length == 0)
		return;
	avow_page_begin(page, "p", class_name);
	avow_page_scratch(page);
	avow_page_end(page);
}

void avow_page_head(struct avow_page *page)
{
	avow_markup_begin(&page->markup, "header");
	show_brand(page);
	avow_phrase_verdict(&page->scratch, page->report, page->summary);
	show_sentence(page, "verdict");
	avow_phrase_outlook(&page->scratch, page->report, page->summary);
	show_sentence(page, "outlook");
	avow_phrase_caveat(&page->scratch, page->summary);
	show_sentence(page, "note");
	show_links(page);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
	avow_markup_begin(&page->markup, "main");
	avow_markup_begin(&page->markup, "section");
	avow_markup_attribute(&page->markup, "id", "overview");
	avow_markup_attribute(&page->markup, "aria-label", "Overview");
	show_figures(page);
	show_facts(page);
	avow_page_end(page);
}
