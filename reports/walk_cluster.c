/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The names and the order of what the model says of a cluster and its finding. A
 * cluster of either security module has the members that it can have.
 */
#include "reports/epochs.h"
#include "reports/names.h"
#include "reports/patterns.h"
#include "reports/walk_parts.h"

#include <stdio.h>

/* When it was seen at all. */
static void tell_sightings(struct walk *walk, const struct avow_sightings *sightings)
{
	uint64_t width = avow_sightings_width(sightings);

	begin_object(walk, "sightings");
	number(walk, "width", width);
	number(walk, "from", sightings->first * width);
	avow_buf_clear(&walk->scratch);
	avow_sightings_text(sightings, &walk->scratch);
	tell_scratch(walk, "seen");
	end_object(walk);
}

static void tell_tallies(struct walk *walk, const struct avow_cluster *cluster)
{
	for (size_t i = 0; i < avow_tally_name_count; i++) {
		const struct avow_tally *tally = avow_tally_named(cluster, i);

		if (!avow_tally_is_of(cluster, i))
			continue;
		begin_array(walk, avow_tally_names[i].array);
		for (uint32_t k = 0; k < tally->length; k++) {
			begin_object(walk, avow_tally_names[i].item);
			string(walk, "value", tally->entries[k].value);
			number(walk, "count", tally->entries[k].count);
			if (tally->entries[k].sightings)
				tell_sightings(walk, tally->entries[k].sightings);
			end_object(walk);
		}
		end_array(walk);
	}
	begin_array(walk, "more");
	for (size_t i = 0; i < avow_tally_name_count; i++)
		if (avow_tally_named(cluster, i)->has_more)
			lines(walk, "field", avow_tally_names[i].array);
	end_array(walk);
}

static void tell_pattern(struct walk *walk, const struct avow_pattern *pattern)
{
	begin_object(walk, "pattern");
	string(walk, "text", pattern->text);
	number(walk, "paths", pattern->paths);
	number(walk, "count", pattern->count);
	begin_array(walk, "parts");
	for (size_t i = 0; i < pattern->part_count; i++) {
		begin_object(walk, "part");
		number(walk, "component", pattern->parts[i].component);
		lines(walk, "shape", avow_varying_name(pattern->parts[i].shape));
		number(walk, "values", pattern->parts[i].values);
		end_object(walk);
	}
	end_array(walk);
	end_object(walk);
}

/* What varies in its paths; nothing where nothing does. */
static void tell_patterns(struct walk *walk, const struct avow_cluster *cluster)
{
	struct avow_patterns patterns;
	struct avow_arena arena = { 0 };

	if (avow_patterns_make(&cluster->paths, &arena, &patterns))
		walk->failed = true;
	if (patterns.count && !walk->failed) {
		begin_array(walk, "patterns");
		for (size_t i = 0; i < patterns.count; i++)
			tell_pattern(walk, &patterns.at[i]);
		end_array(walk);
	}
	avow_arena_free(&arena);
}

static void tell_xperm(struct walk *walk, uint32_t xperm)
{
	char text[sizeof("0xffff")];

	if (!xperm)
		return;
	snprintf(text, sizeof(text), "0x%04x", xperm & 0xffff);
	lines(walk, "xperm", text);
}

static void tell_accesses(struct walk *walk, const struct avow_cluster *cluster,
			  const struct avow_finding *finding)
{
	begin_array(walk, "accesses");
	for (size_t i = 0; i < cluster->access_count; i++) {
		const struct avow_access *access = &cluster->accesses[i];

		begin_object(walk, "access");
		atom(walk, "scontext", access->scontext);
		atom(walk, "tcontext", access->tcontext);
		permissions(walk, avow_atoms_text(walk->atoms, access->permissions));
		tell_xperm(walk, access->xperm);
		number(walk, "count", access->count);
		if (finding && i < finding->access_count)
			lines(walk, "reason", finding->access_reasons[i]);
		begin_object(walk, "first");
		place(walk, access->first);
		end_object(walk);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_reasons(struct walk *walk, const struct avow_finding *finding)
{
	begin_array(walk, "reasons");
	for (size_t i = 0; i < finding->reason_count; i++) {
		const struct avow_reason *reason = &finding->reasons[i];

		begin_object(walk, "reason");
		lines(walk, "code", reason->code);
		lines(walk, "layer", reason->layer);
		lines(walk, "title", reason->title);
		lines(walk, "text", reason->text);
		lines(walk, "evidence", reason->evidence);
		permissions(walk,
			    avow_span_of(reason->permissions ? reason->permissions : ""));
		number(walk, "count", reason->count);
		if (reason->is_unknown) {
			begin_object(walk, "unknown");
			place(walk, reason->first);
			end_object(walk);
		}
		end_object(walk);
	}
	end_array(walk);
}

static void tell_advice(struct walk *walk, const struct avow_finding *finding)
{
	begin_array(walk, "advice");
	for (size_t i = 0; i < finding->advice_count; i++) {
		const struct avow_advice *advice = &finding->advice[i];

		begin_object(walk, "remedy");
		lines(walk, "code", advice->code);
		number(walk, "rank", advice->rank);
		lines(walk, "title", advice->title);
		lines(walk, "why", advice->why);
		if (advice->change) {
			begin_object(walk, "change");
			lines(walk, "kind", advice->change_kind);
			lines(walk, "text", advice->change);
			end_object(walk);
		}
		avow_walk_severity(walk, &advice->severity);
		if (advice->note)
			lines(walk, "note", advice->note);
		if (advice->proof)
			lines(walk, "proof", advice->proof);
		if (advice->is_choice)
			walk->sink->boolean(walk->data, "choice", true);
		if (advice->risk_count)
			avow_walk_risks(walk, advice->risks, advice->risk_count);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_layers(struct walk *walk, const struct avow_decision *decision)
{
	begin_array(walk, "layers");
	for (size_t i = 0; i < decision->layer_count; i++) {
		const struct avow_layer *layer = &decision->layers[i];

		begin_object(walk, "layer");
		lines(walk, "name", layer->name);
		lines(walk, "verdict", avow_layer_verdict_name(layer->verdict));
		lines(walk, "text", layer->text);
		lines(walk, "evidence", layer->evidence);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_decisions(struct walk *walk, const struct avow_finding *finding)
{
	if (!finding->decision_count)
		return;
	begin_array(walk, "decisions");
	for (size_t i = 0; i < finding->decision_count; i++) {
		const struct avow_decision *decision = &finding->decisions[i];

		begin_object(walk, "decision");
		atom(walk, "scontext", decision->scontext);
		atom(walk, "tcontext", decision->tcontext);
		permissions(walk, avow_atoms_text(walk->atoms, decision->permissions));
		tell_xperm(walk, decision->xperm);
		number(walk, "count", decision->count);
		number(walk, "others", decision->others);
		lines(walk, "reason", decision->code);
		tell_layers(walk, decision);
		end_object(walk);
	}
	end_array(walk);
}

static void tell_findings(struct walk *walk, const struct avow_finding *finding)
{
	begin_array(walk, "findings");
	if (finding) {
		begin_object(walk, "finding");
		if (finding->is_unconfined)
			walk->sink->boolean(walk->data, "unconfined", true);
		tell_reasons(walk, finding);
		tell_advice(walk, finding);
		tell_decisions(walk, finding);
		end_object(walk);
	}
	end_array(walk);
}

/* What the cluster is named by. */
static void tell_name(struct walk *walk, const struct avow_cluster *cluster)
{
	const struct avow_apparmor_cluster *apparmor = cluster->apparmor;

	lines(walk, "id", cluster->id);
	if (cluster->lsm == AVOW_LSM_SELINUX) {
		lines(walk, "lsm", "selinux");
		atom(walk, "scontext_type", cluster->scontext_type);
		atom(walk, "tcontext_type", cluster->tcontext_type);
		atom(walk, "tclass", cluster->tclass);
		return;
	}
	lines(walk, "lsm", "apparmor");
	atom(walk, "profile", apparmor->profile);
	if (apparmor->namespace != AVOW_NO_ATOM)
		atom(walk, "namespace", apparmor->namespace);
	atom(walk, "class", apparmor->class_name);
	string(walk, "name", apparmor->object);
	if (apparmor->is_rest)
		walk->sink->boolean(walk->data, "rest", true);
}

static void tell_owner(struct walk *walk, const struct avow_apparmor_cluster *cluster)
{
	begin_object(walk, "owner");
	number(walk, "yes", cluster->owner_yes);
	number(walk, "no", cluster->owner_no);
	end_object(walk);
}

/* How many when: nothing where no record has a time. */
static void tell_history(struct walk *walk, const struct avow_history *history)
{
	if (!history->length)
		return;
	begin_object(walk, "history");
	number(walk, "width", avow_history_width(history));
	begin_array(walk, "bars");
	for (uint32_t i = 0; i < history->length; i++) {
		begin_object(walk, "bar");
		number(walk, "from", history->bars[i].from);
		number(walk, "count", history->bars[i].count);
		end_object(walk);
	}
	end_array(walk);
	end_object(walk);
}

/* In which epochs it was seen, and the first in which it was not seen any more. */
static void tell_epochs(struct walk *walk, const struct avow_cluster *cluster)
{
	size_t ended = avow_epochs_ended(walk->report, walk->summary, cluster);

	avow_buf_clear(&walk->scratch);
	avow_epochs_seen(walk->summary, cluster, &walk->scratch);
	if (walk->scratch.length)
		tell_scratch(walk, "seen_in");
	if (ended)
		number(walk, "not_since", ended);
}

void avow_walk_cluster(struct walk *walk, size_t index)
{
	const struct avow_clusters *set = walk->report->analysis->clusters;
	const struct avow_cluster *cluster = avow_clusters_at(set, index);
	const struct avow_finding *finding = avow_report_finding(walk->report, index);
	const struct avow_news *news = walk->report->news;

	begin_object(walk, "cluster");
	tell_name(walk, cluster);
	number(walk, "count", cluster->count);
	walk->sink->boolean(walk->data, "at_least",
			    avow_summary_is_at_least(set, cluster));
	time_of(walk, "first", cluster->first);
	time_of(walk, "last", cluster->last);
	tell_epochs(walk, cluster);
	tell_history(walk, &cluster->history);
	tell_permissive(walk, cluster->permissive_yes, cluster->permissive_no,
			cluster->permissive_unknown);
	number(walk, "blocked", cluster->blocked);
	if (news)
		lines(walk, "baseline", avow_baseline_verdict_name(news->of[index]));
	if (cluster->lsm == AVOW_LSM_APPARMOR)
		tell_owner(walk, cluster->apparmor);
	tell_tallies(walk, cluster);
	tell_patterns(walk, cluster);
	if (cluster->lsm == AVOW_LSM_SELINUX)
		tell_accesses(walk, cluster, finding);
	begin_object(walk, "sample");
	place(walk, cluster->sample_place);
	number(walk, "serial", cluster->sample_serial);
	string(walk, "text", avow_buf_span(&cluster->sample));
	end_object(walk);
	tell_findings(walk, finding);
	end_object(walk);
}
