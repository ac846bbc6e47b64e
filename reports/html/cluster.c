/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A cluster on the HTML page: one <details>, whose summary says who was refused what,
 * and which opens to reasons, advice, layers, what was seen, and one raw record. What
 * the script filters and sorts by is in its data attributes.
 */
#include "reports/html/page.h"

#include "analyzer/base/escape.h"
#include "reports/headline.h"
#include "reports/values.h"

enum { SHOWN_DECISIONS = 2 };

static void show_reason(struct avow_page *page, const struct avow_reason *reason)
{
	avow_markup_begin(&page->markup, "li");
	avow_page_put(page, "span", "code", reason->code);
	avow_markup_text(&page->markup, " ");
	avow_page_lines(page, reason->title);
	avow_markup_text(&page->markup, " ");
	avow_page_begin(page, "span", "layer");
	avow_markup_text(&page->markup, "(");
	avow_page_lines(page, reason->layer);
	avow_markup_text(&page->markup, ")");
	avow_page_end(page);
	avow_markup_begin(&page->markup, "p");
	avow_page_lines(page, reason->text);
	avow_page_end(page);
	if (reason->evidence) {
		avow_markup_begin(&page->markup, "pre");
		avow_page_lines(page, reason->evidence);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_advice(struct avow_page *page, const struct avow_advice *advice,
			const struct avow_outlook *outlook)
{
	avow_markup_begin(&page->markup, "li");
	avow_markup_begin(&page->markup, "strong");
	avow_page_lines(page, advice->title);
	avow_page_end(page);
	if (advice->why) {
		avow_markup_begin(&page->markup, "p");
		avow_page_lines(page, advice->why);
		avow_page_end(page);
	}
	if (advice->change)
		avow_page_change(page, advice->change,
				 avow_advice_is_forbidden(advice, outlook));
	if (advice->note) {
		avow_markup_begin(&page->markup, "p");
		avow_page_lines(page, advice->note);
		avow_page_end(page);
	}
	if (advice->proof) {
		avow_page_begin(page, "p", "proof");
		avow_markup_text(&page->markup, "After this: ");
		avow_page_lines(page, advice->proof);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_finding(struct avow_page *page, const struct avow_finding *finding,
			 const struct avow_outlook *outlook)
{
	if (!finding)
		return;
	avow_page_begin(page, "div", "finding");
	if (finding->reason_count) {
		avow_markup_element(&page->markup, "h3", "Why it was refused");
		avow_page_begin(page, "ul", "reasons");
		for (size_t i = 0; i < finding->reason_count; i++)
			show_reason(page, &finding->reasons[i]);
		avow_page_end(page);
	}
	if (finding->advice_count) {
		avow_markup_element(&page->markup, "h3", "What to do");
		if (outlook->verdict == AVOW_VERDICT_REFUSE)
			avow_page_put(page, "p", "forbidden-note",
				      "✕ It must not be allowed. What would allow it is "
				      "shown for what it would open.");
		avow_page_begin(page, "ol", "advice");
		for (size_t i = 0; i < finding->advice_count; i++)
			show_advice(page, &finding->advice[i], outlook);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_layer(struct avow_page *page, const struct avow_layer *layer)
{
	static const struct {
		const char *class_name, *words;
	} verdicts[] = {
		[AVOW_LAYER_ALLOWS] = { "layer-is allows", "✓ allows" },
		[AVOW_LAYER_REFUSES] = { "layer-is refuses", "✕ refuses" },
		[AVOW_LAYER_DOES_NOT_APPLY] = { "layer-is silent", "– does not apply" },
	};

	if (layer->verdict == AVOW_LAYER_DOES_NOT_APPLY)
		return;

	avow_markup_begin(&page->markup, "tr");
	avow_page_row_head(page);
	avow_markup_text(&page->markup, layer->name);
	avow_page_end(page);
	avow_page_put(page, "td", verdicts[layer->verdict].class_name,
		      verdicts[layer->verdict].words);
	avow_markup_begin(&page->markup, "td");
	avow_page_lines(page, layer->text ? layer->text : "");
	if (layer->evidence) {
		avow_markup_begin(&page->markup, "pre");
		avow_page_lines(page, layer->evidence);
		avow_page_end(page);
	}
	avow_page_end(page);
	avow_page_end(page);
}

/* Those that have nothing to say, in one row. */
static void show_silent(struct avow_page *page, const struct avow_decision *decision)
{
	const char *separator = "";

	for (size_t i = 0; i < decision->layer_count; i++) {
		if (decision->layers[i].verdict != AVOW_LAYER_DOES_NOT_APPLY)
			continue;
		avow_buf_puts(&page->scratch, separator);
		avow_buf_puts(&page->scratch, decision->layers[i].name);
		separator = ", ";
	}
	if (page->scratch.length == 0)
		return;
	avow_markup_begin(&page->markup, "tr");
	avow_page_row_head(page);
	avow_markup_text(&page->markup, "The others");
	avow_page_end(page);
	avow_page_put(page, "td", "layer-is silent", "– do not apply");
	avow_markup_begin(&page->markup, "td");
	avow_page_scratch(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_decision(struct avow_page *page, const struct avow_decision *decision)
{
	static const char *const columns[] = { "Layer", "Says", "Because", NULL };
	struct avow_markup *markup = &page->markup;

	avow_page_begin(page, "details", "layers");
	avow_markup_begin(markup, "summary");
	avow_markup_begin(markup, "code");
	avow_page_atom(page, decision->scontext);
	avow_markup_text(markup, " → ");
	avow_page_atom(page, decision->tcontext);
	avow_markup_text(markup, " { ");
	avow_page_atom(page, decision->permissions);
	avow_markup_text(markup, " }");
	avow_page_end(page);
	avow_page_end(page);
	avow_page_begin(page, "table", "layers");
	avow_page_columns(page, columns);
	avow_markup_begin(markup, "tbody");
	for (size_t i = 0; i < decision->layer_count; i++)
		show_layer(page, &decision->layers[i]);
	show_silent(page, decision);
	avow_page_end(page);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_decisions(struct avow_page *page, const struct avow_finding *finding)
{
	size_t shown = 0;

	if (!finding || finding->decision_count == 0)
		return;
	avow_markup_element(&page->markup, "h3", "Layer by layer");
	for (; shown < finding->decision_count && shown < SHOWN_DECISIONS; shown++)
		show_decision(page, &finding->decisions[shown]);
	avow_phrase_more(&page->scratch, finding->decision_count, shown);
	if (page->scratch.length) {
		avow_page_begin(page, "p", "note");
		avow_buf_puts(&page->scratch, ": avow why tells of all.");
		avow_page_scratch(page);
		avow_page_end(page);
	}
}

static void show_title(struct avow_page *page, const struct avow_cluster *cluster)
{
	struct avow_markup *markup = &page->markup;

	avow_page_begin(page, "span", "count");
	avow_page_number(page, cluster->count);
	avow_page_end(page);
	avow_page_begin(page, "span", "triple");
	avow_page_cluster_name(page, cluster);
	avow_page_begin(page, "span", "permissions");
	avow_markup_text(markup, " {");
	for (uint32_t i = 0; i < cluster->permissions.length; i++) {
		avow_markup_text(markup, " ");
		avow_page_value(page, cluster->permissions.entries[i].value);
	}
	avow_markup_text(markup, " }");
	avow_page_end(page);
	avow_page_end(page);
}

static void show_badges(struct avow_page *page, size_t index,
			const struct avow_cluster *cluster,
			const struct avow_finding *finding,
			const struct avow_outlook *outlook)
{
	avow_page_begin(page, "span", "badges");
	if (page->summary->clusters_of[AVOW_LSM_SELINUX] &&
	    cluster->lsm == AVOW_LSM_APPARMOR) {
		avow_page_put(page, "span", "badge", "AppArmor");
		avow_markup_text(&page->markup, " ");
	}
	if (avow_report_is_new(page->report, index)) {
		avow_page_put(page, "span", "badge news",
			      avow_phrase_novelty(page->report->news->of[index]));
		avow_markup_text(&page->markup, " ");
	}
	avow_page_put(page, "span",
		      avow_summary_effective(cluster) ? "badge enforced" : "badge",
		      avow_outlook_mode(cluster));
	for (size_t i = 0; finding && i < finding->reason_count; i++) {
		if (avow_finding_repeats(finding, i))
			continue;
		avow_markup_text(&page->markup, " ");
		avow_page_put(page, "span", "badge", finding->reasons[i].code);
	}
	if (outlook->verdict != AVOW_VERDICT_UNASKED) {
		avow_markup_text(&page->markup, " ");
		avow_page_verdict(page, outlook->verdict);
	}
	avow_page_end(page);
}

/* A line each, so that none is part of another. */
static void show_hosts(struct avow_page *page, const struct avow_cluster *cluster)
{
	struct avow_buf hosts = { 0 };

	if (page->summary->host_count < 2)
		return;
	for (uint32_t i = 0; i < cluster->hosts.length; i++) {
		avow_escape_display(&hosts, cluster->hosts.entries[i].value);
		avow_buf_putc(&hosts, '\n');
	}
	if (hosts.failed)
		page->markup.failed = true;
	avow_markup_attribute(&page->markup, "data-hosts", avow_buf_string(&hosts));
	avow_buf_free(&hosts);
}

/* What the script filters and sorts by. */
static void show_data(struct avow_page *page, size_t index,
		      const struct avow_cluster *cluster,
		      const struct avow_outlook *outlook)
{
	struct avow_markup *markup = &page->markup;

	avow_markup_attribute(markup, "data-lsm",
			      cluster->lsm == AVOW_LSM_SELINUX ? "selinux" : "apparmor");
	avow_markup_attribute(markup, "data-verdict",
			      avow_verdict_name(outlook->verdict));
	avow_markup_attribute(markup, "data-risk", avow_outlook_risk_name(outlook->risk));
	avow_markup_attribute(markup, "data-mode", avow_outlook_mode(cluster));
	if (page->report->news)
		avow_markup_attribute(markup, "data-news",
				      avow_report_is_new(page->report, index) ? "new"
									      : "known");
	show_hosts(page, cluster);
	avow_page_attribute_bytes(
		page, "data-source",
		avow_cluster_part(page->atoms, cluster, AVOW_PART_SOURCE));
	avow_page_attribute_bytes(
		page, "data-class",
		avow_cluster_part(page->atoms, cluster, AVOW_PART_CLASS));
	avow_page_attribute_number(page, "data-last", (int64_t)cluster->last.seconds);
}

static void show_permalink(struct avow_page *page, const struct avow_cluster *cluster)
{
	char href[sizeof(cluster->id) + 1];

	snprintf(href, sizeof(href), "#%s", cluster->id);
	avow_page_begin(page, "p", "permalink");
	avow_markup_text(&page->markup, "Link to this cluster: ");
	avow_markup_begin(&page->markup, "a");
	avow_markup_attribute(&page->markup, "href", href);
	avow_markup_text(&page->markup, href);
	avow_page_end(page);
	avow_page_end(page);
}

void avow_page_cluster(struct avow_page *page, size_t index, bool is_full)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(page->report->analysis->clusters, index);
	const struct avow_finding *finding = avow_report_finding(page->report, index);
	const struct avow_outlook *outlook = &page->summary->outlooks.of[index];

	avow_page_begin(page, "details", "cluster");
	avow_markup_attribute(&page->markup, "id", cluster->id);
	show_data(page, index, cluster, outlook);
	avow_markup_begin(&page->markup, "summary");
	show_title(page, cluster);
	show_badges(page, index, cluster, finding, outlook);
	avow_page_end(page);
	avow_page_begin(page, "div", "body");
	show_finding(page, finding, outlook);
	if (is_full) {
		show_decisions(page, finding);
		avow_page_cluster_facts(page, cluster);
	}
	avow_page_cluster_record(page, cluster);
	if (is_full)
		show_permalink(page, cluster);
	avow_page_end(page);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}
