/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The list of clusters on the HTML page: one <details> each, whose summary says
 * who was refused what, and which opens to reasons, advice, circumstances and
 * one raw record. Long lists are cut; XML and JSON have all of them.
 */
#include "reports/html/page.h"

#include "reports/phrase.h"

enum {
	SHOWN_VALUES = 8,   /* of one field */
	SHOWN_ACCESSES = 12 /* pairs of contexts */
};

struct field {
	const char *name;
	size_t offset;
	bool is_apparmor; /* in the part of the cluster that only AppArmor has */
};

#define FIELD(name, member)                                                              \
	{                                                                                \
		name, offsetof(struct avow_cluster, member), false                       \
	}
#define APPARMOR_FIELD(name, member)                                                     \
	{                                                                                \
		name, offsetof(struct avow_apparmor_cluster, member), true               \
	}
static const struct field fields[] = {
	APPARMOR_FIELD("Operations", operations),
	APPARMOR_FIELD("Denied masks", denied_masks),
	APPARMOR_FIELD("Information", infos),
	APPARMOR_FIELD("Targets", targets),
	APPARMOR_FIELD("Peers", peers),
	APPARMOR_FIELD("Signals", signals),
	APPARMOR_FIELD("Bus names", bus_names),
	APPARMOR_FIELD("Mount sources", sources),
	APPARMOR_FIELD("File system types", fstypes),
	APPARMOR_FIELD("Mount flags", flags),
	APPARMOR_FIELD("Values", values),
	FIELD("Programs", comms),
	FIELD("Executables", exes),
	FIELD("Command lines", proctitles),
	FIELD("Paths", paths),
	FIELD("Ports", ports),
	FIELD("Addresses", addresses),
	FIELD("System calls", syscalls),
	FIELD("Details", details),
	FIELD("Invalid contexts", rawcons),
	FIELD("Hosts", hosts),
};
#undef FIELD
#undef APPARMOR_FIELD

static const struct avow_tally *tally_of(const struct avow_cluster *cluster,
					 const struct field *field)
{
	const char *base = field->is_apparmor ? (const char *)cluster->apparmor
					      : (const char *)cluster;

	return (const struct avow_tally *)(const void *)(base + field->offset);
}

static void show_more(struct avow_page *page, size_t count, size_t shown, bool has_more)
{
	if (!has_more && count <= shown)
		return;
	avow_markup_begin(&page->markup, "li");
	if (has_more) {
		avow_page_put(page, "span", "more", "and more");
	} else {
		avow_buf_puts(&page->scratch, "and ");
		avow_phrase_number(&page->scratch, count - shown);
		avow_buf_puts(&page->scratch, " more");
		avow_page_begin(page, "span", "more");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_tally(struct avow_page *page, const char *name,
		       const struct avow_tally *tally)
{
	if (tally->length == 0)
		return;
	avow_page_term(page, name);
	avow_page_begin(page, "ul", "values");
	for (uint32_t i = 0; i < tally->length && i < SHOWN_VALUES; i++) {
		avow_markup_begin(&page->markup, "li");
		avow_markup_begin(&page->markup, "code");
		avow_markup_bytes(&page->markup, tally->entries[i].value);
		avow_page_end(page);
		avow_page_begin(page, "span", "times");
		avow_markup_text(&page->markup, " ×");
		avow_phrase_number(&page->scratch, tally->entries[i].count);
		avow_page_scratch(page);
		avow_page_end(page);
		avow_page_end(page);
	}
	show_more(page, tally->length, SHOWN_VALUES, tally->has_more);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_reason(struct avow_page *page, const struct avow_reason *reason)
{
	avow_markup_begin(&page->markup, "li");
	avow_page_put(page, "span", "code", reason->code);
	avow_markup_text(&page->markup, " ");
	avow_markup_lines(&page->markup, reason->title);
	avow_markup_text(&page->markup, " ");
	avow_page_begin(page, "span", "layer");
	avow_markup_text(&page->markup, "(");
	avow_markup_lines(&page->markup, reason->layer);
	avow_markup_text(&page->markup, ")");
	avow_page_end(page);
	avow_markup_begin(&page->markup, "p");
	avow_markup_lines(&page->markup, reason->text);
	avow_page_end(page);
	if (reason->evidence) {
		avow_markup_begin(&page->markup, "pre");
		avow_markup_lines(&page->markup, reason->evidence);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_advice(struct avow_page *page, const struct avow_advice *advice)
{
	avow_markup_begin(&page->markup, "li");
	avow_markup_begin(&page->markup, "strong");
	avow_markup_lines(&page->markup, advice->title);
	avow_page_end(page);
	if (advice->why) {
		avow_markup_begin(&page->markup, "p");
		avow_markup_lines(&page->markup, advice->why);
		avow_page_end(page);
	}
	if (advice->change) {
		avow_markup_begin(&page->markup, "pre");
		avow_markup_lines(&page->markup, advice->change);
		avow_page_end(page);
	}
	if (advice->note) {
		avow_markup_begin(&page->markup, "p");
		avow_markup_lines(&page->markup, advice->note);
		avow_page_end(page);
	}
	if (advice->proof) {
		avow_page_begin(page, "p", "proof");
		avow_markup_text(&page->markup, "After this: ");
		avow_markup_lines(&page->markup, advice->proof);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_finding(struct avow_page *page, const struct avow_finding *finding)
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
		avow_page_begin(page, "ol", "advice");
		for (size_t i = 0; i < finding->advice_count; i++)
			show_advice(page, &finding->advice[i]);
		avow_page_end(page);
	}
	avow_page_end(page);
}

static void show_modes(struct avow_page *page, const struct avow_cluster *cluster)
{
	const struct avow_clusters *set = page->report->analysis->clusters;
	bool is_selinux = cluster->lsm == AVOW_LSM_SELINUX;

	avow_page_term(page, "Denials");
	if (avow_summary_is_at_least(set, cluster))
		avow_buf_puts(&page->scratch, "at least ");
	avow_phrase_number(&page->scratch, cluster->count);
	avow_buf_puts(&page->scratch, ": ");
	avow_phrase_number(&page->scratch, cluster->permissive_yes);
	avow_buf_puts(&page->scratch, is_selinux ? " permissive, " : " complain, ");
	avow_phrase_number(&page->scratch, cluster->permissive_no);
	avow_buf_puts(&page->scratch, " enforced, ");
	avow_phrase_number(&page->scratch, cluster->permissive_unknown);
	avow_buf_puts(&page->scratch, " not said; ");
	avow_phrase_number(&page->scratch, cluster->blocked);
	avow_buf_puts(&page->scratch, " known to have failed");
	avow_page_scratch(page);
	avow_page_end(page);
	avow_phrase_owner(&page->scratch, cluster);
	if (page->scratch.length) {
		avow_page_term(page, "Owner");
		avow_page_scratch(page);
		avow_page_end(page);
	}
	avow_page_term(page, "Seen");
	avow_phrase_span(&page->scratch, cluster->first, cluster->last);
	avow_page_scratch(page);
	avow_page_end(page);
}

static void show_accesses(struct avow_page *page, const struct avow_cluster *cluster)
{
	struct avow_markup *markup = &page->markup;

	if (cluster->access_count == 0)
		return;
	avow_page_term(page, "Contexts");
	avow_page_begin(page, "ul", "contexts");
	for (size_t i = 0; i < cluster->access_count && i < SHOWN_ACCESSES; i++) {
		const struct avow_access *access = &cluster->accesses[i];

		avow_markup_begin(markup, "li");
		avow_markup_begin(markup, "code");
		avow_page_atom(page, access->scontext);
		avow_markup_text(markup, " → ");
		avow_page_atom(page, access->tcontext);
		avow_markup_text(markup, " { ");
		avow_page_atom(page, access->permissions);
		avow_markup_text(markup, " }");
		avow_page_end(page);
		avow_page_begin(page, "span", "times");
		avow_markup_text(markup, " ×");
		avow_phrase_number(&page->scratch, access->count);
		avow_page_scratch(page);
		avow_page_end(page);
		avow_page_end(page);
	}
	show_more(page, cluster->access_count, SHOWN_ACCESSES, false);
	avow_page_end(page);
	avow_page_end(page);
}

static void show_sample(struct avow_page *page, const struct avow_cluster *cluster)
{
	struct avow_place at = cluster->sample_place;

	avow_page_begin(page, "figure", "sample");
	avow_markup_begin(&page->markup, "figcaption");
	avow_markup_text(&page->markup, "First record: ");
	avow_markup_bytes(&page->markup, avow_report_input_name(page->report, at));
	avow_markup_text(&page->markup, ", line ");
	avow_phrase_number(&page->scratch, at.line);
	avow_page_scratch(page);
	avow_page_end(page);
	avow_markup_begin(&page->markup, "pre");
	avow_markup_bytes(&page->markup, avow_buf_span(&cluster->sample));
	avow_page_end(page);
	avow_page_end(page);
}

/* Who, on what, of which class. */
static void show_name(struct avow_page *page, const struct avow_cluster *cluster)
{
	bool is_selinux = cluster->lsm == AVOW_LSM_SELINUX;

	if (is_selinux)
		avow_page_atom(page, cluster->scontext_type);
	else
		avow_phrase_profile(&page->scratch, page->atoms, cluster);
	avow_page_scratch(page);
	avow_page_put(page, "span", "arrow", " → ");
	if (is_selinux)
		avow_page_atom(page, cluster->tcontext_type);
	else
		avow_phrase_object(&page->scratch, cluster);
	avow_page_scratch(page);
	avow_page_put(page, "span", "arrow", " : ");
	avow_page_atom(page,
		       is_selinux ? cluster->tclass : cluster->apparmor->class_name);
}

static void show_title(struct avow_page *page, const struct avow_cluster *cluster)
{
	struct avow_markup *markup = &page->markup;

	avow_page_begin(page, "span", "count");
	avow_page_number(page, cluster->count);
	avow_page_end(page);
	avow_page_begin(page, "span", "triple");
	show_name(page, cluster);
	avow_page_begin(page, "span", "permissions");
	avow_markup_text(markup, " {");
	for (uint32_t i = 0; i < cluster->permissions.length; i++) {
		avow_markup_text(markup, " ");
		avow_markup_bytes(&page->markup, cluster->permissions.entries[i].value);
	}
	avow_markup_text(markup, " }");
	avow_page_end(page);
	avow_page_end(page);
}

static void show_badges(struct avow_page *page, const struct avow_cluster *cluster,
			const struct avow_finding *finding)
{
	avow_page_begin(page, "span", "badges");
	if (page->summary->clusters_of[AVOW_LSM_SELINUX] &&
	    cluster->lsm == AVOW_LSM_APPARMOR) {
		avow_page_put(page, "span", "badge", "AppArmor");
		avow_markup_text(&page->markup, " ");
	}
	if (avow_summary_effective(cluster))
		avow_page_put(page, "span", "badge enforced", "enforced");
	for (size_t i = 0; finding && i < finding->reason_count; i++) {
		if (avow_finding_repeats(finding, i))
			continue;
		avow_markup_text(&page->markup, " ");
		avow_page_put(page, "span", "badge", finding->reasons[i].code);
	}
	avow_page_end(page);
}

static void show_cluster(struct avow_page *page, size_t index)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(page->report->analysis->clusters, index);
	const struct avow_finding *finding = avow_report_finding(page->report, index);
	char id[sizeof(cluster->id) + 2];

	snprintf(id, sizeof(id), "c-%s", cluster->id);
	avow_page_begin(page, "details", "cluster");
	avow_markup_attribute(&page->markup, "id", id);
	avow_markup_begin(&page->markup, "summary");
	show_title(page, cluster);
	show_badges(page, cluster, finding);
	avow_page_end(page);
	avow_page_begin(page, "div", "body");
	show_finding(page, finding);
	avow_page_begin(page, "dl", "facts");
	show_modes(page, cluster);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(fields); i++)
		show_tally(page, fields[i].name, tally_of(cluster, &fields[i]));
	show_accesses(page, cluster);
	avow_page_end(page);
	show_sample(page, cluster);
	avow_page_end(page);
	avow_page_end(page);
	avow_markup_text(&page->markup, "\n");
}

/* Shown by the script alone: without it there is nothing to filter with. */
static void show_filter(struct avow_page *page)
{
	struct avow_markup *markup = &page->markup;

	avow_page_begin(page, "div", "filter");
	avow_markup_attribute(markup, "id", "filter");
	avow_markup_attribute(markup, "role", "search");
	avow_markup_attribute(markup, "hidden", "hidden");
	avow_markup_begin(markup, "label");
	avow_markup_attribute(markup, "for", "filter-text");
	avow_markup_text(markup, "Show only clusters with");
	avow_page_end(page);
	avow_markup_begin(markup, "input");
	avow_markup_attribute(markup, "id", "filter-text");
	avow_markup_attribute(markup, "type", "search");
	avow_markup_attribute(markup, "autocomplete", "off");
	avow_markup_attribute(markup, "spellcheck", "false");
	avow_markup_attribute(markup, "placeholder",
			      "type, profile, class, permission, program, path");
	avow_markup_end_void(markup);
	avow_markup_begin(markup, "output");
	avow_markup_attribute(markup, "id", "filter-count");
	avow_markup_attribute(markup, "for", "filter-text");
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
	if (page->summary->clusters == 0)
		return;
	avow_markup_text(&page->markup, "\n");
	avow_markup_begin(&page->markup, "section");
	avow_markup_attribute(&page->markup, "id", "clusters");
	avow_markup_element(&page->markup, "h2", "Clusters");
	show_note(page);
	show_filter(page);
	avow_markup_text(&page->markup, "\n");
	for (size_t i = 0; i < page->summary->clusters; i++)
		show_cluster(page, page->summary->order[i]);
	avow_page_end(page);
}
