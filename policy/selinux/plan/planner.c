/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The order of planning, and which clusters the steering means. */
#include "policy/selinux/plan/planner.h"

#include <stdlib.h>

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

static bool lists_cluster(const struct avow_planner *planner, const char *list,
			  size_t index)
{
	const struct avow_cluster *cluster = avow_clusters_at(planner->clusters, index);

	return avow_steering_lists(list, cluster->id) ||
	       avow_steering_lists(list, avow_atoms_string(planner->contexts->atoms,
							   cluster->scontext_type)) ||
	       lists_code(list, &planner->findings->of[index]);
}

bool avow_planner_is_meant(const struct avow_planner *planner, size_t cluster)
{
	const struct avow_steering *steering = planner->steering;

	if (avow_clusters_at(planner->clusters, cluster)->lsm != AVOW_LSM_SELINUX)
		return false;
	if (steering->only && !lists_cluster(planner, steering->only, cluster))
		return false;
	return !steering->exclude || !lists_cluster(planner, steering->exclude, cluster);
}

/* What each cluster was refused, for the risks and the costs. */
static int sum_up(struct avow_planner *planner)
{
	size_t count = planner->findings->count + 1;

	planner->wanted =
		avow_arena_alloc(planner->scratch, count * sizeof(*planner->wanted));
	planner->pairs =
		avow_arena_alloc(planner->scratch, count * sizeof(*planner->pairs));
	planner->refused =
		avow_arena_alloc(planner->scratch, count * sizeof(*planner->refused));
	planner->choices = avow_arena_alloc(
		planner->scratch, count * AVOW_CHOICES_MAX * sizeof(*planner->choices));
	if (!planner->wanted || !planner->pairs || !planner->refused || !planner->choices)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < planner->asked_count; i++) {
		const struct avow_asked *asked = &planner->asked[i];
		const struct avow_cluster *cluster =
			avow_clusters_at(planner->clusters, asked->cluster);

		planner->wanted[asked->cluster] |= asked->permissions;
		planner->pairs[asked->cluster] = asked->pair;
		planner->refused[asked->cluster] +=
			cluster->accesses[asked->access].count;
	}
	return 0;
}

struct place {
	size_t cluster;
	uint64_t count;
};

static int by_count(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return (a->cluster > b->cluster) - (a->cluster < b->cluster);
}

/* Where two clusters want one port or path for themselves, the larger one has it. */
static int choose_all(struct avow_planner *planner)
{
	size_t count = planner->findings->count;
	struct place *places = calloc(count + 1, sizeof(*places));
	int code = places ? 0 : AVOW_E_NOMEM;

	for (size_t i = 0; places && i < count; i++)
		places[i] =
			(struct place){ i,
					avow_clusters_at(planner->clusters, i)->count };
	if (places)
		qsort(places, count, sizeof(*places), by_count);
	for (size_t i = 0; i < count && code == 0; i++)
		if (avow_planner_is_meant(planner, places[i].cluster))
			code = avow_planner_choose(planner, places[i].cluster);
	free(places);
	return code;
}

int avow_plan_make(struct avow_planner *planner, struct avow_module *module,
		   struct avow_suggestion *suggestion, struct avow_plan *out)
{
	int code = sum_up(planner);

	if (code == 0)
		code = choose_all(planner);
	if (code == 0)
		code = avow_planner_prove(planner, module, suggestion, out);
	return code == 0 ? avow_planner_merge(planner, out) : code;
}

struct avow_planned *avow_planner_planned(const struct avow_planner *planner,
					  struct avow_arena *arena)
{
	struct avow_planned *out =
		avow_arena_alloc(arena, (planner->findings->count + 1) * sizeof(*out));

	for (size_t i = 0; out && i < planner->choice_count; i++) {
		const struct avow_choice *choice = &planner->choices[i];
		const struct avow_tried *tried =
			avow_change_is_taken(choice->state) ? choice->tried : NULL;
		struct avow_planned *planned = &out[choice->cluster];

		/* The first is the one that was taken, if any was. */
		if (!planned->has_choice)
			planned->is_open = choice->state == AVOW_CHANGE_NONE ||
					   (tried && tried->kind->role == AVOW_ROLE_RULE);
		planned->has_choice = true;
		planned->has_new_type |= tried && tried->kind == &avow_advice_new_type;
	}
	return out;
}
