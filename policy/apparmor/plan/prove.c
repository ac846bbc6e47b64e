/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The proof of what was edited: all profiles are read again with the edited texts in the
 * place of the files, and every cluster is asked again.
 */
#include "policy/apparmor/plan/plan.h"

#include <stdlib.h>

static bool is_answered(const struct avow_profile_case *c)
{
	if (!c->questions || !c->question_count)
		return false;
	for (size_t i = 0; i < c->question_count; i++)
		if (c->questions[i].cover.coverage != AVOW_COVER_ALLOWED)
			return false;
	return true;
}

static void ask_again(struct avow_profile_planner *planner,
		      const struct avow_profiles *edited, bool *answered)
{
	struct avow_arena scratch = { 0 }, told = { 0 };

	for (size_t i = 0; i < planner->out->count; i++) {
		struct avow_finding nothing = { 0 };
		struct avow_profile_case c = {
			.profiles = edited,
			.atoms = avow_clusters_atoms(planner->clusters),
			.cluster = avow_clusters_at(planner->clusters, i),
			.arena = &told,
			.finding = &nothing,
		};

		if (c.cluster->lsm != AVOW_LSM_APPARMOR)
			continue;
		avow_case_open(&c, &scratch);
		planner->is_out_of_memory |= c.is_out_of_memory;
		answered[i] = is_answered(&c);
		avow_arena_clear(&scratch);
	}
	avow_arena_free(&scratch);
	avow_arena_free(&told);
}

static void note(struct avow_profile_planner *planner, const bool *answered)
{
	struct avow_profile_edits *edits = &planner->out->edits;

	for (size_t i = 0; i < planner->out->count; i++) {
		const struct avow_cluster *cluster =
			avow_clusters_at(planner->clusters, i);

		if (cluster->lsm == AVOW_LSM_APPARMOR)
			edits->asked += cluster->count;
	}
	for (size_t i = 0; i < planner->change_count; i++) {
		struct avow_change *change = planner->changes + i;
		bool is_allowed = true;

		if (!avow_change_is_taken(change->state))
			continue;
		for (size_t j = 0; j < change->cluster_count; j++)
			is_allowed &= answered[change->clusters[j]];
		if (is_allowed)
			change->proof = "allowed";
		else if (strcmp(change->code, "AA-SET-FLAG") == 0)
			change->proof = "rules decide, and none allows all of it: accept "
					"AA-ADD-RULE too";
		else
			change->proof = "still refused in part";
	}
	for (size_t i = 0; i < planner->out->count; i++)
		if (answered[i])
			edits->answered += avow_clusters_at(planner->clusters, i)->count;
}

void avow_profile_prove(struct avow_profile_planner *planner)
{
	const struct avow_profile_edits *edits = &planner->out->edits;
	struct avow_profile_overlay *overlay = calloc(edits->count + 1, sizeof(*overlay));
	bool *answered = calloc(planner->out->count + 1, sizeof(*answered));
	struct avow_profiles *edited = NULL;
	struct avow_error error;

	for (size_t i = 0; overlay && i < edits->count; i++)
		overlay[i] = (struct avow_profile_overlay){ edits->at[i].path,
							    edits->at[i].after };
	if (!overlay || !answered ||
	    avow_profiles_read_over(planner->out->profiles.source, NULL, overlay,
				    edits->count, &edited, &error)) {
		planner->is_out_of_memory = true;
	} else {
		ask_again(planner, edited, answered);
		note(planner, answered);
	}
	avow_profiles_free(edited);
	free(overlay);
	free(answered);
}
