/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What was seen of a cluster, on the HTML page: counts, programs, paths, contexts, and
 * one raw record. Long lists are cut; XML and JSON have all of them.
 */
#include "reports/html/page.h"

#include "reports/epochs.h"
#include "reports/patterns.h"
#include "reports/phrase.h"

enum {
	SHOWN_VALUES = 8,    /* of one field */
	SHOWN_ACCESSES = 12, /* pairs of contexts */
	SHOWN_DECISIONS = 4
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
		avow_page_value(page, tally->entries[i].value);
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
	if (avow_epochs_ended(page->report, page->summary, cluster))
		avow_buf_puts(&page->scratch, "; ");
	avow_phrase_ended(&page->scratch, page->report, page->summary, cluster);
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

/* What varies in the paths, so that one knows what a rule would have to be about. */
static void show_patterns(struct avow_page *page, const struct avow_cluster *cluster)
{
	struct avow_patterns patterns;
	struct avow_arena arena = { 0 };

	if (avow_patterns_make(&cluster->paths, &arena, &patterns))
		page->markup.failed = true;
	if (patterns.count && !page->markup.failed) {
		avow_page_term(page, "Paths vary");
		avow_page_begin(page, "ul", "values");
		for (size_t i = 0; i < patterns.count && i < SHOWN_VALUES; i++) {
			avow_markup_begin(&page->markup, "li");
			avow_markup_begin(&page->markup, "code");
			avow_page_value(page, patterns.at[i].text);
			avow_page_end(page);
			avow_markup_text(&page->markup, " ");
			avow_phrase_varying(&page->scratch, &patterns, &patterns.at[i]);
			avow_page_scratch(page);
			avow_page_end(page);
		}
		show_more(page, patterns.count, SHOWN_VALUES, false);
		avow_page_end(page);
		avow_page_end(page);
	}
	avow_arena_free(&arena);
}

void avow_page_cluster_facts(struct avow_page *page, const struct avow_cluster *cluster)
{
	avow_page_begin(page, "dl", "facts");
	show_modes(page, cluster);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(fields); i++)
		show_tally(page, fields[i].name, tally_of(cluster, &fields[i]));
	show_patterns(page, cluster);
	show_accesses(page, cluster);
	avow_page_end(page);
}

void avow_page_cluster_record(struct avow_page *page, const struct avow_cluster *cluster)
{
	struct avow_place at = cluster->sample_place;

	avow_page_begin(page, "figure", "sample");
	avow_markup_begin(&page->markup, "figcaption");
	avow_markup_text(&page->markup, "First record: ");
	avow_page_value(page, avow_report_input_name(page->report, at));
	avow_markup_text(&page->markup, ", line ");
	avow_phrase_number(&page->scratch, at.line);
	avow_page_scratch(page);
	avow_page_end(page);
	avow_markup_begin(&page->markup, "pre");
	avow_markup_bytes(&page->markup, avow_buf_span(&cluster->sample));
	avow_page_end(page);
	avow_page_end(page);
}
