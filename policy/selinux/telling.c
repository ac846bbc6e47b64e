/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Takes down what circumstances and reasons say of a cluster, tries each change on all
 * its accesses, and puts it into the finding, best first.
 */
#include "policy/selinux/telling.h"

#include <stdlib.h>

#define RULES_OF_CLUSTER 2 /* advice that is added: a new type, and the rule */

bool avow_scene_has_reason(const struct avow_scene *scene, const char *code)
{
	for (size_t i = 0; i < scene->finding->reason_count; i++)
		if (strcmp(scene->finding->reasons[i].code, code) == 0)
			return true;
	return false;
}

/* The code of the first layer that refuses, in the order of the decision. */
static const char *first_code(const struct avow_answer *answer)
{
	const struct {
		uint32_t refused;
		const struct avow_reason_kind *kind;
	} layers[] = {
		{ answer->untyped, &avow_reason_te },
		{ answer->constrained, &avow_reason_constraint },
		{ answer->unrolled, &avow_reason_rbac },
		{ answer->unbounded, &avow_reason_bounds },
		{ answer->unextended, &avow_reason_xperm },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(layers); i++)
		if (layers[i].refused)
			return layers[i].kind->code;
	return NULL;
}

static int prepare(struct avow_sepol *sepol, const struct avow_trial *trial,
		   const struct avow_question *question)
{
	if (trial->has_role_rule)
		avow_sepol_allow_role(sepol, question->source, question->target);
	if (trial->has_rule)
		return avow_sepol_allow(sepol, &question->pair, question->requested);
	return 0;
}

static int try_fold(const struct avow_telling *telling, const struct avow_trial *trial,
		    const struct avow_fold *fold, struct avow_outcome *out)
{
	struct avow_question question = fold->question;
	struct avow_answer answer;
	const char *code;

	if (trial->source_type)
		question.pair.source = trial->source_type;
	if (trial->target_type)
		question.pair.target = trial->target_type;
	if (prepare(telling->sepol, trial, &question) < 0)
		return AVOW_E_NOMEM;
	avow_sepol_ask(telling->sepol, &question, &answer);
	avow_sepol_restore(telling->sepol);
	code = first_code(&answer);
	if (!code && fold->has_unknown)
		code = avow_reason_permission.code;
	if (!code)
		out->allowed += fold->count;
	else
		out->denied += fold->count;
	if (!out->code)
		out->code = code;
	return 0;
}

static void turn_over(struct avow_sepol *sepol, const struct avow_boolean_set *set)
{
	for (size_t i = 0; set && i < set->count; i++)
		avow_sepol_flip(sepol, set->booleans[i]);
}

int avow_telling_try(struct avow_telling *telling, const struct avow_trial *trial,
		     struct avow_outcome *out)
{
	int code = 0;

	memset(out, 0, sizeof(*out));
	turn_over(telling->sepol, trial->set);
	for (const struct avow_fold *fold = telling->folds->first; fold && code == 0;
	     fold = fold->later)
		if (fold->is_asked)
			code = try_fold(telling, trial, fold, out);
	turn_over(telling->sepol, trial->set);
	return code;
}

const char *avow_outcome_text(const struct avow_outcome *outcome,
			      struct avow_arena *arena)
{
	struct avow_buf text = { 0 };
	const char *out = NULL;

	if (outcome->allowed + outcome->denied == 0)
		return "nothing of it can be judged by this policy";
	if (outcome->denied == 0)
		return "allowed";
	if (outcome->allowed > 0)
		avow_buf_printf(&text, "%llu of %llu denials allowed, the rest ",
				(unsigned long long)outcome->allowed,
				(unsigned long long)(outcome->allowed + outcome->denied));
	avow_buf_printf(&text, "still denied by %s", outcome->code);
	if (!text.failed)
		out = avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return out;
}

static bool copy(struct avow_telling *telling, const char *text, const char **out)
{
	*out = text ? avow_arena_string(telling->arena, avow_span_of(text)) : NULL;
	return *out || !text;
}

int avow_tell_reason(struct avow_telling *telling,
		     const struct avow_circumstance_kind *kind, uint64_t count,
		     const char *text, const char *evidence)
{
	struct avow_told_reason *row = &telling->reasons[telling->reason_count];

	if (telling->reason_count == AVOW_CIRCUMSTANCES_MAX)
		return 0;
	row->kind = kind;
	row->count = count;
	if (!copy(telling, text, &row->text) || !copy(telling, evidence, &row->evidence))
		return AVOW_E_NOMEM;
	telling->reason_count++;
	return 0;
}

static bool is_told(const struct avow_telling *telling,
		    const struct avow_advice_kind *kind, const char *change)
{
	for (size_t i = 0; i < telling->advice_count; i++) {
		const struct avow_told_advice *one = &telling->advice[i];

		if (one->tried.kind == kind &&
		    (!change || !one->change || strcmp(one->change, change) == 0))
			return true;
	}
	return false;
}

/* The trial is kept: the set of booleans in it is lent for the moment only. */
static int try_advice(struct avow_telling *telling, const struct avow_trial *trial,
		      struct avow_told_advice *row)
{
	struct avow_boolean_set *set = NULL;

	if (trial->set) {
		set = avow_arena_alloc(telling->scratch, sizeof(*set));
		if (!set)
			return AVOW_E_NOMEM;
		*set = *trial->set;
	}
	row->tried.trial = *trial;
	row->tried.trial.set = set;
	if (trial->hidden)
		return 0;
	row->tried.is_tried = true;
	if (avow_telling_try(telling, trial, &row->tried.outcome) < 0)
		return AVOW_E_NOMEM;
	row->proof = avow_outcome_text(&row->tried.outcome, telling->arena);
	return row->proof ? 0 : AVOW_E_NOMEM;
}

int avow_tell_advice_as(struct avow_telling *telling, const struct avow_advice_kind *kind,
			const struct avow_advice_kind *place, const char *change,
			const struct avow_trial *trial)
{
	struct avow_told_advice *row = &telling->advice[telling->advice_count];

	if (telling->advice_count == AVOW_ARRAY_SIZE(telling->advice) ||
	    is_told(telling, kind, change))
		return 0;
	memset(row, 0, sizeof(*row));
	row->tried.kind = kind;
	row->place = avow_advice_place(place);
	if (!copy(telling, change, &row->change))
		return AVOW_E_NOMEM;
	if (trial && try_advice(telling, trial, row) < 0)
		return AVOW_E_NOMEM;
	telling->advice_count++;
	return 0;
}

int avow_tell_advice(struct avow_telling *telling, const struct avow_advice_kind *kind,
		     const char *change, const struct avow_trial *trial)
{
	return avow_tell_advice_as(telling, kind, kind, change, trial);
}

size_t avow_telling_count(const struct avow_telling *telling)
{
	return telling->advice_count;
}

int avow_tell_note(struct avow_telling *telling, const char *note)
{
	if (telling->advice_count == 0)
		return 0;
	return copy(telling, note, &telling->advice[telling->advice_count - 1].note)
		       ? 0
		       : AVOW_E_NOMEM;
}

static void write_reason(const struct avow_telling *telling,
			 const struct avow_told_reason *told, struct avow_reason *out)
{
	out->code = told->kind->code;
	out->layer = told->kind->layer;
	out->title = told->kind->title;
	out->text = told->text;
	out->evidence = told->evidence;
	out->count = told->count;
	out->first = telling->subject->cluster->sample_place;
}

static int write_reasons(const struct avow_telling *telling, struct avow_finding *finding)
{
	size_t count = finding->reason_count + telling->reason_count;
	struct avow_reason *all;

	if (telling->reason_count == 0)
		return 0;
	all = avow_arena_alloc(telling->arena, count * sizeof(*all));
	if (!all)
		return AVOW_E_NOMEM;
	if (finding->reason_count)
		memcpy(all, finding->reasons, finding->reason_count * sizeof(*all));
	for (size_t i = 0; i < telling->reason_count; i++)
		write_reason(telling, &telling->reasons[i],
			     &all[finding->reason_count + i]);
	finding->reasons = all;
	finding->reason_count = count;
	return 0;
}

/* Whether the plan may take it, as plan/choose.c does when nothing speaks against it. */
static bool is_choice(const struct avow_told_advice *told)
{
	const struct avow_outcome *outcome = &told->tried.outcome;

	switch (told->tried.kind->role) {
	case AVOW_ROLE_REST:
		return told->change != NULL;
	case AVOW_ROLE_CHANGE:
		return told->change && outcome->allowed && !outcome->denied;
	case AVOW_ROLE_RULE:
		return told->change && outcome->allowed;
	case AVOW_ROLE_HINT:
	case AVOW_ROLE_NEVER:
	case AVOW_ROLE_NOTHING:
		break;
	}
	return false;
}

/* Appends all advice of one place in the table, in the order of telling. */
static void write_place(const struct avow_telling *telling, size_t place,
			struct avow_finding *finding, struct avow_tried *tried)
{
	for (size_t i = 0; i < telling->advice_count; i++) {
		const struct avow_told_advice *told = &telling->advice[i];
		struct avow_advice *row = &finding->advice[finding->advice_count];

		const struct avow_advice_kind *kind = told->tried.kind;

		if (told->place != place)
			continue;
		tried[finding->advice_count] = told->tried;
		row->code = kind->code;
		row->rank = (unsigned)++finding->advice_count;
		row->title = kind->title;
		row->why = kind->why;
		row->change = told->change;
		row->change_kind = kind->change_kind;
		row->note = told->note;
		row->proof = told->proof;
		row->is_choice = is_choice(told);
	}
}

int avow_telling_write(const struct avow_telling *telling, struct avow_finding *finding,
		       struct avow_tried **tried)
{
	*tried = avow_arena_alloc(telling->scratch,
				  (telling->advice_count + RULES_OF_CLUSTER) *
					  sizeof(**tried));
	finding->advice = avow_arena_alloc(telling->arena,
					   (telling->advice_count + RULES_OF_CLUSTER) *
						   sizeof(*finding->advice));
	if (!*tried || !finding->advice || write_reasons(telling, finding) < 0)
		return AVOW_E_NOMEM;
	for (size_t place = 0; place < avow_advice_count(); place++)
		write_place(telling, place, finding, *tried);
	return 0;
}

void avow_finding_add_rule(struct avow_finding *finding,
			   const struct avow_rule_advice *advice)
{
	const struct avow_advice_kind *kind = advice->kind;
	struct avow_advice *row = &finding->advice[finding->advice_count++];

	row->code = kind->code;
	row->rank = (unsigned)finding->advice_count;
	row->title = kind->title;
	row->why = kind->why;
	row->change = advice->rule;
	row->change_kind = kind->change_kind;
	row->proof = advice->proof;
	row->is_choice = advice->is_choice;
	row->risks = advice->risks;
	row->risk_count = advice->risk_count;
}
