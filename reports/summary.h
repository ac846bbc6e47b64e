/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_SUMMARY_H
#define AVOW_REPORTS_SUMMARY_H

#include "reports/outlook.h"
#include "reports/report.h"

/*
 * What is derived from the model for showing: sums and orders, computed once,
 * so that no format does arithmetic and all formats show the same numbers.
 */

/* How many denials, in how many clusters, share one value. */
struct avow_summary_value {
	struct avow_span text;
	uint64_t count;
	uint64_t clusters;
};

struct avow_summary_reason {
	const struct avow_reason
		*reason; /* the first with this code: code, layer, title */
	uint64_t count;
	uint64_t clusters;
};

/* What records name and the policy does not know: one a code. */
struct avow_summary_unknown {
	const struct avow_reason *samples[AVOW_SAMPLES_MAX]; /* by place */
	size_t sample_count;
	size_t places;  /* of which the samples are the first */
	uint64_t count; /* denials */
};

struct avow_summary {
	struct avow_arena arena; /* holds the arrays */
	struct avow_input_counts total;
	size_t clusters;
	uint64_t denials_of[AVOW_LSM_COUNT];
	size_t clusters_of[AVOW_LSM_COUNT];
	uint64_t with_permission; /* distinct (source type, target type, class,
				     permission) */
	uint64_t permissive_yes, permissive_no, permissive_unknown;
	uint64_t blocked;
	bool is_at_least; /* the count of some cluster is a lower bound */
	bool is_at_least_of[AVOW_LSM_COUNT];
	struct avow_time first, last; /* of the denials; zero when there is none */

	/* Indexes of clusters: most enforced or blocked first, then most denials, then by
	 * name. */
	size_t *order;
	/* Most denials first, then by text. */
	struct avow_summary_reason *reasons;
	size_t reason_count;
	struct avow_summary_unknown *unknowns; /* by code */
	size_t unknown_count;
	struct avow_summary_value *sources; /* source types, and profiles of AppArmor */
	size_t source_count;
	struct avow_summary_value *hosts; /* as the node= of the records names them */
	size_t host_count;
	bool has_more_hosts; /* a cluster left some out */
	/* That the baseline does not know as they are; 0 without one. */
	size_t new_clusters;
	uint64_t new_denials;
	const struct avow_epoch **epochs; /* by time (epochs.h) */
	size_t epoch_count;
	struct avow_outlooks outlooks; /* what is to become of each cluster */
};

/*
 * Fills @out, which the caller zeroes and gives to avow_summary_free() in every
 * case. Spans and reasons are borrowed from @report. Fails only with
 * AVOW_E_NOMEM.
 */
int avow_summary_make(const struct avow_report *report, struct avow_summary *out,
		      struct avow_error *error) avow_must_check;
void avow_summary_free(struct avow_summary *summary);

/*
 * The indexes of the clusters in the order in which reports show them, in @arena: those
 * that were enforced before those that were only logged, then by denials. 0 or
 * AVOW_E_NOMEM.
 */
int avow_summary_order(const struct avow_clusters *set, struct avow_arena *arena,
		       size_t **out) avow_must_check;

/*
 * How many denials of the cluster were not merely logged: those that say they
 * were enforced, or those known to have failed, whichever is more.
 */
uint64_t avow_summary_effective(const struct avow_cluster *cluster);

/*
 * Whether the count of the cluster is a lower bound: some of it was permissive, or
 * it is a capability, which AppArmor logs once while it is cached (audit_caps() in
 * security/apparmor/capability.c).
 */
bool avow_summary_is_at_least(const struct avow_clusters *set,
			      const struct avow_cluster *cluster);

/* The finding of the cluster at @index of the set; NULL when no policy was asked of it.
 */
const struct avow_finding *avow_report_finding(const struct avow_report *report,
					       size_t index);

/* How many hundredths of the whole the part is; no part that there is has none. */
int avow_summary_percent(uint64_t part, uint64_t whole);

/* Whether a policy or profiles were asked, and changes sought for what they refuse. */
/* Whether the baseline does not know the cluster as it is; false without one. */
bool avow_report_is_new(const struct avow_report *report, size_t index);

bool avow_report_has_plan(const struct avow_report *report);

/* Whether an earlier reason of @finding has the code of the one at @index. */
bool avow_finding_repeats(const struct avow_finding *finding, size_t index);

/* The name of the input that @place is in; an empty span when it is in none. */
struct avow_span avow_report_input_name(const struct avow_report *report,
					struct avow_place place);

#endif
