/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The outcome of a replay for people: how many of each, and for what is not as it was
 * the cluster, an example, and what decides in the new policy.
 */
#include "reports/replay.h"

#include "reports/layout.h"
#include "reports/phrase.h"
#include "reports/stream.h"
#include "reports/summary.h"
#include "reports/text_parts.h"

enum { INDENT = 2 };

static const struct {
	const char *heading;
	enum avow_tint tint;
} sections[AVOW_REPLAY_STATUSES] = {
	[AVOW_REPLAY_NEWLY_DENIED] = { "Newly denied", AVOW_TINT_ALERT },
	[AVOW_REPLAY_NEWLY_ALLOWED] = { "Newly allowed", AVOW_TINT_GOOD },
	[AVOW_REPLAY_STILL_DENIED] = { "Still denied", AVOW_TINT_NONE },
	[AVOW_REPLAY_UNJUDGED] = { "Cannot be judged", AVOW_TINT_NONE },
	[AVOW_REPLAY_STILL_ALLOWED] = { NULL, AVOW_TINT_NONE }, /* counted alone */
};

const struct avow_clusters *avow_replay_set(const struct avow_replay_report *report,
					    const struct avow_replay_row *row)
{
	return row->is_granted ? report->analysis->granted : report->analysis->clusters;
}

static void put_atom(struct page *page, const struct avow_atoms *atoms, uint32_t atom)
{
	avow_layout_put(&page->layout, AVOW_TINT_NONE, avow_atoms_text(atoms, atom));
}

/* PROFILE -> OBJECT : CLASS { PERMISSION... } */
static void put_apparmor(struct page *page, const struct avow_atoms *atoms,
			 const struct avow_cluster *cluster)
{
	avow_phrase_profile(&page->scratch, atoms, cluster);
	avow_buf_puts(&page->scratch, " -> ");
	avow_phrase_object(&page->scratch, cluster);
	avow_buf_puts(&page->scratch, " : ");
	put_scratch(page, AVOW_TINT_NONE);
	put_atom(page, atoms, cluster->apparmor->class_name);
	put(page, AVOW_TINT_NONE, " {");
	for (size_t i = 0; i < cluster->permissions.length; i++) {
		put(page, AVOW_TINT_NONE, " ");
		avow_layout_put(&page->layout, AVOW_TINT_NONE,
				cluster->permissions.entries[i].value);
	}
	put(page, AVOW_TINT_NONE, " }");
}

/* SCONTEXT -> TCONTEXT : CLASS { PERMISSION... } */
static void put_access(struct page *page, const struct avow_replay_report *report,
		       const struct avow_replay_row *row)
{
	const struct avow_clusters *set = avow_replay_set(report, row);
	const struct avow_atoms *atoms = avow_clusters_atoms(set);
	const struct avow_cluster *cluster = avow_clusters_at(set, row->cluster);

	avow_layout_margin(&page->layout, INDENT);
	if (!row->example) {
		put_apparmor(page, atoms, cluster);
		return;
	}
	put_atom(page, atoms, row->example->scontext);
	put(page, AVOW_TINT_NONE, " -> ");
	put_atom(page, atoms, row->example->tcontext);
	put(page, AVOW_TINT_NONE, " : ");
	put_atom(page, atoms, cluster->tclass);
	put(page, AVOW_TINT_NONE, " { ");
	put_atom(page, atoms, row->example->permissions);
	if (row->example->xperm) {
		avow_buf_printf(&page->scratch, " 0x%04x", row->example->xperm & 0xffff);
		put_scratch(page, AVOW_TINT_NONE);
	}
	put(page, AVOW_TINT_NONE, " }");
}

static void put_place(struct page *page, const struct avow_replay_report *report,
		      const struct avow_replay_row *row)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(avow_replay_set(report, row), row->cluster);
	const struct avow_place *place =
		row->example ? &row->example->first : &cluster->sample_place;

	if (place->input >= report->analysis->evidence.input_count)
		return;
	avow_buf_puts(&page->scratch, "  first at ");
	avow_buf_append(&page->scratch,
			report->analysis->evidence.inputs[place->input].name);
	avow_buf_printf(&page->scratch, ":%llu", (unsigned long long)place->line);
	put_scratch(page, AVOW_TINT_FAINT);
}

static void put_counts(struct page *page, const struct avow_replay_report *report,
		       const struct avow_replay_row *row)
{
	put(page, AVOW_TINT_NONE, "  ");
	avow_phrase_count(&page->scratch, row->count,
			  row->is_granted ? "grant" : "denial");
	if (row->accesses > 1) {
		avow_buf_puts(&page->scratch, " of ");
		avow_phrase_count(&page->scratch, row->accesses, "pair");
		avow_buf_puts(&page->scratch, " of contexts");
	}
	put_scratch(page, AVOW_TINT_FAINT);
	put_place(page, report, row);
	end_line(page);
}

static void put_lines(struct page *page, size_t column, enum avow_tint tint,
		      const char *text)
{
	struct avow_span rest = avow_span_of(text);

	while (!avow_span_is_empty(rest)) {
		size_t length = avow_span_find(rest, '\n');

		avow_layout_margin(&page->layout, column);
		avow_layout_put(&page->layout, tint, avow_span_first(rest, length));
		end_line(page);
		rest = avow_span_skip(rest, length + 1);
	}
}

static void put_row(struct page *page, const struct avow_replay_report *report,
		    const struct avow_replay_row *row)
{
	put_access(page, report, row);
	put_counts(page, report, row);
	avow_layout_margin(&page->layout, 2 * INDENT);
	put(page, AVOW_TINT_STRONG, row->code);
	if (row->was) {
		avow_buf_printf(&page->scratch, " (before: %s)", row->was);
		put_scratch(page, AVOW_TINT_FAINT);
	}
	put(page, AVOW_TINT_NONE, "  ");
	put(page, AVOW_TINT_NONE, row->text ? row->text : "");
	end_line(page);
	if (row->evidence)
		put_lines(page, 3 * INDENT, AVOW_TINT_FAINT, row->evidence);
	flush(page);
}

static void put_policy(struct page *page, const char *name,
		       const struct avow_policy_info *info)
{
	avow_buf_printf(&page->scratch, "%s (version %u, %s)", info->source,
			info->version, info->is_mls ? "MLS" : "no MLS");
	labelled_scratch(page, name);
}

static void put_profiles(struct page *page, const char *name,
			 const struct avow_profiles_info *info)
{
	if (!info->source)
		return;
	avow_buf_printf(&page->scratch, "%s (", info->source);
	avow_phrase_count(&page->scratch, info->profiles, "profile");
	avow_buf_puts(&page->scratch, " with ");
	avow_phrase_count(&page->scratch, info->rules, "rule");
	avow_buf_putc(&page->scratch, ')');
	labelled_scratch(page, name);
}

static void put_head(struct page *page, const struct avow_replay *replay)
{
	if (replay->policy.source)
		put_policy(page, "policy", &replay->policy);
	if (replay->old.source)
		put_policy(page, "old", &replay->old);
	put_profiles(page, "profiles", &replay->profiles);
	put_profiles(page, "old", &replay->old_profiles);
	for (int i = 0; i < AVOW_REPLAY_STATUSES; i++) {
		avow_layout_number(&page->layout,
				   replay->records[i] ? sections[i].tint
						      : AVOW_TINT_FAINT,
				   replay->records[i], NUMBER_WIDTH);
		avow_buf_printf(&page->scratch, " %s",
				avow_replay_status_name((enum avow_replay_status)i));
		put_scratch(page, AVOW_TINT_NONE);
		if (replay->records[i]) {
			avow_buf_puts(&page->scratch, ", ");
			avow_phrase_count(&page->scratch, replay->clusters[i], "cluster");
			put_scratch(page, AVOW_TINT_FAINT);
		}
		end_line(page);
	}
}

static void put_sections(struct page *page, const struct avow_replay_report *report)
{
	const struct avow_replay *replay = report->replay;

	for (size_t i = 0; i < replay->row_count; i++) {
		const struct avow_replay_row *row = &replay->rows[i];

		if (!sections[row->status].heading)
			continue;
		if (i == 0 || row->status != row[-1].status)
			heading(page, sections[row->status].heading);
		put_row(page, report, row);
	}
}

int avow_replay_text(const struct avow_replay_report *report,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	struct page page = {
		.layout = { .columns = style->columns, .has_colour = style->has_colour },
		.stream = { .out = out },
	};
	int code;

	put_head(&page, report->replay);
	if (!report->is_brief)
		put_sections(&page, report);
	flush(&page);
	code = page.failed ? avow_error_nomem(error)
			   : avow_stream_finish(&page.stream, error);
	avow_buf_free(&page.layout.out);
	avow_buf_free(&page.scratch);
	return code;
}
