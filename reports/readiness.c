/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Clusters to subjects, what is known of each subject, and the verdict. The sentences are
 * in readiness_words.c.
 */
#include "reports/readiness.h"

#include <stdlib.h>
#include <string.h>

#include "reports/readiness_parts.h"

static const struct {
	const char *name, *title;
} verdicts[AVOW_READY_VERDICTS] = {
	[AVOW_READY_NOT_YET] = { "not_yet", "not yet" },
	[AVOW_READY_CANNOT_TELL] = { "cannot_tell", "cannot tell" },
	[AVOW_READY_YES] = { "ready", "ready" },
};

const char *avow_ready_name(enum avow_ready verdict)
{
	return verdicts[verdict].name;
}

const char *avow_ready_title(enum avow_ready verdict)
{
	return verdicts[verdict].title;
}

/* A cluster and whom it is of. */
struct member {
	enum avow_lsm lsm;
	struct avow_span namespace, name;
	struct avow_time first;
	size_t index;
};

/* What complain mode makes for a program that has no profile is of the one it came from.
 */
static struct avow_span parent_of(struct avow_span profile)
{
	return avow_span_first(profile, avow_span_search(profile, "//null-"));
}

static struct member member_of(const struct avow_clusters *set, size_t index)
{
	const struct avow_cluster *cluster = avow_clusters_at(set, index);
	const struct avow_atoms *atoms = avow_clusters_atoms(set);
	struct member out = { .lsm = cluster->lsm,
			      .first = cluster->first,
			      .index = index };

	if (cluster->lsm == AVOW_LSM_SELINUX) {
		out.name = avow_atoms_text(atoms, cluster->scontext_type);
	} else {
		out.name = parent_of(avow_atoms_text(atoms, cluster->apparmor->profile));
		out.namespace = avow_atoms_text(atoms, cluster->apparmor->namespace);
	}
	return out;
}

static int compare_whom(const struct member *a, const struct member *b)
{
	int order;

	if (a->lsm != b->lsm)
		return a->lsm < b->lsm ? -1 : 1;
	order = avow_span_compare(a->namespace, b->namespace);
	return order ? order : avow_span_compare(a->name, b->name);
}

static int by_whom(const void *left, const void *right)
{
	const struct member *a = left, *b = right;
	int order = compare_whom(a, b);

	if (!order)
		order = avow_time_compare(a->first, b->first);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static bool is_chosen(const struct member *member, const struct avow_ready_choice *choice)
{
	const char *wanted =
		member->lsm == AVOW_LSM_SELINUX ? choice->domain : choice->profile;

	return (!choice->domain && !choice->profile) ||
	       (wanted && avow_span_is(member->name, wanted));
}

/* Clusters whose every reason is that nothing refuses them are allowed by now. */
static void note_asked(struct avow_ready_asked *asked, const struct avow_finding *finding)
{
	bool is_denied = false, is_hidden = false, is_unknown = false;

	if (!finding || !finding->reason_count) {
		asked->unasked++;
		return;
	}
	for (size_t i = 0; i < finding->reason_count; i++) {
		const struct avow_reason *reason = &finding->reasons[i];

		if (reason->is_unknown || strcmp(reason->code, "AA-DOUBT") == 0)
			is_unknown = true;
		else if (strcmp(reason->code, "SEL-DONTAUDIT") == 0)
			is_hidden = true;
		else if (strcmp(reason->code, "SEL-ALLOWED") != 0 &&
			 strcmp(reason->code, "AA-COVERED") != 0)
			is_denied = true;
	}
	if (is_denied)
		asked->denied++;
	else if (is_unknown)
		asked->unjudged++;
	else if (is_hidden)
		asked->hidden++;
	else
		asked->allowed++;
}

static void add_cluster(const struct avow_report *report, size_t index,
			struct avow_ready_subject *subject)
{
	const struct avow_clusters *set = report->analysis->clusters;
	const struct avow_cluster *cluster = avow_clusters_at(set, index);

	subject->clusters[subject->cluster_count++] = index;
	subject->denials += cluster->count;
	subject->permissive_yes += cluster->permissive_yes;
	subject->permissive_no += cluster->permissive_no;
	subject->permissive_unknown += cluster->permissive_unknown;
	subject->real += avow_summary_effective(cluster);
	subject->is_at_least |= avow_summary_is_at_least(set, cluster);
	note_asked(&subject->asked, avow_report_finding(report, index));
	if (!avow_time_is_known(cluster->first))
		return;
	if (!avow_time_is_known(subject->first))
		subject->first = cluster->first;
	if (avow_time_compare(cluster->last, subject->last) > 0)
		subject->last = cluster->last;
}

static int by_text(const void *left, const void *right)
{
	return avow_span_compare(*(const struct avow_span *)left,
				 *(const struct avow_span *)right);
}

/* Distinct process ids, of those that the clusters have kept. */
static int count_processes(const struct avow_clusters *set, struct avow_arena *arena,
			   struct avow_ready_subject *subject)
{
	struct avow_span *pids;
	size_t count = 0;

	for (size_t i = 0; i < subject->cluster_count; i++)
		count += avow_clusters_at(set, subject->clusters[i])->pids.length;
	pids = avow_arena_alloc(arena, (count + 1) * sizeof(*pids));
	if (!pids)
		return AVOW_E_NOMEM;
	count = 0;
	for (size_t i = 0; i < subject->cluster_count; i++) {
		const struct avow_tally *tally =
			&avow_clusters_at(set, subject->clusters[i])->pids;

		subject->has_more_processes |= tally->has_more;
		for (uint32_t k = 0; k < tally->length; k++)
			pids[count++] = tally->entries[k].value;
	}
	qsort(pids, count, sizeof(*pids), by_text);
	for (size_t i = 0; i < count; i++)
		subject->processes += !i || !avow_span_equal(pids[i - 1], pids[i]);
	return AVOW_OK;
}

/* Sightings know of a stretch: by its end it was seen, and by the cluster's last time. */
static struct avow_time time_of(const struct avow_cluster *cluster,
				const struct avow_sightings *sightings)
{
	struct avow_time out;

	if (!sightings)
		return cluster->first;
	out = (struct avow_time){
		(sightings->first + 1) * avow_sightings_width(sightings) - 1, 999
	};
	return avow_time_compare(out, cluster->last) < 0 ? out : cluster->last;
}

static int by_time(const void *left, const void *right)
{
	const struct avow_ready_found *a = left, *b = right;
	int order = avow_time_compare(a->time, b->time);

	if (!order && a->cluster != b->cluster)
		return a->cluster < b->cluster ? -1 : 1;
	return order ? order : avow_span_compare(a->permission, b->permission);
}

/* What it did, one by one, and what the times of that come to. */
static int estimate(const struct avow_clusters *set, struct avow_arena *arena,
		    struct avow_ready_subject *subject)
{
	const struct avow_sightings **of;
	size_t all = 0, known = 0;

	for (size_t i = 0; i < subject->cluster_count; i++)
		all += avow_clusters_at(set, subject->clusters[i])->permissions.length;
	of = avow_arena_alloc(arena, (all + 1) * sizeof(*of));
	subject->found = avow_arena_alloc(arena, (all + 1) * sizeof(*subject->found));
	if (!of || !subject->found)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < subject->cluster_count; i++) {
		size_t index = subject->clusters[i];
		const struct avow_cluster *cluster = avow_clusters_at(set, index);

		for (uint32_t k = 0; k < cluster->permissions.length; k++) {
			const struct avow_tally_entry *entry =
				&cluster->permissions.entries[k];

			subject->found[subject->found_count++] =
				(struct avow_ready_found){ time_of(cluster,
								   entry->sightings),
							   index, entry->value };
			if (entry->sightings)
				of[known++] = entry->sightings;
		}
	}
	if (all) {
		qsort(subject->found, all, sizeof(*subject->found), by_time);
		subject->newest = subject->found[all - 1].time;
	}
	return avow_novelty_estimate(of, known, &subject->novelty);
}

static uint64_t seconds_between(struct avow_time from, struct avow_time to)
{
	return avow_time_is_known(from) && to.seconds > from.seconds
		       ? to.seconds - from.seconds
		       : 0;
}

static void look_at_log(const struct avow_analysis *analysis,
			struct avow_ready_subject *subject)
{
	const struct avow_evidence *evidence = &analysis->evidence;

	subject->watched = seconds_between(subject->first, analysis->last);
	subject->quiet = seconds_between(subject->newest, analysis->last);
	for (size_t i = 0; i < evidence->epoch_count; i++)
		subject->boots += evidence->epochs[i].change == AVOW_REMARK_BOOT &&
				  evidence->epochs[i].seconds >= subject->first.seconds;
}

static int settle(const struct avow_report *report,
		  const struct avow_ready_limits *limits, struct avow_arena *arena,
		  struct avow_ready_subject *subject)
{
	const struct avow_clusters *set = report->analysis->clusters;

	if (count_processes(set, arena, subject) || estimate(set, arena, subject))
		return AVOW_E_NOMEM;
	look_at_log(report->analysis, subject);
	return avow_readiness_judge(report, limits, arena, subject);
}

static int by_verdict(const void *left, const void *right)
{
	const struct avow_ready_subject *a = left, *b = right;
	int order;

	if (a->verdict != b->verdict)
		return a->verdict < b->verdict ? -1 : 1;
	if (a->denials != b->denials)
		return a->denials > b->denials ? -1 : 1;
	if (a->lsm != b->lsm)
		return a->lsm < b->lsm ? -1 : 1;
	order = avow_span_compare(a->namespace, b->namespace);
	return order ? order : avow_span_compare(a->name, b->name);
}

/* Those of whom there is no denial are told of all the same, when they were asked for. */
static void add_absent(const char *name, enum avow_lsm lsm, struct avow_readiness *out)
{
	for (size_t i = 0; name && i < out->count; i++)
		if (out->subjects[i].lsm == lsm)
			return;
	if (name)
		out->subjects[out->count++] =
			(struct avow_ready_subject){ .lsm = lsm,
						     .name = avow_span_of(name) };
}

/* One subject a run of members. */
static int group(const struct avow_report *report, const struct member *members,
		 size_t count, struct avow_arena *arena, struct avow_readiness *out)
{
	size_t *indexes = avow_arena_alloc(arena, (count + 1) * sizeof(*indexes));

	if (!indexes)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++) {
		if (!i || compare_whom(&members[i - 1], &members[i]))
			out->subjects[out->count++] = (struct avow_ready_subject){
				.lsm = members[i].lsm,
				.name = members[i].name,
				.namespace = members[i].namespace,
				.clusters = indexes + i,
			};
		add_cluster(report, members[i].index, &out->subjects[out->count - 1]);
	}
	return AVOW_OK;
}

int avow_readiness_make(const struct avow_report *report,
			const struct avow_ready_limits *limits,
			const struct avow_ready_choice *choice, struct avow_arena *arena,
			struct avow_readiness *out)
{
	const struct avow_clusters *set = report->analysis->clusters;
	size_t all = avow_clusters_count(set), count = 0;
	struct member *members = avow_arena_alloc(arena, (all + 1) * sizeof(*members));

	*out = (struct avow_readiness){ .limits = *limits };
	out->subjects = avow_arena_alloc(arena, (all + 2) * sizeof(*out->subjects));
	if (!members || !out->subjects)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < all; i++) {
		members[count] = member_of(set, i);
		count += is_chosen(&members[count], choice);
	}
	if (count)
		qsort(members, count, sizeof(*members), by_whom);
	if (group(report, members, count, arena, out))
		return AVOW_E_NOMEM;
	add_absent(choice->domain, AVOW_LSM_SELINUX, out);
	add_absent(choice->profile, AVOW_LSM_APPARMOR, out);
	for (size_t i = 0; i < out->count; i++) {
		if (settle(report, limits, arena, &out->subjects[i]))
			return AVOW_E_NOMEM;
		out->of[out->subjects[i].verdict]++;
	}
	if (out->count)
		qsort(out->subjects, out->count, sizeof(*out->subjects), by_verdict);
	return AVOW_OK;
}

int avow_readiness_make_all(const struct avow_report *report, struct avow_arena *arena,
			    struct avow_readiness *out)
{
	const struct avow_ready_limits limits = { AVOW_READY_CHANCE, AVOW_READY_QUIET };
	const struct avow_ready_choice all = { 0 };

	return avow_readiness_make(report, &limits, &all, arena, out);
}
