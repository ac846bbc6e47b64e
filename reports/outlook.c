/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The plan, seen from the clusters: a cluster of several changes has the gravest word. */
#include "reports/outlook.h"

#include <string.h>

#include "reports/summary.h"

static const struct {
	const char *name, *title, *mark;
} verdicts[AVOW_VERDICTS] = {
	[AVOW_VERDICT_CHANGE] = { "change", "a change answers it", "✓" },
	[AVOW_VERDICT_REFUSE] = { "refuse", "must not be allowed", "✕" },
	[AVOW_VERDICT_OPEN] = { "open", "no answer found", "?" },
	[AVOW_VERDICT_LEAVE] = { "leave", "nothing to change", "–" },
	[AVOW_VERDICT_UNASKED] = { "unasked", "no policy was asked", "·" },
};

/* Advice and reasons that say so of an attack. */
static const char *const attack_codes[] = { "SEL-REFUSE", "SEL-ATTACK" };

const char *avow_verdict_name(enum avow_verdict verdict)
{
	return verdicts[verdict].name;
}

const char *avow_verdict_title(enum avow_verdict verdict)
{
	return verdicts[verdict].title;
}

const char *avow_verdict_mark(enum avow_verdict verdict)
{
	return verdicts[verdict].mark;
}

const char *avow_outlook_risk_name(int risk)
{
	return risk == AVOW_RISK_NONE ? "none"
				      : avow_risk_level_name((enum avow_risk_level)risk);
}

const char *avow_outlook_mode(const struct avow_cluster *cluster)
{
	if (cluster->permissive_yes)
		return cluster->permissive_no ? "mixed" : "permissive";
	return avow_summary_effective(cluster) ? "enforced" : "unknown";
}

bool avow_code_is_attack(const char *code)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(attack_codes); i++)
		if (strcmp(attack_codes[i], code) == 0)
			return true;
	return false;
}

bool avow_change_is_forbidden(const struct avow_change *change)
{
	return change->state == AVOW_CHANGE_RISKY ||
	       change->state == AVOW_CHANGE_REFUSED || avow_code_is_attack(change->code);
}

bool avow_advice_is_forbidden(const struct avow_advice *advice,
			      const struct avow_outlook *outlook)
{
	for (size_t i = 0; i < advice->risk_count; i++)
		if (advice->risks[i]->is_refused)
			return true;
	return outlook->verdict == AVOW_VERDICT_REFUSE;
}

static enum avow_verdict verdict_of(const struct avow_change *change)
{
	if (avow_change_is_forbidden(change))
		return AVOW_VERDICT_REFUSE;
	if (avow_change_is_taken(change->state))
		return AVOW_VERDICT_CHANGE;
	return change->state == AVOW_CHANGE_NOTHING ? AVOW_VERDICT_LEAVE
						    : AVOW_VERDICT_OPEN;
}

/* Of two changes for one cluster: what must not be allowed, then what is to do. */
static bool is_graver(enum avow_verdict a, enum avow_verdict b)
{
	static const int rank[AVOW_VERDICTS] = {
		[AVOW_VERDICT_REFUSE] = 4,
		[AVOW_VERDICT_CHANGE] = 3,
		[AVOW_VERDICT_OPEN] = 2,
		[AVOW_VERDICT_LEAVE] = 1,
	};

	return rank[a] > rank[b];
}

static void note_change(struct avow_outlook *outlook, const struct avow_change *change,
			size_t index)
{
	enum avow_verdict verdict = verdict_of(change);

	if (is_graver(verdict, outlook->verdict)) {
		outlook->verdict = verdict;
		outlook->change = index;
	}
	for (size_t i = 0; i < change->risk_count; i++)
		if ((int)change->risks[i]->level > outlook->risk)
			outlook->risk = (int)change->risks[i]->level;
}

int avow_outlooks_make(const struct avow_report *report, struct avow_arena *arena,
		       struct avow_outlooks *out)
{
	const struct avow_clusters *set = report->analysis->clusters;
	size_t count = avow_clusters_count(set);

	out->of = avow_arena_alloc(arena, (count + 1) * sizeof(*out->of));
	if (!out->of)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++)
		out->of[i] = (struct avow_outlook){ AVOW_VERDICT_UNASKED, AVOW_RISK_NONE,
						    SIZE_MAX };
	if (avow_report_has_plan(report)) {
		const struct avow_plan *plan = &report->findings->plan;

		for (size_t i = 0; i < plan->change_count; i++)
			for (size_t k = 0; k < plan->changes[i].cluster_count; k++)
				note_change(&out->of[plan->changes[i].clusters[k]],
					    &plan->changes[i], i);
	}
	for (size_t i = 0; i < count; i++) {
		if (out->of[i].verdict == AVOW_VERDICT_UNASKED &&
		    avow_report_finding(report, i))
			out->of[i].verdict = AVOW_VERDICT_OPEN;
		out->denials[out->of[i].verdict] += avow_clusters_at(set, i)->count;
		out->clusters[out->of[i].verdict]++;
	}
	return AVOW_OK;
}
