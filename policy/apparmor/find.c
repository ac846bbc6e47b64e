/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The whole of one question to AppArmor's profiles: reasons, then advice. */
#include "policy/apparmor/find.h"

#include <stdio.h>
#include <unistd.h>

#include "policy/apparmor/abstractions.h"
#include "policy/apparmor/advice.h"
#include "policy/apparmor/apparmor.h"
#include "policy/apparmor/plan/plan.h"
#include "policy/apparmor/reason.h"
#include "policy/apparmor/risk.h"
#include "policy/apparmor/risks.h"
#include "policy/apparmor/severity.h"

#define OWN_PROFILES "/etc/apparmor.d"

const char *avow_apparmor_running_profiles(void)
{
	return avow_apparmor_is_running() ? OWN_PROFILES : NULL;
}

size_t avow_apparmor_code_count(void)
{
	return avow_profile_reason_count() + avow_profile_advice_count() +
	       AVOW_PROFILE_RISKS;
}

struct avow_code_row avow_apparmor_code_at(size_t index)
{
	const struct avow_profile_advice_kind *advice;

	if (index < avow_profile_reason_count()) {
		const struct avow_profile_reason_kind *reason =
			avow_profile_reason_at(index);

		return (struct avow_code_row){ reason->code, "reason", reason->title,
					       &reason->entry };
	}
	index -= avow_profile_reason_count();
	if (index >= avow_profile_advice_count()) {
		const struct avow_profile_risk *risk =
			&avow_profile_risks[index - avow_profile_advice_count()];

		return (struct avow_code_row){ risk->risk.code, "risk", risk->risk.title,
					       &risk->entry };
	}
	advice = avow_profile_advice_at(index);
	return (struct avow_code_row){ advice->code, "advice", advice->title,
				       &advice->entry };
}

int avow_apparmor_describe(const struct avow_profiles *profiles, const char *source,
			   struct avow_arena *arena, struct avow_profiles_info *out)
{
	*out = (struct avow_profiles_info){
		.source = avow_arena_string(arena, avow_span_of(source)),
		.profiles = profiles->count,
		.files = profiles->files,
		.defects = profiles->defect_count,
	};
	for (const struct avow_profile *at = profiles->first; at; at = at->next)
		out->rules += at->rule_count;
	return out->source ? 0 : AVOW_E_NOMEM;
}

static int begin(const struct avow_clusters *clusters, struct avow_findings *out)
{
	if (out->of)
		return 0;
	out->count = avow_clusters_count(clusters);
	out->of = avow_arena_alloc(&out->arena, (out->count + 1) * sizeof(*out->of));
	return out->of ? 0 : AVOW_E_NOMEM;
}

/* Adds the changes of @planner to the plan there is. */
static void add_changes(struct avow_profile_planner *planner)
{
	struct avow_plan *plan = &planner->out->plan;
	size_t count = plan->change_count + planner->change_count;
	struct avow_change *all =
		avow_arena_alloc(&planner->out->arena, (count + 1) * sizeof(*all));

	planner->is_out_of_memory |= !all;
	if (!all)
		return;
	if (plan->change_count)
		memcpy(all, plan->changes, plan->change_count * sizeof(*all));
	if (planner->change_count)
		memcpy(all + plan->change_count, planner->changes,
		       planner->change_count * sizeof(*all));
	plan->changes = all;
	plan->change_count = count;
	plan->asked += planner->out->edits.asked;
	plan->answered += planner->out->edits.answered;
	avow_plan_sort(plan);
}

static void plan(struct avow_profile_planner *planner)
{
	avow_profile_merge(planner);
	avow_profile_edit_files(planner);
	avow_profile_plan_new(planner);
	if (!planner->is_out_of_memory)
		avow_profile_prove(planner);
	if (!planner->is_out_of_memory && !planner->options->is_uncompiled)
		avow_profile_compile(planner);
	if (!planner->is_out_of_memory)
		add_changes(planner);
}

/* The newest syntax that the directory of the profiles has a description of. */
static enum avow_profile_abi newest_abi(const char *base)
{
	static const struct {
		const char *name;
		enum avow_profile_abi abi;
	} all[] = { { "5.0", AVOW_ABI_4_0 },
		    { "4.0", AVOW_ABI_4_0 },
		    { "3.0", AVOW_ABI_3_0 } };
	char path[4096];

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(all); i++) {
		snprintf(path, sizeof(path), "%s/abi/%s", base, all[i].name);
		if (access(path, R_OK) == 0)
			return all[i].abi;
	}
	return AVOW_ABI_2_13;
}

/*
 * What is known of one cluster, told and planned for. Why it was refused is asked of the
 * profiles that there are; what to do, of these with the drafts.
 */
static bool find_one(struct avow_profile_planner *planner, size_t index,
		     struct avow_arena *scratch)
{
	const struct avow_apparmor_options *options = planner->options;
	const struct avow_profile_drafts *drafts = planner->drafts;
	struct avow_profile_case c = {
		.profiles = planner->profiles,
		.abstractions = planner->abstractions,
		.atoms = avow_clusters_atoms(planner->clusters),
		.cluster = avow_clusters_at(planner->clusters, index),
		.arena = &planner->out->arena,
		.finding = planner->out->of + index,
		.abi = planner->abi,
	};

	if (c.cluster->lsm != AVOW_LSM_APPARMOR ||
	    (options->cluster &&
	     !avow_span_starts_with(avow_span_of(c.cluster->id), options->cluster)))
		return true;
	avow_case_open(&c, scratch);
	c.finding->is_unconfined = avow_span_is(c.name, "unconfined");
	avow_profile_reasons_tell(&c);
	c.drafts = drafts;
	if (drafts && drafts->profiles) {
		c.profiles = drafts->profiles;
		avow_case_open(&c, scratch);
	}
	if (!options->is_verdict || options->steering)
		c.risk = avow_profile_risk_of(&c);
	c.is_out_of_memory |=
		!avow_severity_of(&planner->severities, &c, c.arena, &c.severity);
	if (!options->is_verdict)
		avow_profile_advise(&c);
	if (options->steering)
		avow_profile_choose(planner, &c, index);
	return !c.is_out_of_memory && !planner->is_out_of_memory;
}

static bool make_drafts(struct avow_profile_planner *planner, const char *source)
{
	const struct avow_drafts_input input = {
		.profiles = planner->profiles,
		.abstractions = planner->abstractions,
		.source = source,
		.clusters = planner->clusters,
		.abi = planner->abi,
		.accept = planner->options->steering ? planner->options->steering->accept
						     : NULL,
	};

	return planner->options->is_verdict ||
	       avow_drafts_make(&input, &planner->drafts) == 0;
}

/* severity.db, and what of it is told. */
static bool read_severities(struct avow_profile_planner *planner)
{
	struct avow_severities *severities = &planner->severities;
	struct avow_profiles_info *info = &planner->out->profiles;
	struct avow_arena *arena = &planner->out->arena;
	struct avow_severity_doubt *doubts;

	if (avow_severities_read(planner->base, severities))
		return false;
	if (!severities->rows)
		return true;
	info->severities = avow_arena_string(arena, avow_span_of(severities->path));
	info->all_doubts = severities->all_doubts;
	info->doubt_count = severities->doubt_count;
	doubts = avow_arena_alloc(arena, (info->doubt_count + 1) * sizeof(*doubts));
	if (doubts && info->doubt_count)
		memcpy(doubts, severities->doubts, info->doubt_count * sizeof(*doubts));
	info->doubts = doubts;
	return info->severities && doubts;
}

int avow_apparmor_find(const struct avow_profiles *profiles, const char *source,
		       const struct avow_clusters *clusters,
		       const struct avow_apparmor_options *options,
		       struct avow_findings *out, struct avow_error *error)
{
	struct avow_profile_planner planner = {
		.profiles = profiles,
		.base = profiles->base,
		.clusters = clusters,
		.options = options,
		.abi = options->abi ? options->abi : newest_abi(profiles->base),
		.out = out
	};
	struct avow_profiles *abstractions = NULL;
	struct avow_arena scratch = { 0 };
	bool is_fine =
		!avow_apparmor_describe(profiles, source, &out->arena, &out->profiles) &&
		!begin(clusters, out);

	if (is_fine && !options->is_verdict)
		is_fine = avow_abstractions_read(profiles, &abstractions) == 0;
	if (is_fine && !options->is_verdict)
		is_fine = read_severities(&planner);
	planner.abstractions = abstractions;
	is_fine = is_fine && make_drafts(&planner, source);
	for (size_t i = 0; is_fine && i < out->count; i++) {
		is_fine = find_one(&planner, i, &scratch);
		avow_arena_clear(&scratch);
	}
	if (is_fine && options->steering)
		plan(&planner);
	is_fine &= !planner.is_out_of_memory;
	avow_taken_free(&planner);
	avow_drafts_free(planner.drafts);
	avow_severities_free(&planner.severities);
	avow_profiles_free(abstractions);
	avow_arena_free(&scratch);
	return is_fine ? 0 : avow_error_nomem(error);
}
