/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes for one cluster the best answer that its trial bears out. Advice is looked at
 * in its order: an answer that ends only a part of the denials is taken too, and the
 * search goes on. A rule comes last, and not at all where it is a risk that nobody has
 * allowed.
 */
#include "policy/selinux/circumstances/candidates.h"
#include "policy/selinux/plan/planner.h"

#define WIDE_DOMAINS 32       /* a boolean with more is for whole systems */
#define WIDE_PERMISSIONS 4096 /* likewise */

/* The choice of one cluster in the making. */
struct chooser {
	struct avow_planner *planner;
	size_t cluster;
	struct avow_choice *first; /* those of this cluster */
	size_t taken;
	uint64_t answered;              /* denials, by parts that were taken */
	const struct avow_advice *hint; /* the first that is no answer by itself */
};

static struct avow_choice *add(struct chooser *chooser, const struct avow_advice *advice,
			       const struct avow_tried *tried,
			       enum avow_change_state state)
{
	struct avow_choice *choice = &chooser->first[chooser->taken++];

	*choice = (struct avow_choice){ .cluster = chooser->cluster,
					.advice = advice,
					.tried = tried,
					.state = state };
	chooser->planner->choice_count++;
	return choice;
}

/* Denials that parts are counted of: those whose port, or whose path, is known. */
static uint64_t count_known(const struct avow_cluster *cluster,
			    enum avow_change_kind kind)
{
	const bool is_port = kind == AVOW_CHANGE_KIND_PORT;
	const struct avow_tally *tally = is_port ? &cluster->ports : &cluster->paths;
	uint64_t count = 0;

	for (uint32_t i = 0; i < tally->length; i++)
		if (is_port || avow_span_starts_with(tally->entries[i].value, "/"))
			count += tally->entries[i].count;
	return count;
}

/* Whether the cluster has nothing left, now that the change is taken. */
static bool is_whole(struct chooser *chooser, const struct avow_tried *tried)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(chooser->planner->clusters, chooser->cluster);

	chooser->answered += tried->trial.answers;
	return !tried->trial.part ||
	       chooser->answered >= count_known(cluster, tried->kind->makes);
}

/* Whether the same part has its answer already. */
static bool is_answered(const struct chooser *chooser, const struct avow_tried *tried)
{
	for (size_t i = 0; i < chooser->taken; i++) {
		const struct avow_tried *other = chooser->first[i].tried;

		if (other->kind->makes == tried->kind->makes &&
		    other->trial.part == tried->trial.part)
			return true;
	}
	return false;
}

static bool is_named_for(const struct chooser *chooser,
			 const struct avow_boolean_set *set)
{
	const struct avow_sepol *sepol = chooser->planner->contexts->sepol;
	const char *domain = avow_sepol_type_name(
		sepol, chooser->planner->pairs[chooser->cluster].source);

	for (size_t i = 0; i < set->count; i++)
		if (!avow_candidates_kinship(
			    domain, avow_sepol_boolean_name(sepol, set->booleans[i])))
			return false;
	return true;
}

/*
 * A boolean that opens half of the system for the sake of one domain is no answer,
 * unless it is that domain's own.
 */
static int is_weak(const struct chooser *chooser, const struct avow_tried *tried)
{
	const struct avow_boolean_set *set = tried->trial.set;
	struct avow_sepol_opening opening;

	if (!set)
		return tried->trial.is_weak;
	if (is_named_for(chooser, set))
		return 0;
	if (avow_sepol_open_booleans(chooser->planner->contexts->sepol, set->booleans,
				     set->count, &opening) < 0)
		return AVOW_E_NOMEM;
	return opening.sources > WIDE_DOMAINS || opening.permissions > WIDE_PERMISSIONS;
}

static bool is_accepted(const struct chooser *chooser, const struct avow_advice *advice)
{
	const char *accept = chooser->planner->steering->accept;

	return !accept || avow_planner_lists(accept, advice->code);
}

/* Named, not merely not left out. */
static bool is_asked_for(const struct chooser *chooser, const struct avow_advice *advice)
{
	return avow_planner_lists(chooser->planner->steering->accept, advice->code);
}

static int weigh(const struct chooser *chooser, struct avow_choice *choice)
{
	const struct avow_planner *planner = chooser->planner;
	const struct avow_risk_case asked = {
		.sepol = planner->contexts->sepol,
		.pair = planner->pairs[chooser->cluster],
		.permissions = planner->wanted[chooser->cluster],
	};
	const struct avow_risk *found[AVOW_RISKS_MAX];
	const struct avow_risk **risks;
	size_t count = avow_risks_find(&asked, found);

	if (count == 0)
		return 0;
	risks = avow_arena_alloc(planner->arena,
				 count * sizeof(const struct avow_risk *));
	if (!risks)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++) {
		risks[i] = found[i];
		if (found[i]->is_refused && choice->state != AVOW_CHANGE_RISKY &&
		    !avow_planner_lists(planner->steering->allow_risky, found[i]->code)) {
			choice->state = AVOW_CHANGE_RISKY;
			choice->state_why = found[i]->why;
		}
	}
	choice->risks = risks;
	choice->risk_count = count;
	return 0;
}

/* 1 when it was taken. What a user names by its code is not too weak to be taken. */
static int take_change(struct chooser *chooser, const struct avow_advice *advice,
		       const struct avow_tried *tried)
{
	struct avow_planner *planner = chooser->planner;
	int code = 0;

	if (!advice->change || tried->outcome.denied || !tried->outcome.allowed ||
	    is_answered(chooser, tried))
		return 0;
	if (!is_asked_for(chooser, advice))
		code = is_weak(chooser, tried);
	if (code == 0)
		code = avow_claims_take(&planner->claims, advice->change, planner->arena);
	if (code)
		return code < 0 ? code : 0;
	add(chooser, advice, tried, AVOW_CHANGE_PROPOSED);
	return 1;
}

/* A positive number: the search is over. */
static int consider(struct chooser *chooser, const struct avow_advice *advice,
		    const struct avow_tried *tried)
{
	int code;

	switch (tried->kind->role) {
	case AVOW_ROLE_NOTHING:
		if (avow_planner_lists(chooser->planner->steering->allow_risky,
				       advice->code))
			return 0;
		add(chooser, advice, tried, AVOW_CHANGE_NOTHING)->state_why = advice->why;
		return 1;
	case AVOW_ROLE_REST:
		if (chooser->planner->steering->accept && !is_asked_for(chooser, advice))
			return 0;
		if (advice->change && is_asked_for(chooser, advice))
			add(chooser, advice, tried, AVOW_CHANGE_PROPOSED);
		else
			add(chooser, advice, tried, AVOW_CHANGE_NOTHING)->state_why =
				advice->why;
		return 1;
	case AVOW_ROLE_CHANGE:
		if (!is_accepted(chooser, advice))
			return 0;
		code = take_change(chooser, advice, tried);
		if (code)
			return code < 0 ? code : is_whole(chooser, tried);
		break;
	case AVOW_ROLE_RULE:
		if (!is_accepted(chooser, advice) || !tried->outcome.allowed)
			return 0;
		code = weigh(chooser, add(chooser, advice, tried, AVOW_CHANGE_PROPOSED));
		return code < 0 ? code : 1;
	case AVOW_ROLE_HINT:
		break;
	}
	if (!chooser->hint)
		chooser->hint = advice;
	return 0;
}

int avow_planner_choose(struct avow_planner *planner, size_t cluster)
{
	const struct avow_finding *finding = &planner->findings->of[cluster];
	const struct avow_tried *tried = planner->tried[cluster];
	struct chooser chooser = { .planner = planner,
				   .cluster = cluster,
				   .first = &planner->choices[planner->choice_count] };
	int code = 0;

	for (size_t i = 0; i < finding->advice_count && code == 0; i++)
		if (chooser.taken < AVOW_CHOICES_MAX)
			code = consider(&chooser, &finding->advice[i], &tried[i]);
	if (code == 0 && chooser.taken == 0) {
		struct avow_choice *choice =
			add(&chooser, chooser.hint, NULL, AVOW_CHANGE_NONE);

		if (finding->reason_count)
			choice->state_why = finding->reasons[0].text;
	}
	return code < 0 ? code : 0;
}
