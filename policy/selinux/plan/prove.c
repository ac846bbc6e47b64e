/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * All changes at once: the booleans are turned over, the rules put in, and each access
 * asked again with the types that the labels would give. What one change does alone was
 * tried when it was advised; here it is seen that they go together.
 */
#include "policy/selinux/plan/planner.h"

#include <stdlib.h>

#include "policy/selinux/module/proof.h"

#define FLIPS_MAX 256

/* Booleans that are turned over, and which value they get is which they have not. */
struct flips {
	uint32_t at[FLIPS_MAX];
	size_t count;
};

static bool is_flipped(const struct flips *flips, uint32_t boolean)
{
	for (size_t i = 0; i < flips->count; i++)
		if (flips->at[i] == boolean)
			return true;
	return false;
}

static void turn_over(const struct avow_planner *planner, const struct flips *flips)
{
	for (size_t i = 0; i < flips->count; i++)
		avow_sepol_flip(planner->contexts->sepol, flips->at[i]);
}

/* Every set turns over what stands now, so that two sets cannot contradict each other. */
static void take_set(const struct avow_boolean_set *set, struct flips *flips)
{
	for (size_t i = 0; set && i < set->count; i++)
		if (flips->count < FLIPS_MAX && !is_flipped(flips, set->booleans[i]))
			flips->at[flips->count++] = set->booleans[i];
}

static bool is_rule(const struct avow_choice *choice)
{
	return avow_change_is_taken(choice->state) &&
	       choice->tried->kind->role == AVOW_ROLE_RULE;
}

/* The one choice of the cluster that is @index's, by its place in `choices`. */
static const struct avow_choice **by_cluster(const struct avow_planner *planner)
{
	const struct avow_choice **out =
		calloc(planner->findings->count + 1, sizeof(const struct avow_choice *));

	for (size_t i = 0; out && i < planner->choice_count; i++) {
		const struct avow_choice *choice = &planner->choices[i];

		if (avow_change_is_taken(choice->state))
			out[choice->cluster] = choice;
	}
	return out;
}

/* The accesses that rules are to answer, in front; how many. */
static size_t pick(const struct avow_planner *planner,
		   const struct avow_choice *const *chosen, struct avow_asked *out)
{
	size_t count = 0;

	for (size_t i = 0; i < planner->asked_count; i++) {
		const struct avow_choice *choice = chosen[planner->asked[i].cluster];

		if (!choice || !is_rule(choice))
			continue;
		out[count] = planner->asked[i];
		out[count++].is_given_up = false;
	}
	return count;
}

static int insert_rules(const struct avow_module *module)
{
	for (size_t i = 0; i < module->rule_count; i++)
		if (!module->rules[i].is_dontaudit &&
		    avow_sepol_allow(module->sepol, &module->rules[i].pair,
				     module->rules[i].permissions) < 0)
			return AVOW_E_NOMEM;
	return 0;
}

static bool is_hidden(const struct avow_choice *choice)
{
	return avow_change_is_taken(choice->state) &&
	       choice->tried->kind->makes == AVOW_CHANGE_KIND_DONTAUDIT;
}

/* Puts the dontaudit rules that were accepted into the module. */
static int hide(const struct avow_planner *planner, struct avow_module *module)
{
	for (size_t i = 0; i < planner->choice_count; i++) {
		const struct avow_choice *choice = &planner->choices[i];

		if (is_hidden(choice) &&
		    avow_module_hide(module, &planner->pairs[choice->cluster],
				     choice->tried->trial.hidden, choice->cluster) < 0)
			return AVOW_E_NOMEM;
	}
	return 0;
}

static int ask(const struct avow_planner *planner, const struct avow_asked *asked,
	       const struct avow_choice *choice, bool *is_answered)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(planner->clusters, asked->cluster);
	const struct avow_access *access = &cluster->accesses[asked->access];
	const struct avow_trial *trial = &choice->tried->trial;
	struct avow_question question = { .pair = asked->pair,
					  .requested = asked->permissions,
					  .xperm = asked->needs_command && is_rule(choice)
							   ? 0
							   : asked->xperm };
	struct avow_answer answer;

	if (avow_contexts_get(planner->contexts, access->scontext, &question.source) <
		    0 ||
	    avow_contexts_get(planner->contexts, access->tcontext, &question.target) < 0)
		return AVOW_E_NOMEM;
	if (trial->source_type)
		question.pair.source = trial->source_type;
	if (trial->target_type)
		question.pair.target = trial->target_type;
	avow_sepol_ask(planner->contexts->sepol, &question, &answer);
	*is_answered = avow_answer_refused(&answer) == 0 && !asked->has_unknown;
	return 0;
}

static int ask_all(const struct avow_planner *planner,
		   const struct avow_choice *const *chosen, struct avow_plan *out)
{
	bool is_answered;

	for (size_t i = 0; i < planner->asked_count; i++) {
		const struct avow_asked *asked = &planner->asked[i];
		const struct avow_choice *choice = chosen[asked->cluster];
		uint64_t denials = avow_clusters_at(planner->clusters, asked->cluster)
					   ->accesses[asked->access]
					   .count;

		if (!avow_planner_is_meant(planner, asked->cluster))
			continue;
		out->asked += denials;
		if (!choice || is_hidden(choice))
			continue;
		if (ask(planner, asked, choice, &is_answered) < 0)
			return AVOW_E_NOMEM;
		*(is_answered ? &out->answered : &out->unmet) += denials;
	}
	return 0;
}

int avow_planner_prove(struct avow_planner *planner, struct avow_module *module,
		       struct avow_suggestion *suggestion, struct avow_plan *out)
{
	struct avow_sepol *sepol = planner->contexts->sepol;
	struct flips flips = { .count = 0 };
	const struct avow_choice **chosen = by_cluster(planner);
	struct avow_asked *picked = calloc(planner->asked_count + 1, sizeof(*picked));
	int code = chosen && picked ? 0 : AVOW_E_NOMEM;

	for (size_t i = 0; i < planner->choice_count; i++)
		if (planner->choices[i].tried &&
		    avow_change_is_taken(planner->choices[i].state))
			take_set(planner->choices[i].tried->trial.set, &flips);
	turn_over(planner, &flips);
	if (code == 0)
		code = avow_proof_run(module, picked, pick(planner, chosen, picked),
				      planner->contexts, planner->neverallow, suggestion,
				      planner->arena);
	if (code == 0)
		code = hide(planner, module);
	if (code == 0)
		code = insert_rules(module);
	if (code == 0)
		code = ask_all(planner, chosen, out);
	avow_sepol_restore(sepol);
	turn_over(planner, &flips);
	free(picked);
	free(chosen);
	return code;
}
