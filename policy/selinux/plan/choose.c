/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes for one cluster the best answer that its trial bears out. Advice is looked at
 * in its order: an answer that ends only a part of the denials is taken too, and the
 * search goes on. A rule comes last. Neither a rule nor a boolean is taken where it is
 * a risk that nobody has allowed.
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
	uint64_t answered;                /* denials, by parts that were taken */
	const struct avow_ruling *ruling; /* an acceptance, while it is followed */
	const struct avow_advice *hint;   /* the first that is no answer by itself */
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

/* Whether it is the change that was accepted for the cluster. */
static bool is_ruled(const struct avow_ruling *ruling, const struct avow_advice *advice)
{
	const char *change = ruling->values[AVOW_RULING_CHANGE];
	size_t length = strlen(advice->code);
	char id[13];

	if (strncmp(change, advice->code, length) != 0)
		return false;
	if (!change[length])
		return true;
	avow_change_name(advice->code, advice->change, id);
	return change[length] == ' ' && strcmp(change + length + 1, id) == 0;
}

static bool is_accepted(const struct chooser *chooser, const struct avow_advice *advice)
{
	if (chooser->ruling)
		return is_ruled(chooser->ruling, advice);
	const char *accept = chooser->planner->steering->accept;

	return !accept || avow_steering_lists(accept, advice->code);
}

/* Named, not merely not left out. */
static bool is_asked_for(const struct chooser *chooser, const struct avow_advice *advice)
{
	if (chooser->ruling)
		return is_ruled(chooser->ruling, advice);
	return avow_steering_lists(chooser->planner->steering->accept, advice->code);
}

static bool is_risk_allowed(const struct chooser *chooser, const char *code)
{
	const struct avow_ruling *ruling = chooser->ruling;

	return avow_steering_lists(chooser->planner->steering->allow_risky, code) ||
	       (ruling &&
		avow_steering_lists(ruling->values[AVOW_RULING_ALLOW_RISKY], code));
}

/* What has a risk that nobody has allowed is explained, and not proposed. */
static void weigh(const struct chooser *chooser, const struct avow_risk *const *risks,
		  size_t count, struct avow_choice *choice)
{
	choice->risks = risks;
	choice->risk_count = count;
	for (size_t i = 0; i < count; i++)
		if (risks[i]->is_refused && choice->state != AVOW_CHANGE_RISKY &&
		    !is_risk_allowed(chooser, risks[i]->code)) {
			choice->state = AVOW_CHANGE_RISKY;
			choice->state_why = risks[i]->why;
		}
}

/* A boolean gives what a rule would give: it has the risks of that rule. */
static int weigh_boolean(const struct chooser *chooser, struct avow_choice *choice)
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
	risks = avow_arena_alloc(planner->arena, count * sizeof(found[0]));
	if (!risks)
		return AVOW_E_NOMEM;
	memcpy(risks, found, count * sizeof(found[0]));
	weigh(chooser, risks, count, choice);
	return 0;
}

/* 1 when it was taken. What a user names by its code is not too weak to be taken. */
static int take_change(struct chooser *chooser, const struct avow_advice *advice,
		       const struct avow_tried *tried)
{
	struct avow_planner *planner = chooser->planner;
	struct avow_choice *choice;
	int code = 0;

	if (!advice->change || tried->outcome.denied || !tried->outcome.allowed ||
	    is_answered(chooser, tried))
		return 0;
	if (!is_asked_for(chooser, advice))
		code = is_weak(chooser, tried);
	if (code == 0)
		code = avow_claims_take(&planner->claims, advice->change,
					planner->scratch);
	if (code)
		return code < 0 ? code : 0;
	choice = add(chooser, advice, tried, AVOW_CHANGE_PROPOSED);
	if (tried->trial.set && weigh_boolean(chooser, choice) < 0)
		return AVOW_E_NOMEM;
	return 1;
}

/* Whether the reason explains all denials of the cluster. */
static bool is_all(const struct chooser *chooser, const char *code)
{
	const struct avow_finding *finding =
		&chooser->planner->findings->of[chooser->cluster];
	const uint64_t count =
		avow_clusters_at(chooser->planner->clusters, chooser->cluster)->count;

	for (size_t i = 0; i < finding->reason_count; i++)
		if (strcmp(finding->reasons[i].code, code) == 0 &&
		    finding->reasons[i].count >= count)
			return true;
	return false;
}

/* Takes what leaves the policy as it is, or the change that somebody accepted. */
static bool is_rest(struct chooser *chooser, const struct avow_advice *advice,
		    const struct avow_tried *tried)
{
	if (advice->change && is_asked_for(chooser, advice)) {
		add(chooser, advice, tried, AVOW_CHANGE_PROPOSED);
		return true;
	}
	if (chooser->ruling || chooser->planner->steering->accept ||
	    !is_all(chooser, tried->kind->reason))
		return false;
	add(chooser, advice, tried, AVOW_CHANGE_NOTHING)->state_why = advice->why;
	return true;
}

/* A positive number: the search is over. */
static int consider(struct chooser *chooser, const struct avow_advice *advice,
		    const struct avow_tried *tried)
{
	int code;

	switch (tried->kind->role) {
	case AVOW_ROLE_NEVER:
		if (is_risk_allowed(chooser, advice->code))
			return 0;
		add(chooser, advice, tried, AVOW_CHANGE_NOTHING)->state_why = advice->why;
		return 1;
	case AVOW_ROLE_NOTHING:
		if (chooser->planner->wanted[chooser->cluster])
			break;
		add(chooser, advice, tried, AVOW_CHANGE_NOTHING)->state_why = advice->why;
		return 1;
	case AVOW_ROLE_REST:
		if (is_rest(chooser, advice, tried))
			return 1;
		break;
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
		weigh(chooser, advice->risks, advice->risk_count,
		      add(chooser, advice, tried, AVOW_CHANGE_PROPOSED));
		return 1;
	case AVOW_ROLE_HINT:
		break;
	}
	if (!chooser->hint)
		chooser->hint = advice;
	return 0;
}

static int choose(struct chooser *chooser)
{
	const struct avow_planner *planner = chooser->planner;
	const struct avow_finding *finding = &planner->findings->of[chooser->cluster];
	const struct avow_tried *tried = planner->tried[chooser->cluster];
	int code = 0;

	for (size_t i = 0; i < finding->advice_count && code == 0; i++)
		if (chooser->taken < AVOW_CHOICES_MAX)
			code = consider(chooser, &finding->advice[i], &tried[i]);
	return code < 0 ? code : 0;
}

/* What would be done is not done. */
static int refuse(struct chooser *chooser)
{
	const char *why = avow_ruling_refusal(chooser->ruling, chooser->planner->arena);

	for (size_t i = 0; i < chooser->taken; i++) {
		chooser->first[i].state = AVOW_CHANGE_REFUSED;
		chooser->first[i].state_why = why;
	}
	return why ? 0 : AVOW_E_NOMEM;
}

/* The ruling that holds for the cluster now; NULL: there is none. */
static struct avow_ruling *find_ruling(const struct avow_planner *planner, size_t cluster)
{
	const char *id = avow_clusters_at(planner->clusters, cluster)->id;
	struct avow_rulings *rulings = planner->steering->rulings;
	struct avow_ruling *ruling = rulings ? avow_rulings_find(rulings, id) : NULL;

	if (!ruling)
		return NULL;
	ruling->fate = AVOW_RULING_FOLLOWED;
	if (avow_ruling_is_over(rulings, ruling)) {
		ruling->fate = AVOW_RULING_EXPIRED;
		return NULL;
	}
	return ruling->is_contradicted ? NULL : ruling;
}

/* 1 when the acceptance could be followed. */
static int accept(struct chooser *chooser, struct avow_ruling *ruling)
{
	int code;

	chooser->ruling = ruling;
	code = choose(chooser);
	for (size_t i = 0; i < chooser->taken && code == 0; i++) {
		if (chooser->first[i].state == AVOW_CHANGE_PROPOSED)
			chooser->first[i].state = AVOW_CHANGE_ACCEPTED;
		if (chooser->first[i].advice &&
		    is_ruled(ruling, chooser->first[i].advice))
			code = 1;
	}
	return code;
}

int avow_planner_choose(struct avow_planner *planner, size_t cluster)
{
	const struct avow_finding *finding = &planner->findings->of[cluster];
	struct avow_ruling *ruling = find_ruling(planner, cluster);
	const struct chooser fresh = { .planner = planner,
				       .cluster = cluster,
				       .first =
					       &planner->choices[planner->choice_count] };
	struct chooser chooser = fresh;
	int code = 0;

	if (ruling && !ruling->is_refusal) {
		code = accept(&chooser, ruling);
		if (code)
			return code < 0 ? code : 0;
		ruling->fate = AVOW_RULING_STALE;
		planner->choice_count -= chooser.taken;
		chooser = fresh;
	}
	code = choose(&chooser);
	if (code == 0 && chooser.taken == 0) {
		struct avow_choice *choice =
			add(&chooser, chooser.hint, NULL, AVOW_CHANGE_NONE);

		if (finding->reason_count)
			choice->state_why = finding->reasons[0].text;
	}
	if (code == 0 && ruling && ruling->is_refusal) {
		chooser.ruling = ruling;
		code = refuse(&chooser);
	}
	return code;
}
