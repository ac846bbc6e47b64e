/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The profiles that are new as changes of the plan: what they are for, and their mode. */
#include "policy/apparmor/advice.h"
#include "policy/apparmor/plan/plan.h"

struct avow_change *avow_planner_add(struct avow_profile_planner *planner,
				     const struct avow_profile *profile)
{
	if (planner->change_count == planner->change_room) {
		size_t room = planner->change_room ? 2 * planner->change_room : 64;
		struct avow_change *all =
			avow_arena_alloc(&planner->out->arena, room * sizeof(*all));
		const struct avow_profile **profiles =
			avow_arena_alloc(&planner->out->arena, room * sizeof(*profiles));

		planner->is_out_of_memory |= !all || !profiles;
		if (!all || !profiles)
			return NULL;
		if (planner->change_count) {
			memcpy(all, planner->changes,
			       planner->change_count * sizeof(*all));
			memcpy(profiles, planner->profile_of,
			       planner->change_count * sizeof(*profiles));
		}
		planner->changes = all;
		planner->profile_of = profiles;
		planner->change_room = room;
	}
	planner->profile_of[planner->change_count] = profile;
	return planner->changes + planner->change_count++;
}

/* The advice of the draft, as its clusters have it; NULL: none has. */
static const struct avow_advice *advice_of(const struct avow_profile_planner *planner,
					   const struct avow_profile_draft *draft)
{
	for (size_t i = 0; i < draft->cluster_count; i++) {
		const struct avow_finding *finding =
			planner->out->of + draft->clusters[i];

		for (size_t j = 0; j < finding->advice_count; j++)
			if (finding->advice[j].change_kind &&
			    strcmp(finding->advice[j].change_kind, "profile") == 0)
				return finding->advice + j;
	}
	return NULL;
}

static void add(struct avow_profile_planner *planner,
		const struct avow_profile_draft *draft)
{
	const struct avow_profile_advice_kind *kind =
		draft->parent || draft->parent_draft ? &avow_profile_advice_new_child
						     : &avow_profile_advice_new_profile;
	const struct avow_advice *advice = advice_of(planner, draft);
	struct avow_change *change = avow_planner_add(planner, NULL);
	struct avow_buf head = { 0 };
	const char *text;

	avow_draft_put_head(draft, &head);
	text = head.failed
		       ? NULL
		       : avow_arena_string(&planner->out->arena, avow_buf_span(&head));
	planner->is_out_of_memory |= !text;
	avow_buf_free(&head);
	if (!change || !text)
		return;
	*change = (struct avow_change){
		.code = kind->code,
		.kind = AVOW_CHANGE_KIND_PROFILE,
		.state = AVOW_CHANGE_PROPOSED,
		.title = kind->title,
		.why = advice ? advice->why : NULL,
		.text = text,
		.note = advice ? advice->note : NULL,
		.clusters = draft->clusters,
		.cluster_count = draft->cluster_count,
		.denials = draft->denials,
	};
	avow_change_name(change->code, change->text, change->id);
}

void avow_profile_plan_new(struct avow_profile_planner *planner)
{
	const struct avow_profile_drafts *drafts = planner->drafts;

	for (size_t i = 0; drafts && i < drafts->count; i++)
		if (drafts->at[i].is_wanted)
			add(planner, drafts->at + i);
}
