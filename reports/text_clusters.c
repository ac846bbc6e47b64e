/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The clusters of the text report, one paragraph each. What is said of both
 * security modules stands in the same place.
 */
#include "reports/epochs.h"
#include "reports/patterns.h"
#include "reports/text_parts.h"

enum {
	SHOWN_VALUES = 4 /* programs, paths of one cluster */
};

static void show_tally(struct page *page, const char *name,
		       const struct avow_tally *tally)
{
	if (tally->length == 0)
		return;
	label(page, NUMBER_WIDTH + 2, name);
	for (uint32_t i = 0; i < tally->length && i < SHOWN_VALUES; i++) {
		if (i)
			put(page, AVOW_TINT_FAINT, ", ");
		avow_layout_put(&page->layout, AVOW_TINT_NONE, tally->entries[i].value);
	}
	if (tally->has_more) {
		put(page, AVOW_TINT_FAINT, " and more");
	} else if (tally->length > SHOWN_VALUES) {
		put(page, AVOW_TINT_FAINT, " and ");
		avow_phrase_number(&page->scratch, tally->length - SHOWN_VALUES);
		put_scratch(page, AVOW_TINT_FAINT);
		put(page, AVOW_TINT_FAINT, " more");
	}
	end_line(page);
}

static void show_reason(struct page *page, const struct avow_reason *reason)
{
	label(page, NUMBER_WIDTH + 2, "why");
	put(page, AVOW_TINT_STRONG, reason->code);
	put(page, AVOW_TINT_NONE, " ");
	put(page, AVOW_TINT_NONE, reason->text);
	end_line(page);
}

/* The change itself, or why there is none to make. */
static void show_advice(struct page *page, const struct avow_advice *advice)
{
	const char *rest = advice->change ? advice->change : advice->why;

	label(page, NUMBER_WIDTH + 2, "do");
	put(page, AVOW_TINT_STRONG, advice->title);
	if (rest) {
		put(page, AVOW_TINT_STRONG, ": ");
		put(page, AVOW_TINT_NONE, rest);
	}
	if (advice->proof) {
		put(page, AVOW_TINT_FAINT, " (after this: ");
		put(page, AVOW_TINT_FAINT, advice->proof);
		put(page, AVOW_TINT_FAINT, ")");
	}
	end_line(page);
}

/*
 * Against one reason the best advice does. Against several each kind has its
 * part to answer, and is shown once.
 */
static void show_best_advice(struct page *page, const struct avow_finding *finding)
{
	for (size_t i = 0; i < finding->advice_count; i++) {
		const struct avow_advice *advice = &finding->advice[i];

		if (i && (finding->reason_count == 1 ||
			  strcmp(advice->code, finding->advice[i - 1].code) == 0))
			continue;
		show_advice(page, advice);
	}
}

/* Who, on what, of which class. */
static void show_name(struct page *page, const struct avow_cluster *cluster)
{
	struct avow_layout *layout = &page->layout;
	const struct avow_atoms *atoms = page->atoms;
	bool is_selinux = cluster->lsm == AVOW_LSM_SELINUX;

	if (is_selinux)
		avow_layout_put(layout, AVOW_TINT_STRONG,
				avow_atoms_text(atoms, cluster->scontext_type));
	else
		avow_phrase_profile(&page->scratch, atoms, cluster);
	put_scratch(page, AVOW_TINT_STRONG);
	put(page, AVOW_TINT_NONE, " -> ");
	if (is_selinux)
		avow_layout_put(layout, AVOW_TINT_STRONG,
				avow_atoms_text(atoms, cluster->tcontext_type));
	else
		avow_phrase_object(&page->scratch, cluster);
	put_scratch(page, AVOW_TINT_STRONG);
	put(page, AVOW_TINT_NONE, " : ");
	avow_layout_put(layout, AVOW_TINT_STRONG,
			avow_atoms_text(atoms, is_selinux
						       ? cluster->tclass
						       : cluster->apparmor->class_name));
}

static void show_title(struct page *page, const struct avow_cluster *cluster)
{
	struct avow_layout *layout = &page->layout;
	uint64_t enforced = avow_summary_effective(cluster);

	avow_layout_number(layout, enforced ? AVOW_TINT_ALERT : AVOW_TINT_STRONG,
			   cluster->count, NUMBER_WIDTH);
	avow_layout_margin(layout, NUMBER_WIDTH + 2);
	show_name(page, cluster);
	put(page, AVOW_TINT_NONE, " {");
	for (uint32_t i = 0; i < cluster->permissions.length; i++) {
		put(page, AVOW_TINT_NONE, " ");
		avow_layout_put(layout, AVOW_TINT_NONE,
				cluster->permissions.entries[i].value);
	}
	put(page, AVOW_TINT_NONE, " }");
	if (enforced) {
		put(page, AVOW_TINT_ALERT, "  ");
		avow_phrase_number(&page->scratch, enforced);
		put_scratch(page, AVOW_TINT_ALERT);
		put(page, AVOW_TINT_ALERT, " enforced");
	}
	end_line(page);
}

/* A path that is the object itself is not said again. */
static bool repeats_object(const struct avow_cluster *cluster,
			   const struct avow_tally *tally)
{
	return tally->length == 1 && !tally->has_more &&
	       avow_span_equal(tally->entries[0].value, cluster->apparmor->object);
}

/* What only AppArmor says. */
static void show_apparmor(struct page *page, const struct avow_cluster *cluster)
{
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;
	const struct {
		const char *name;
		const struct avow_tally *tally;
	} rows[] = {
		{ "operations", &apparmor->operations },
		{ "info", &apparmor->infos },
		{ "targets", &apparmor->targets },
		{ "peers", &apparmor->peers },
		{ "signals", &apparmor->signals },
		{ "bus names", &apparmor->bus_names },
		{ "sources", &apparmor->sources },
		{ "fstypes", &apparmor->fstypes },
		{ "flags", &apparmor->flags },
		{ "values", &apparmor->values },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		if (!repeats_object(cluster, rows[i].tally))
			show_tally(page, rows[i].name, rows[i].tally);
	avow_phrase_owner(&page->scratch, cluster);
	if (page->scratch.length) {
		label(page, NUMBER_WIDTH + 2, "owner");
		put_scratch(page, AVOW_TINT_NONE);
		end_line(page);
	}
}

/* What varies in the paths: the patterns of most of them. */
static void show_patterns(struct page *page, const struct avow_cluster *cluster)
{
	struct avow_patterns patterns;
	struct avow_arena arena = { 0 };

	if (avow_patterns_make(&cluster->paths, &arena, &patterns))
		page->layout.out.failed = true;
	else
		for (size_t i = 0; i < patterns.count && i < SHOWN_VALUES; i++) {
			label(page, NUMBER_WIDTH + 2, "vary");
			avow_layout_put(&page->layout, AVOW_TINT_NONE,
					patterns.at[i].text);
			put(page, AVOW_TINT_FAINT, ": ");
			avow_phrase_varying(&page->scratch, &patterns, &patterns.at[i]);
			put_scratch(page, AVOW_TINT_FAINT);
			end_line(page);
		}
	avow_arena_free(&arena);
}

static void show_cluster(struct page *page, size_t index)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(page->report->analysis->clusters, index);
	const struct avow_finding *finding = avow_report_finding(page->report, index);

	end_line(page);
	show_title(page, cluster);
	for (size_t i = 0; finding && i < finding->reason_count; i++)
		show_reason(page, &finding->reasons[i]);
	if (finding)
		show_best_advice(page, finding);
	if (cluster->lsm == AVOW_LSM_APPARMOR)
		show_apparmor(page, cluster);
	show_tally(page, "programs", &cluster->comms);
	if (!repeats_object(cluster, &cluster->paths))
		show_tally(page, "paths", &cluster->paths);
	show_patterns(page, cluster);
	avow_phrase_ended(&page->scratch, page->report, page->summary, cluster);
	if (page->scratch.length) {
		label(page, NUMBER_WIDTH + 2, "seen");
		put_scratch(page, AVOW_TINT_NONE);
		end_line(page);
	}
	show_tally(page, "ports", &cluster->ports);
	show_tally(page, "details", &cluster->details);
	flush(page);
}

void avow_text_clusters(struct page *page)
{
	if (page->summary->clusters == 0)
		return;
	heading(page, "CLUSTERS (enforced ones first, then most denials)");
	for (size_t i = 0; i < page->summary->clusters; i++)
		show_cluster(page, page->summary->order[i]);
}
