/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of clusters on the HTML page, and what it is filtered and sorted with. */
#include "reports/headline.h"
#include "reports/html/page.h"
#include "reports/values.h"

enum { CHOICES = 300 /* of one list to choose from */ };

struct choice {
	const char *value, *text;
};

static void begin_select(struct avow_page *page, const char *id, const char *label)
{
	avow_page_begin(page, "label", "choice");
	avow_page_put(page, "span", "choice-name", label);
	avow_markup_begin(&page->markup, "select");
	avow_markup_attribute(&page->markup, "id", id);
}

static void show_option(struct avow_page *page, const char *value, const char *text)
{
	avow_markup_begin(&page->markup, "option");
	avow_markup_attribute(&page->markup, "value", value);
	avow_markup_text(&page->markup, text);
	avow_page_end(page);
}

static void end_select(struct avow_page *page)
{
	avow_page_end(page);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

static void show_choices(struct avow_page *page, const char *id, const char *label,
			 const struct choice *choices)
{
	begin_select(page, id, label);
	for (; choices->value; choices++)
		show_option(page, choices->value, choices->text);
	end_select(page);
}

static void show_values(struct avow_page *page, const char *id, const char *label,
			const struct avow_summary_value *values, size_t count)
{
	begin_select(page, id, label);
	show_option(page, "", "any");
	for (size_t i = 0; i < count && i < CHOICES; i++) {
		avow_markup_begin(&page->markup, "option");
		avow_page_attribute_bytes(page, "value", values[i].text);
		avow_page_value(page, values[i].text);
		if (avow_span_is_empty(values[i].text))
			avow_markup_text(&page->markup, "(none)");
		avow_page_end(page);
	}
	end_select(page);
}

static void show_text_filter(struct avow_page *page)
{
	struct avow_markup *markup = &page->markup;

	avow_page_begin(page, "label", "choice wide");
	avow_page_put(page, "span", "choice-name", "Show only clusters with");
	avow_markup_begin(markup, "input");
	avow_markup_attribute(markup, "id", "filter-text");
	avow_markup_attribute(markup, "type", "search");
	avow_markup_attribute(markup, "autocomplete", "off");
	avow_markup_attribute(markup, "spellcheck", "false");
	avow_markup_attribute(markup, "placeholder",
			      "type, profile, class, permission, program, path");
	avow_markup_end_void(markup);
	avow_page_end(page);
}

static void show_plan_choices(struct avow_page *page)
{
	static const struct choice risks[] = {
		{ "", "any" },    { "high", "high" }, { "medium", "medium" },
		{ "low", "low" }, { "none", "none" }, { NULL, NULL },
	};

	if (!avow_report_has_plan(page->report))
		return;
	begin_select(page, "filter-verdict", "What to do");
	show_option(page, "", "any");
	for (int i = 0; i < AVOW_VERDICTS; i++)
		if (page->summary->outlooks.clusters[i])
			show_option(page, avow_verdict_name((enum avow_verdict)i),
				    avow_verdict_title((enum avow_verdict)i));
	end_select(page);
	show_choices(page, "filter-risk", "Risk", risks);
}

/* Shown by the script alone: without it there is nothing to filter with. */
static void show_filter(struct avow_page *page)
{
	static const struct choice lsms[] = {
		{ "", "any" },
		{ "selinux", "SELinux" },
		{ "apparmor", "AppArmor" },
		{ NULL, NULL },
	};
	static const struct choice modes[] = {
		{ "", "any" },
		{ "enforced", "enforced" },
		{ "permissive", "permissive" },
		{ "mixed", "mixed" },
		{ "unknown", "not said" },
		{ NULL, NULL },
	};
	static const struct choice news[] = {
		{ "", "any" },
		{ "new", "not known" },
		{ "known", "known" },
		{ NULL, NULL },
	};
	static const struct choice orders[] = {
		{ "", "enforced first" }, { "count", "most denials" },
		{ "last", "newest" },     { "name", "name" },
		{ NULL, NULL },
	};
	const struct avow_summary *summary = page->summary;

	avow_page_begin(page, "form", "filter");
	avow_markup_attribute(&page->markup, "id", "filter");
	avow_markup_attribute(&page->markup, "role", "search");
	avow_markup_attribute(&page->markup, "aria-label", "Clusters");
	avow_markup_attribute(&page->markup, "hidden", "hidden");
	show_text_filter(page);
	if (summary->clusters_of[AVOW_LSM_SELINUX] &&
	    summary->clusters_of[AVOW_LSM_APPARMOR])
		show_choices(page, "filter-lsm", "Module", lsms);
	show_values(page, "filter-source", "Domain", summary->sources,
		    summary->source_count);
	show_values(page, "filter-class", "Class", page->classes, page->class_count);
	show_plan_choices(page);
	show_choices(page, "filter-mode", "Mode", modes);
	if (page->report->news)
		show_choices(page, "filter-news", "Baseline", news);
	if (summary->host_count > 1)
		show_values(page, "filter-host", "Host", summary->hosts,
			    summary->host_count);
	show_choices(page, "filter-order", "Order", orders);
	avow_page_begin(page, "output", "filter-count");
	avow_markup_attribute(&page->markup, "id", "filter-count");
	avow_markup_attribute(&page->markup, "for", "filter-text");
	avow_page_end(page);
	avow_page_end(page);
}

static void show_note(struct avow_page *page)
{
	const size_t *clusters_of = page->summary->clusters_of;
	const char *what = clusters_of[AVOW_LSM_APPARMOR] == 0
				   ? "source type, target type and class"
			   : clusters_of[AVOW_LSM_SELINUX] == 0
				   ? "profile, object and class"
				   : "source type, target type and class (SELinux), or "
				     "profile, object and class (AppArmor)";

	avow_buf_printf(&page->scratch,
			"Denials with the same %s. Those that were enforced come "
			"first, then those with most denials.",
			what);
	avow_page_begin(page, "p", "note");
	avow_page_scratch(page);
	avow_page_end(page);
}

void avow_page_clusters(struct avow_page *page)
{
	const struct avow_summary *summary = page->summary;

	if (summary->clusters == 0)
		return;
	avow_page_section(page, "clusters", "Clusters", NULL);
	show_note(page);
	avow_phrase_left_out(&page->scratch, summary->clusters, page->cluster_count,
			     AVOW_PAGE_FULL);
	if (page->scratch.length) {
		avow_page_begin(page, "p", "left-out");
		avow_markup_attribute(&page->markup, "id", "left-out");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	show_filter(page);
	avow_page_begin(page, "div", "list");
	avow_markup_attribute(&page->markup, "id", "list");
	avow_markup_text(&page->markup, "\n");
	for (size_t i = 0; i < page->cluster_count; i++)
		avow_page_cluster(page, summary->order[i], i < AVOW_PAGE_FULL);
	avow_page_end(page);
	avow_page_end(page);
}
