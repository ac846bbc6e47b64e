/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sums and orders over the clusters and findings. It decides nothing about how
 * they look, and asks no policy. Equal values are folded by sorting, so the
 * result does not depend on the order of the clusters.
 */
#include "reports/summary.h"

#include <stdlib.h>

#include "reports/epochs.h"
#include "reports/values.h"

struct ranked {
	uint64_t effective, count;
	size_t index;
};

uint64_t avow_summary_effective(const struct avow_cluster *cluster)
{
	return cluster->blocked > cluster->permissive_no ? cluster->blocked
							 : cluster->permissive_no;
}

bool avow_summary_is_at_least(const struct avow_clusters *set,
			      const struct avow_cluster *cluster)
{
	const struct avow_atoms *atoms = avow_clusters_atoms(set);

	return cluster->permissive_yes > 0 ||
	       avow_span_is(avow_atoms_text(atoms, cluster->apparmor->class_name), "cap");
}

static int compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->effective != b->effective)
		return a->effective > b->effective ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

int avow_summary_order(const struct avow_clusters *set, struct avow_arena *arena,
		       size_t **out)
{
	size_t count = avow_clusters_count(set);
	struct ranked *ranked = calloc(count + 1, sizeof(*ranked));

	*out = avow_arena_alloc(arena, (count + 1) * sizeof(**out));
	if (!ranked || !*out) {
		free(ranked);
		return AVOW_E_NOMEM;
	}
	for (size_t i = 0; i < count; i++) {
		const struct avow_cluster *cluster = avow_clusters_at(set, i);

		ranked[i] = (struct ranked){ avow_summary_effective(cluster),
					     cluster->count, i };
	}
	qsort(ranked, count, sizeof(*ranked), compare_ranked);
	for (size_t i = 0; i < count; i++)
		(*out)[i] = ranked[i].index;
	free(ranked);
	return 0;
}

static int make_hosts(const struct avow_clusters *set, struct avow_summary *out)
{
	size_t room = 1, used = 0;

	for (size_t i = 0; i < out->clusters; i++)
		room += avow_clusters_at(set, i)->hosts.length;
	out->hosts = avow_arena_alloc(&out->arena, room * sizeof(*out->hosts));
	if (!out->hosts)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < out->clusters; i++) {
		const struct avow_tally *hosts = &avow_clusters_at(set, i)->hosts;

		out->has_more_hosts |= hosts->has_more;
		for (uint32_t k = 0; k < hosts->length; k++)
			out->hosts[used++] =
				(struct avow_summary_value){ hosts->entries[k].value,
							     hosts->entries[k].count, 1 };
	}
	out->host_count = avow_values_fold(out->hosts, used);
	return 0;
}

static int compare_code(const void *left, const void *right)
{
	const struct avow_summary_reason *a = left, *b = right;

	return strcmp(a->reason->code, b->reason->code);
}

static int compare_reason(const void *left, const void *right)
{
	const struct avow_summary_reason *a = left, *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return compare_code(left, right);
}

static size_t fold_reasons(struct avow_summary_reason *reasons, size_t count)
{
	size_t kept = 0;

	qsort(reasons, count, sizeof(*reasons), compare_code);
	for (size_t i = 0; i < count; i++) {
		if (kept && compare_code(&reasons[kept - 1], &reasons[i]) == 0) {
			reasons[kept - 1].count += reasons[i].count;
			reasons[kept - 1].clusters += reasons[i].clusters;
		} else {
			reasons[kept++] = reasons[i];
		}
	}
	qsort(reasons, kept, sizeof(*reasons), compare_reason);
	return kept;
}

bool avow_finding_repeats(const struct avow_finding *finding, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(finding->reasons[i].code, finding->reasons[index].code) == 0)
			return true;
	return false;
}

static int compare_unknown(const void *left, const void *right)
{
	const struct avow_reason *a = *(const struct avow_reason *const *)left;
	const struct avow_reason *b = *(const struct avow_reason *const *)right;
	int order = strcmp(a->code, b->code);

	if (order == 0)
		order = avow_place_compare(a->first, b->first);
	return order ? order : strcmp(a->text, b->text);
}

static void add_unknown(struct avow_summary *out, const struct avow_reason *reason)
{
	struct avow_summary_unknown *last = &out->unknowns[out->unknown_count - 1];

	if (out->unknown_count == 0 || strcmp(last->samples[0]->code, reason->code) != 0)
		last = &out->unknowns[out->unknown_count++];
	if (last->sample_count < AVOW_SAMPLES_MAX)
		last->samples[last->sample_count++] = reason;
	last->places++;
	last->count += reason->count;
}

/* Every reason that names what the policy does not know, by code and place. */
static int make_unknowns(const struct avow_findings *findings, struct avow_summary *out)
{
	const struct avow_reason **all;
	size_t room = 1, used = 0;

	for (size_t i = 0; i < findings->count; i++)
		room += findings->of[i].reason_count;
	all = avow_arena_alloc(&out->arena, room * sizeof(*all));
	out->unknowns = avow_arena_alloc(&out->arena, room * sizeof(*out->unknowns));
	if (!all || !out->unknowns)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < findings->count; i++)
		for (size_t k = 0; k < findings->of[i].reason_count; k++)
			if (findings->of[i].reasons[k].is_unknown)
				all[used++] = &findings->of[i].reasons[k];
	qsort(all, used, sizeof(*all), compare_unknown);
	for (size_t i = 0; i < used; i++)
		add_unknown(out, all[i]);
	return AVOW_OK;
}

static int make_reasons(const struct avow_findings *findings, struct avow_summary *out)
{
	size_t room = 1, used = 0;

	for (size_t i = 0; i < findings->count; i++)
		room += findings->of[i].reason_count;
	out->reasons = avow_arena_alloc(&out->arena, room * sizeof(*out->reasons));
	if (!out->reasons)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < findings->count; i++) {
		const struct avow_finding *finding = &findings->of[i];

		for (size_t k = 0; k < finding->reason_count; k++)
			out->reasons[used++] = (struct avow_summary_reason){
				&finding->reasons[k], finding->reasons[k].count,
				!avow_finding_repeats(finding, k)
			};
	}
	out->reason_count = fold_reasons(out->reasons, used);
	return 0;
}

static void add_up(const struct avow_clusters *set, struct avow_summary *out)
{
	for (size_t i = 0; i < out->clusters; i++) {
		const struct avow_cluster *cluster = avow_clusters_at(set, i);

		out->denials_of[cluster->lsm] += cluster->count;
		out->clusters_of[cluster->lsm]++;
		out->is_at_least_of[cluster->lsm] |=
			avow_summary_is_at_least(set, cluster);
		out->with_permission += cluster->permissions.length;
		out->permissive_yes += cluster->permissive_yes;
		out->permissive_no += cluster->permissive_no;
		out->permissive_unknown += cluster->permissive_unknown;
		out->blocked += cluster->blocked;
		/* Not known where no record of it has a stamp. */
		if (avow_time_is_known(cluster->first) &&
		    (!avow_time_is_known(out->first) ||
		     avow_time_compare(cluster->first, out->first) < 0))
			out->first = cluster->first;
		if (avow_time_compare(cluster->last, out->last) > 0)
			out->last = cluster->last;
	}
	for (int i = 0; i < AVOW_LSM_COUNT; i++)
		out->is_at_least |= out->is_at_least_of[i];
}

static void add_news(const struct avow_report *report, struct avow_summary *out)
{
	for (size_t i = 0; i < out->clusters; i++) {
		if (!avow_report_is_new(report, i))
			continue;
		out->new_clusters++;
		out->new_denials +=
			avow_clusters_at(report->analysis->clusters, i)->count;
	}
}

int avow_summary_make(const struct avow_report *report, struct avow_summary *out,
		      struct avow_error *error)
{
	const struct avow_clusters *set = report->analysis->clusters;

	out->total = avow_evidence_total(&report->analysis->evidence);
	out->clusters = avow_clusters_count(set);
	add_up(set, out);
	add_news(report, out);
	if (avow_epochs_order(&report->analysis->evidence, &out->arena, &out->epochs))
		return avow_error_nomem(error);
	out->epoch_count = report->analysis->evidence.epoch_count;
	out->sources =
		avow_values_of(report, AVOW_PART_SOURCE, &out->arena, &out->source_count);
	if (!out->sources || avow_summary_order(set, &out->arena, &out->order) ||
	    make_hosts(set, out) ||
	    avow_outlooks_make(report, &out->arena, &out->outlooks))
		return avow_error_nomem(error);
	if (report->findings &&
	    (make_reasons(report->findings, out) || make_unknowns(report->findings, out)))
		return avow_error_nomem(error);
	return 0;
}

void avow_summary_free(struct avow_summary *summary)
{
	avow_arena_free(&summary->arena);
	*summary = (struct avow_summary){ 0 };
}

const struct avow_finding *avow_report_finding(const struct avow_report *report,
					       size_t index)
{
	const struct avow_clusters *set = report->analysis->clusters;

	if (!report->findings || index >= report->findings->count)
		return NULL;
	if (avow_clusters_at(set, index)->lsm == AVOW_LSM_SELINUX
		    ? !report->findings->policy.kind
		    : !report->findings->profiles.source)
		return NULL;
	return &report->findings->of[index];
}

bool avow_report_has_plan(const struct avow_report *report)
{
	return report->findings && report->findings->plan.change_count;
}

bool avow_report_is_new(const struct avow_report *report, size_t index)
{
	return report->news && report->news->of[index] != AVOW_BASELINE_KNOWN;
}

struct avow_span avow_report_input_name(const struct avow_report *report,
					struct avow_place place)
{
	const struct avow_evidence *evidence = &report->analysis->evidence;

	if (place.input >= evidence->input_count)
		return avow_span_make("", 0);
	return evidence->inputs[place.input].name;
}

int avow_summary_percent(uint64_t part, uint64_t whole)
{
	int percent = whole ? (int)((double)part * 100 / (double)whole + 0.5) : 0;

	return percent == 0 && part ? 1 : percent;
}
