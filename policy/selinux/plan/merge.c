/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The choices of all clusters as changes: the same change of several clusters is one.
 * Those taken come first, then by kind, the least first, then by denials.
 */
#include "policy/selinux/plan/planner.h"

#include <stdlib.h>

static const char *code_of(const struct avow_choice *choice)
{
	return choice->advice ? choice->advice->code : "SEL-NONE";
}

/* The change to apply; of what is not applied, clusters of one kind are together. */
static const char *text_of(const struct avow_choice *choice)
{
	return choice->advice && choice->advice->change ? choice->advice->change : "";
}

/* Of what needs no change, clusters of one kind are told together. */
static bool has_text(const struct avow_choice *choice)
{
	return choice->state != AVOW_CHANGE_NOTHING && choice->state != AVOW_CHANGE_NONE;
}

static int compare(const struct avow_choice *a, const struct avow_choice *b)
{
	int order = (a->state > b->state) - (a->state < b->state);

	if (order == 0)
		order = strcmp(code_of(a), code_of(b));
	if (order == 0 && has_text(a))
		order = strcmp(text_of(a), text_of(b));
	if (order == 0 && a->state == AVOW_CHANGE_REFUSED)
		order = strcmp(a->state_why, b->state_why);
	return order;
}

static int by_change(const void *left, const void *right)
{
	const struct avow_choice *a = left, *b = right;
	int order = compare(a, b);

	return order ? order : (a->cluster > b->cluster) - (a->cluster < b->cluster);
}

static enum avow_change_kind kind_of(const struct avow_choice *choice)
{
	if (!choice->tried || choice->state == AVOW_CHANGE_NOTHING)
		return AVOW_CHANGE_KIND_NOTHING;
	return choice->tried->kind->makes;
}

static void begin(const struct avow_choice *choice, struct avow_change *out)
{
	const struct avow_advice *advice = choice->advice;

	*out = (struct avow_change){
		.code = code_of(choice),
		.kind = kind_of(choice),
		.state = choice->state,
		.state_why = choice->state_why,
		.title = advice ? advice->title : "no change was found that ends it",
		.why = advice ? advice->why : NULL,
		.text = advice && has_text(choice) ? advice->change : NULL,
		.note = advice && has_text(choice) ? advice->note : NULL,
		.proof = advice && has_text(choice) ? advice->proof : NULL,
		.risks = choice->risks,
		.risk_count = choice->risk_count,
	};
	avow_change_name(out->code, out->text, out->id);
}

static uint64_t count_denials(const struct avow_planner *planner,
			      const struct avow_choice *choice)
{
	if (choice->tried && choice->tried->trial.part)
		return choice->tried->trial.answers;
	return avow_clusters_at(planner->clusters, choice->cluster)->count;
}

/* Adds the choices from @first on that are one change; the index behind the last. */
static int join(const struct avow_planner *planner, size_t first, size_t *end,
		struct avow_change *out)
{
	const struct avow_choice *choices = planner->choices;
	int code = 0;

	for (*end = first; *end < planner->choice_count; (*end)++)
		if (compare(&choices[first], &choices[*end]) != 0)
			break;
	begin(&choices[first], out);
	out->clusters =
		avow_arena_alloc(planner->arena, (*end - first) * sizeof(*out->clusters));
	if (!out->clusters)
		return AVOW_E_NOMEM;
	for (size_t i = first; i < *end && code == 0; i++) {
		out->clusters[out->cluster_count++] = choices[i].cluster;
		out->denials += count_denials(planner, &choices[i]);
		code = avow_planner_cost(planner, &choices[i], out);
	}
	/* What a boolean opens includes what was asked of it. */
	if (out->kind == AVOW_CHANGE_KIND_BOOLEAN)
		out->extra -= out->asked < out->extra ? out->asked : out->extra;
	return code;
}

int avow_planner_merge(const struct avow_planner *planner, struct avow_plan *out)
{
	size_t end = 0;
	int code = 0;

	out->changes = avow_arena_alloc(planner->arena, (planner->choice_count + 1) *
								sizeof(*out->changes));
	if (!out->changes)
		return AVOW_E_NOMEM;
	qsort(planner->choices, planner->choice_count, sizeof(*planner->choices),
	      by_change);
	for (size_t i = 0; i < planner->choice_count && code == 0; i = end)
		code = join(planner, i, &end, &out->changes[out->change_count++]);
	avow_plan_sort(out);
	return code;
}
