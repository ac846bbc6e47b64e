/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes for one cluster what its advice says, as the steering and the decisions have it.
 * Rules are the only advice that is made here; all other leaves the profile as it is.
 */
#include "policy/apparmor/advice.h"
#include "policy/apparmor/exec.h"
#include "policy/apparmor/plan/plan.h"
#include "policy/apparmor/risk.h"

#define INCLUDED "The new profile allows it by what it includes."
#define LEARNED "The profile that the program would run in allows it."

struct choosing {
	struct avow_profile_planner *planner;
	const struct avow_profile_case *c;
	size_t cluster;
	const struct avow_ruling *ruling; /* that is followed; NULL: none */
};

static const struct avow_steering *steering_of(const struct choosing *choosing)
{
	return choosing->planner->options->steering;
}

static bool lists_code(const char *list, const struct avow_finding *finding)
{
	for (size_t i = 0; i < finding->reason_count; i++)
		if (avow_steering_lists(list, finding->reasons[i].code))
			return true;
	for (size_t i = 0; i < finding->advice_count; i++)
		if (avow_steering_lists(list, finding->advice[i].code))
			return true;
	return false;
}

static bool lists_cluster(const struct avow_profile_case *c, const char *list)
{
	return avow_steering_lists(list, c->cluster->id) ||
	       avow_steering_lists(
		       list,
		       avow_atoms_string(c->atoms, c->cluster->apparmor->profile)) ||
	       lists_code(list, c->finding);
}

static bool is_meant(const struct choosing *choosing)
{
	const struct avow_steering *steering = steering_of(choosing);

	return (!steering->only || lists_cluster(choosing->c, steering->only)) &&
	       !lists_cluster(choosing->c, steering->exclude);
}

static bool is_rule(const struct avow_advice *advice)
{
	return advice->change_kind && strcmp(advice->change_kind, "rule") == 0;
}

static bool is_flag(const struct avow_advice *advice)
{
	return advice->change_kind && strcmp(advice->change_kind, "flag") == 0;
}

/* The plan does that with the rules of all clusters, which are taken as they are. */
static bool is_general(const struct avow_advice *advice)
{
	return strcmp(advice->code, "AA-GENERALISE") == 0;
}

/* An abstraction is taken by those who name it: a rule grants less. */
static bool is_named_alone(const struct avow_advice *advice)
{
	return strcmp(advice->code, "AA-INCLUDE") == 0 || is_flag(advice) ||
	       is_general(advice);
}

static bool is_ruled(const struct avow_ruling *ruling, const struct avow_advice *advice)
{
	const char *change = ruling->values[AVOW_RULING_CHANGE];
	size_t length = strlen(advice->code);
	char id[13];

	if (!change || strncmp(change, advice->code, length) != 0)
		return false;
	if (!change[length])
		return true;
	avow_change_name(advice->code, advice->change, id);
	return change[length] == ' ' && strcmp(change + length + 1, id) == 0;
}

static bool is_accepted(const struct choosing *choosing, const struct avow_advice *advice)
{
	const struct avow_steering *steering = steering_of(choosing);

	if (choosing->ruling && !choosing->ruling->is_refusal)
		return is_ruled(choosing->ruling, advice);
	if (!steering->accept)
		return !is_named_alone(advice);
	if (is_general(advice))
		return false;
	return avow_steering_lists(steering->accept, advice->code);
}

static uint64_t count_bits(const struct avow_profile_case *c)
{
	uint64_t bits = 0;

	for (size_t i = 0; c->questions && i < c->question_count; i++)
		if (c->questions[i].cover.coverage == AVOW_COVER_NONE)
			bits |= UINT64_C(1) << c->questions[i].bit;
	return (uint64_t)__builtin_popcountll(bits);
}

/* A change of the cluster; the advice may be NULL: there is none. */
static struct avow_change *add_change(struct choosing *choosing,
				      const struct avow_advice *advice,
				      enum avow_change_state state, const char *why)
{
	bool has_text = advice && (is_rule(advice) || is_flag(advice)) &&
			avow_change_is_taken(state);
	struct avow_change *change = avow_planner_add(
		choosing->planner, has_text ? choosing->c->profile : NULL);
	size_t *clusters =
		avow_arena_alloc(&choosing->planner->out->arena, sizeof(*clusters));

	if (!change || !clusters) {
		choosing->planner->is_out_of_memory = true;
		return NULL;
	}
	*clusters = choosing->cluster;
	*change = (struct avow_change){
		.code = advice                         ? advice->code
			: state == AVOW_CHANGE_NOTHING ? "AA-COVERED"
						       : "AA-NONE",
		.kind = advice && (is_rule(advice) || is_flag(advice))
				? AVOW_CHANGE_KIND_PROFILE
				: AVOW_CHANGE_KIND_NOTHING,
		.state = state,
		.state_why = why,
		.title = advice ? advice->title
			 : state == AVOW_CHANGE_NOTHING
				 ? "nothing to change"
				 : "no change was found that ends it",
		.why = advice ? advice->why : NULL,
		.text = advice ? advice->change : NULL,
		.note = advice ? advice->note : NULL,
		.clusters = clusters,
		.cluster_count = 1,
		.denials = choosing->c->cluster->count,
		.severity = choosing->c->severity,
	};
	avow_change_name(change->code, change->text, change->id);
	return change;
}

static bool is_risk_allowed(const struct choosing *choosing, const char *code)
{
	const struct avow_ruling *ruling = choosing->ruling;

	return avow_steering_lists(steering_of(choosing)->allow_risky, code) ||
	       (ruling &&
		avow_steering_lists(ruling->values[AVOW_RULING_ALLOW_RISKY], code));
}

static void set_risk(struct choosing *choosing, struct avow_change *change,
		     const struct avow_risk *risk)
{
	const struct avow_risk **risks =
		avow_arena_alloc(&choosing->planner->out->arena, sizeof(*risks));

	choosing->planner->is_out_of_memory |= !risks;
	if (!change || !risks)
		return;
	risks[0] = risk;
	change->risks = risks;
	change->risk_count = 1;
}

static void tell_risk(struct choosing *choosing, const struct avow_risk *risk)
{
	const struct avow_advice *advice =
		choosing->c->finding->advice_count ? choosing->c->finding->advice : NULL;

	set_risk(choosing, add_change(choosing, advice, AVOW_CHANGE_RISKY, risk->why),
		 risk);
}

/* A rule that is no advice of the cluster's: @rules without its last line's end. */
static struct avow_change *take_text(struct choosing *choosing,
				     const struct avow_profile_case *c,
				     struct avow_advice *advice, struct avow_buf *rules)
{
	struct avow_change *change;

	advice->change = rules->failed ? NULL
				       : avow_arena_string(&choosing->planner->out->arena,
							   avow_buf_span(rules));
	choosing->planner->is_out_of_memory |= !advice->change;
	change = advice->change ? add_change(choosing, advice, AVOW_CHANGE_PROPOSED, NULL)
				: NULL;
	if (!change)
		return NULL;
	change->asked = count_bits(c);
	return change;
}

/* The rule that was left out of the advice because of its risk. */
static void take_risky(struct choosing *choosing, const struct avow_risk *risk)
{
	struct avow_buf rules = { 0 };
	const char *missing;
	struct avow_advice advice = { .code = "AA-ADD-RULE",
				      .title = "add a rule to the profile",
				      .change_kind = "rule" };

	avow_profile_write_rules(choosing->c, choosing->c->abi, &rules, &missing);
	if (rules.length) {
		rules.length--;
		set_risk(choosing, take_text(choosing, choosing->c, &advice, &rules),
			 risk);
	}
	avow_buf_free(&rules);
}

/* Notes the cluster with a draft (NULL: with none) that it is answered by. */
static void note_draft(struct choosing *choosing, struct avow_profile_draft *draft)
{
	if (!draft || (draft->cluster_count &&
		       draft->clusters[draft->cluster_count - 1] == choosing->cluster))
		return;
	if (draft->cluster_count == draft->cluster_room) {
		size_t room = draft->cluster_room ? 2 * draft->cluster_room : 16;
		size_t *all = avow_arena_alloc(&choosing->planner->out->arena,
					       room * sizeof(*all));

		choosing->planner->is_out_of_memory |= !all;
		if (!all)
			return;
		if (draft->cluster_count)
			memcpy(all, draft->clusters, draft->cluster_count * sizeof(*all));
		draft->clusters = all;
		draft->cluster_room = room;
	}
	draft->clusters[draft->cluster_count++] = choosing->cluster;
	draft->denials += choosing->c->cluster->count;
}

/* A child that a rule runs a program in is wanted, even without rules. */
static void want_child(struct choosing *choosing, const struct avow_advice *advice)
{
	const struct avow_profile_case *c = choosing->c;

	if (strcmp(advice->code, "AA-EXEC") != 0)
		return;
	for (size_t i = 0; i < c->question_count; i++) {
		struct avow_profile_draft *draft = avow_draft_of(
			c->drafts, avow_profile_child_for(c->profiles, c->profile,
							  c->questions[i].object));

		if (!draft)
			continue;
		draft->is_wanted = true;
		note_draft(choosing, draft);
	}
}

/* Rules of one cluster go together: those of the program and those of the file. */
static bool take_rules(struct choosing *choosing)
{
	const struct avow_finding *finding = choosing->c->finding;
	bool is_refusal = choosing->ruling && choosing->ruling->is_refusal;
	bool is_any = false;

	for (size_t i = 0; i < finding->advice_count; i++) {
		const struct avow_advice *advice = finding->advice + i;
		struct avow_change *change;

		if (!is_rule(advice) || !advice->change || !is_accepted(choosing, advice))
			continue;
		change = add_change(
			choosing, advice,
			is_refusal         ? AVOW_CHANGE_REFUSED
			: choosing->ruling ? AVOW_CHANGE_ACCEPTED
					   : AVOW_CHANGE_PROPOSED,
			is_refusal ? avow_ruling_refusal(choosing->ruling,
							 &choosing->planner->out->arena)
				   : NULL);
		is_any = true;
		if (!change || is_refusal)
			continue;
		want_child(choosing, advice);
		change->asked = count_bits(choosing->c);
		/* What stands for many names grants more than was asked. */
		change->is_counted = !strpbrk(advice->change, "*@");
	}
	return is_any;
}

/* The rule that decides once the flag is set, where rules are accepted too. */
static void take_rule_behind(struct choosing *choosing, const struct avow_advice *flag)
{
	struct avow_profile profile = *choosing->c->profile;
	struct avow_profile_case c = *choosing->c;
	struct avow_buf rules = { 0 };
	struct avow_arena scratch = { 0 };
	const char *missing;

	if (!avow_steering_lists(steering_of(choosing)->accept, "AA-ADD-RULE"))
		return;
	profile.has_flag_attach_disconnected |= strstr(flag->change, "attach_") != NULL;
	profile.has_flag_mediate_deleted |= strstr(flag->change, "mediate_") != NULL;
	c.profile = &profile;
	avow_case_judge(&c, &scratch);
	if (!avow_profile_risk_of(&c))
		avow_profile_write_rules(&c, c.abi, &rules, &missing);
	if (rules.length) {
		struct avow_advice advice = { .code = "AA-ADD-RULE",
					      .title = "add a rule to the profile",
					      .change_kind = "rule" };

		rules.length--;
		take_text(choosing, &c, &advice, &rules);
	}
	choosing->planner->is_out_of_memory |= c.is_out_of_memory;
	avow_buf_free(&rules);
	avow_arena_free(&scratch);
}

/* A flag changes all of the profile: it is taken by those who name it. */
static bool take_flags(struct choosing *choosing)
{
	const struct avow_finding *finding = choosing->c->finding;
	bool is_any = false;

	for (size_t i = 0; i < finding->advice_count; i++) {
		const struct avow_advice *advice = finding->advice + i;

		if (!is_flag(advice) || !choosing->c->profile ||
		    !is_accepted(choosing, advice))
			continue;
		add_change(choosing, advice,
			   choosing->ruling ? AVOW_CHANGE_ACCEPTED : AVOW_CHANGE_PROPOSED,
			   NULL);
		take_rule_behind(choosing, advice);
		is_any = true;
	}
	return is_any;
}

/* Advice that leaves the profile as it is, and goes before a rule. */
static const struct avow_advice *find_rest(const struct choosing *choosing)
{
	const struct avow_finding *finding = choosing->c->finding;

	if (steering_of(choosing)->accept || choosing->ruling)
		return NULL;
	for (size_t i = 0; i < finding->advice_count; i++)
		if (!finding->advice[i].change_kind ||
		    strcmp(finding->advice[i].change_kind, "command") == 0)
			return finding->advice + i;
	return NULL;
}

static bool is_allowed(const struct avow_profile_case *c)
{
	return c->question_count &&
	       avow_case_count(c, AVOW_COVER_ALLOWED) == c->question_count;
}

/* A whole profile is wanted even for what it includes; false: it is no such draft. */
static bool want_whole(const struct choosing *choosing)
{
	struct avow_profile_draft *draft =
		avow_draft_of(choosing->c->drafts, choosing->c->profile);

	if (!draft || draft->parent || draft->parent_draft)
		return false;
	draft->is_wanted = true;
	return true;
}

static void choose(struct choosing *choosing)
{
	const struct avow_finding *finding = choosing->c->finding;
	const struct avow_risk *risk = choosing->c->risk;
	const struct avow_advice *rest;

	if (risk && is_risk_allowed(choosing, risk->code)) {
		take_risky(choosing, risk);
		return;
	}
	if (risk) {
		tell_risk(choosing, risk);
		return;
	}
	rest = find_rest(choosing);
	if (is_allowed(choosing->c) && want_whole(choosing))
		add_change(choosing, NULL, AVOW_CHANGE_NOTHING, INCLUDED);
	else if (is_allowed(choosing->c) && avow_case_is_learning(choosing->c))
		add_change(choosing, NULL, AVOW_CHANGE_NOTHING, LEARNED);
	else if (rest)
		add_change(choosing, rest, AVOW_CHANGE_NOTHING, rest->why);
	else if (!take_flags(choosing) && !take_rules(choosing))
		add_change(choosing, finding->advice_count ? finding->advice : NULL,
			   AVOW_CHANGE_NONE,
			   finding->reason_count ? finding->reasons[0].text : NULL);
}

/* The ruling that holds for the cluster now; NULL: there is none. */
static struct avow_ruling *find_ruling(const struct choosing *choosing)
{
	struct avow_rulings *rulings = steering_of(choosing)->rulings;
	struct avow_ruling *ruling =
		rulings ? avow_rulings_find(rulings, choosing->c->cluster->id) : NULL;

	if (!ruling)
		return NULL;
	ruling->fate = AVOW_RULING_FOLLOWED;
	if (avow_ruling_is_over(rulings, ruling)) {
		ruling->fate = AVOW_RULING_EXPIRED;
		return NULL;
	}
	return ruling->is_contradicted ? NULL : ruling;
}

/* Whether any advice is the one that was accepted. */
static bool is_advised(const struct choosing *choosing, const struct avow_ruling *ruling)
{
	const struct avow_finding *finding = choosing->c->finding;

	for (size_t i = 0; i < finding->advice_count; i++)
		if (is_ruled(ruling, finding->advice + i))
			return true;
	return false;
}

void avow_profile_choose(struct avow_profile_planner *planner,
			 const struct avow_profile_case *c, size_t cluster)
{
	struct choosing choosing = { planner, c, cluster, NULL };
	struct avow_ruling *ruling;

	if (!is_meant(&choosing))
		return;
	note_draft(&choosing, avow_draft_of(c->drafts, c->profile));
	ruling = find_ruling(&choosing);
	if (ruling && !ruling->is_refusal && !is_advised(&choosing, ruling))
		ruling->fate = AVOW_RULING_STALE;
	else
		choosing.ruling = ruling;
	choose(&choosing);
}
