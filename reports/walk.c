/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The model's names and their order, said once. This file formats nothing for a
 * format: it hands clean strings, numbers and truth values to the sink.
 */
#include "reports/names.h"
#include "reports/walk_parts.h"

#include "config.h"

static void tell_tool(struct walk *walk)
{
	begin_object(walk, "tool");
	lines(walk, "name", PACKAGE_NAME);
	lines(walk, "version", PACKAGE_VERSION);
	end_object(walk);
}

static void tell_policy(struct walk *walk)
{
	const struct avow_policy_info *policy;

	if (!avow_phrase_asked(walk->report)) {
		lines(walk, "no_policy",
		      walk->report->no_policy ? walk->report->no_policy : "");
		return;
	}
	policy = &walk->report->findings->policy;
	begin_object(walk, "policy");
	lines(walk, "kind", policy->kind);
	number(walk, "version", policy->version);
	string(walk, "source", avow_span_of(policy->source));
	lines(walk, "digest", policy->digest);
	walk->sink->boolean(walk->data, "mls", policy->is_mls);
	end_object(walk);
}

/* Which profiles of AppArmor were asked; nothing when none were. */
static void tell_profiles(struct walk *walk)
{
	const struct avow_profiles_info *info =
		walk->report->findings ? &walk->report->findings->profiles : NULL;

	if (!info || !info->source)
		return;
	begin_object(walk, "profiles");
	string(walk, "source", avow_span_of(info->source));
	number(walk, "files", info->files);
	number(walk, "count", info->profiles);
	number(walk, "rules", info->rules);
	number(walk, "defects", info->defects);
	end_object(walk);
}

/* Nothing where the report was compared with none. */
static void tell_baseline(struct walk *walk)
{
	if (!walk->report->news)
		return;
	begin_object(walk, "baseline");
	string(walk, "source", avow_span_of(walk->report->news->baseline));
	number(walk, "new_clusters", walk->summary->new_clusters);
	number(walk, "new_denials", walk->summary->new_denials);
	end_object(walk);
}

static void tell_values(struct walk *walk, const char *array, const char *item,
			const struct avow_summary_value *values, size_t count)
{
	begin_array(walk, array);
	for (size_t i = 0; i < count; i++) {
		begin_object(walk, item);
		string(walk, "value", values[i].text);
		number(walk, "count", values[i].count);
		number(walk, "clusters", values[i].clusters);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_summary_reasons(struct walk *walk)
{
	begin_array(walk, "reasons");
	for (size_t i = 0; i < walk->summary->reason_count; i++) {
		const struct avow_summary_reason *row = &walk->summary->reasons[i];

		begin_object(walk, "reason");
		lines(walk, "code", row->reason->code);
		lines(walk, "layer", row->reason->layer);
		lines(walk, "title", row->reason->title);
		number(walk, "count", row->count);
		number(walk, "clusters", row->clusters);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_summary(struct walk *walk)
{
	const struct avow_summary *summary = walk->summary;

	begin_object(walk, "summary");
	avow_buf_clear(&walk->scratch);
	avow_phrase_verdict(&walk->scratch, walk->report, summary);
	tell_scratch(walk, "verdict");
	number(walk, "clusters", summary->clusters);
	number(walk, "with_permission", summary->with_permission);
	walk->sink->boolean(walk->data, "at_least", summary->is_at_least);
	time_of(walk, "first", summary->first);
	time_of(walk, "last", summary->last);
	tell_permissive(walk, summary->permissive_yes, summary->permissive_no,
			summary->permissive_unknown);
	number(walk, "blocked", summary->blocked);
	tell_summary_reasons(walk);
	tell_values(walk, "sources", "source", summary->sources, summary->source_count);
	tell_values(walk, "hosts", "host", summary->hosts, summary->host_count);
	end_object(walk);
}

static void tell_lines(struct walk *walk, const struct avow_input_counts *counts)
{
	for (size_t i = 0; i < avow_input_name_count; i++)
		number(walk, avow_input_names[i].name, avow_input_count(counts, i));
}

static void tell_samples(struct walk *walk, const struct avow_samples *samples)
{
	begin_array(walk, "samples");
	for (size_t i = 0; i < avow_samples_kept(samples); i++) {
		begin_object(walk, "sample");
		place(walk, samples->items[i].place);
		string(walk, "excerpt", samples->items[i].excerpt);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_defect(struct walk *walk, enum avow_defect defect)
{
	const struct avow_evidence *evidence = &walk->report->analysis->evidence;

	begin_object(walk, "defect");
	lines(walk, "reason", avow_defect_text(defect));
	number(walk, "count", evidence->defects[defect].count);
	tell_samples(walk, &evidence->defects[defect]);
	end_object(walk);
}

static void tell_remarks(struct walk *walk)
{
	const struct avow_evidence *evidence = &walk->report->analysis->evidence;

	begin_array(walk, "remarks");
	for (int i = 0; i < AVOW_REMARK_COUNT; i++) {
		const struct avow_remark_row *row = &evidence->remarks[i];
		enum avow_remark_group group = avow_remark_group((enum avow_remark)i);

		if (row->samples.count == 0)
			continue;
		begin_object(walk, "remark");
		lines(walk, "group", avow_remark_group_name(group));
		lines(walk, "text", avow_remark_text((enum avow_remark)i));
		number(walk, "count", row->samples.count);
		number(walk, "amount", row->amount);
		tell_samples(walk, &row->samples);
		end_object(walk);
	}
	end_array(walk);
}

/* By time. Each lasts until the next change; the first begins before any was seen. */
static void tell_epochs(struct walk *walk)
{
	const struct avow_analysis *analysis = walk->report->analysis;
	const struct avow_summary *summary = walk->summary;

	begin_array(walk, "epochs");
	for (size_t i = 0; i < summary->epoch_count; i++) {
		const struct avow_epoch *epoch = summary->epochs[i];
		struct avow_time from = { epoch->seconds, 0 }, to = analysis->last;

		if (i + 1 < summary->epoch_count)
			to = (struct avow_time){ summary->epochs[i + 1]->seconds, 0 };
		begin_object(walk, "epoch");
		number(walk, "number", i + 1);
		time_of(walk, "from", from);
		time_of(walk, "to", to);
		lines(walk, "change", avow_remark_text(epoch->change));
		string(walk, "text", epoch->text);
		if (epoch->enforcing >= 0)
			walk->sink->boolean(walk->data, "enforcing", epoch->enforcing);
		place(walk, epoch->place);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_unknown(struct walk *walk, const struct avow_summary_unknown *unknown)
{
	begin_object(walk, "unknown");
	lines(walk, "code", unknown->samples[0]->code);
	lines(walk, "title", unknown->samples[0]->title);
	number(walk, "count", unknown->count);
	begin_array(walk, "samples");
	for (size_t i = 0; i < unknown->sample_count; i++) {
		begin_object(walk, "sample");
		place(walk, unknown->samples[i]->first);
		lines(walk, "text", unknown->samples[i]->text);
		end_object(walk);
	}
	end_array(walk);
	end_object(walk);
}

/* AppArmor records by what they say that they are; nothing where there are none. */
static void tell_apparmor(struct walk *walk, const struct avow_evidence *evidence)
{
	if (avow_evidence_apparmor(evidence) == 0)
		return;
	begin_array(walk, "apparmor_verdicts");
	for (int i = 0; i < AVOW_APPARMOR_VERDICT_COUNT; i++) {
		if (evidence->apparmor[i] == 0)
			continue;
		begin_object(walk, "verdict");
		lines(walk, "name",
		      avow_apparmor_verdict_name((enum avow_apparmor_verdict)i));
		number(walk, "count", evidence->apparmor[i]);
		end_object(walk);
	}
	end_array(walk);
}

/* Nothing where all of the inputs was looked at. */
static void tell_window(struct walk *walk)
{
	const struct avow_analysis *analysis = walk->report->analysis;
	const struct avow_window *window = &analysis->window;

	if (!window->has_since && !window->has_until)
		return;
	begin_object(walk, "window");
	time_of(walk, "since", window->since.time);
	time_of(walk, "until", window->until.time);
	number(walk, "outside", walk->summary->total.outside);
	number(walk, "undated", analysis->evidence.undated);
	end_object(walk);
}

static void tell_evidence(struct walk *walk)
{
	const struct avow_evidence *evidence = &walk->report->analysis->evidence;

	begin_object(walk, "evidence");
	begin_array(walk, "inputs");
	for (size_t i = 0; i < evidence->input_count; i++) {
		const struct avow_input_counts *input = &evidence->inputs[i];

		begin_object(walk, "input");
		string(walk, "name", input->name);
		lines(walk, "kind", input->kind);
		lines(walk, "format", input->format);
		lines(walk, "compression", input->compression);
		walk->sink->boolean(walk->data, "broken", input->is_broken);
		number(walk, "lost", input->lost);
		tell_lines(walk, input);
		end_object(walk);
	}
	end_array(walk);
	tell_lines(walk, &walk->summary->total);
	number(walk, "events", evidence->events);
	number(walk, "denials", evidence->denials);
	number(walk, "granted", evidence->granted);
	number(walk, "apparmor", avow_evidence_apparmor(evidence));
	tell_apparmor(walk, evidence);
	number(walk, "other_lsm", avow_evidence_other_lsm(evidence));
	number(walk, "duplicates", evidence->duplicates);
	number(walk, "notices", evidence->notices);
	number(walk, "evicted", evidence->evicted);
	number(walk, "lost", avow_evidence_lost(evidence));
	number(walk, "rate_limited", evidence->remarks[AVOW_REMARK_SUPPRESSED].amount);
	number(walk, "serials", evidence->serials);
	number(walk, "serial_gaps", evidence->serial_gaps);
	tell_window(walk);
	begin_array(walk, "defects");
	for (int i = 0; i < AVOW_DEFECT_COUNT; i++)
		if (evidence->defects[i].count)
			tell_defect(walk, (enum avow_defect)i);
	end_array(walk);
	tell_remarks(walk);
	tell_epochs(walk);
	begin_array(walk, "unknowns");
	for (size_t i = 0; i < walk->summary->unknown_count; i++)
		tell_unknown(walk, &walk->summary->unknowns[i]);
	end_array(walk);
	end_object(walk);
}

static void tell_unanswered(struct walk *walk, const struct avow_unanswered *row)
{
	const struct avow_clusters *set = walk->report->analysis->clusters;

	begin_object(walk, "access");
	if (row->cluster < walk->summary->clusters)
		lines(walk, "cluster", avow_clusters_at(set, row->cluster)->id);
	atom(walk, "scontext", row->scontext);
	atom(walk, "tcontext", row->tcontext);
	permissions(walk, avow_atoms_text(walk->atoms, row->permissions));
	number(walk, "count", row->count);
	if (row->others)
		number(walk, "others", row->others);
	lines(walk, "code", row->code);
	lines(walk, "text", row->text);
	lines(walk, "evidence", row->evidence);
	end_object(walk);
}

static void tell_suggestion(struct walk *walk)
{
	const struct avow_suggestion *suggestion;

	if (!avow_phrase_asked(walk->report))
		return;
	suggestion = &walk->report->findings->suggestion;
	begin_object(walk, "suggestion");
	lines(walk, "name", suggestion->name);
	number(walk, "rules", suggestion->rules);
	number(walk, "asked", suggestion->asked);
	number(walk, "covered", suggestion->covered);
	number(walk, "te_left_out", suggestion->te_left_out);
	number(walk, "te_left_out_denials", suggestion->te_left_out_denials);
	number(walk, "already", suggestion->already);
	number(walk, "unjudged", suggestion->unjudged);
	begin_array(walk, "unanswered");
	for (size_t i = 0; i < suggestion->unanswered_count; i++)
		tell_unanswered(walk, &suggestion->unanswered[i]);
	end_array(walk);
	lines(walk, "te", suggestion->te);
	lines(walk, "cil", suggestion->cil);
	end_object(walk);
}

/* Nothing where there are no denials. */
static void tell_readiness(struct walk *walk)
{
	struct avow_readiness readiness;
	struct avow_arena arena = { 0 };

	if (!walk->summary->clusters)
		return;
	if (avow_readiness_make_all(walk->report, &arena, &readiness))
		walk->failed = true;
	else
		avow_walk_readiness(walk, &readiness);
	avow_arena_free(&arena);
}

static void tell_report(struct walk *walk)
{
	begin_object(walk, "report");
	lines(walk, "schema_version", AVOW_REPORT_SCHEMA_VERSION);
	time_of(walk, "generated", walk->report->analysis->last);
	tell_tool(walk);
	tell_policy(walk);
	tell_profiles(walk);
	tell_baseline(walk);
	avow_walk_rules(walk);
	avow_walk_activity(walk);
	tell_summary(walk);
	tell_evidence(walk);
	begin_array(walk, "clusters");
	for (size_t i = 0; i < walk->summary->clusters; i++)
		avow_walk_cluster(walk, i);
	end_array(walk);
	tell_readiness(walk);
	tell_suggestion(walk);
	avow_walk_plan(walk);
	end_object(walk);
}

static int finish(struct walk *walk, struct avow_error *error)
{
	avow_buf_free(&walk->scratch);
	return walk->failed ? avow_error_nomem(error) : 0;
}

int avow_report_walk(const struct avow_report *report, const struct avow_summary *summary,
		     const struct avow_sink *sink, void *data, struct avow_error *error)
{
	struct walk walk = { .report = report,
			     .summary = summary,
			     .atoms = avow_clusters_atoms(report->analysis->clusters),
			     .sink = sink,
			     .data = data };

	tell_report(&walk);
	return finish(&walk, error);
}

int avow_readiness_walk(const struct avow_report *report,
			const struct avow_readiness *readiness,
			const struct avow_sink *sink, void *data,
			struct avow_error *error)
{
	struct walk walk = { .report = report, .sink = sink, .data = data };

	avow_walk_readiness(&walk, readiness);
	return finish(&walk, error);
}
