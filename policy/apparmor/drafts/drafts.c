/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The drafts from outside: made, read, and found again. */
#include "policy/apparmor/drafts/drafts.h"

#include <stdlib.h>

/* Reads the files with the drafts in them; those that are not found there are void. */
static int read_back(const struct avow_drafts_input *input,
		     struct avow_profile_drafts *drafts)
{
	struct avow_error error;

	if (avow_profiles_read_over(input->source, NULL, drafts->texts,
				    drafts->text_count, &drafts->profiles, &error))
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < drafts->count; i++) {
		struct avow_profile_draft *draft = drafts->at + i;

		if (!draft->is_void)
			draft->profile = avow_profiles_named(drafts->profiles,
							     avow_span_of(draft->name),
							     avow_span_of(""));
		draft->is_void |= !draft->profile;
	}
	return 0;
}

static bool is_any(const struct avow_profile_drafts *drafts)
{
	for (size_t i = 0; i < drafts->count; i++)
		if (!drafts->at[i].is_void)
			return true;
	return false;
}

int avow_drafts_make(const struct avow_drafts_input *input,
		     struct avow_profile_drafts **out)
{
	struct avow_profile_drafts *drafts = calloc(1, sizeof(*drafts));
	int code;

	*out = NULL;
	if (!drafts)
		return AVOW_E_NOMEM;
	code = avow_drafts_gather(input, drafts);
	if (code == 0 && is_any(drafts))
		code = avow_drafts_write(input, drafts);
	if (code == 0 && is_any(drafts))
		code = read_back(input, drafts);
	if (code || (!drafts->profiles && !drafts->started_count)) {
		avow_drafts_free(drafts);
		return code;
	}
	*out = drafts;
	return 0;
}

void avow_drafts_free(struct avow_profile_drafts *drafts)
{
	if (!drafts)
		return;
	avow_profiles_free(drafts->profiles);
	avow_arena_free(&drafts->arena);
	free(drafts);
}

struct avow_profile_draft *avow_draft_of(const struct avow_profile_drafts *drafts,
					 const struct avow_profile *profile)
{
	for (size_t i = 0; drafts && profile && i < drafts->count; i++)
		if (drafts->at[i].profile == profile)
			return (struct avow_profile_draft *)drafts->at + i;
	return NULL;
}

bool avow_drafts_is_helper(const struct avow_profile_drafts *drafts,
			   const struct avow_profile *parent, struct avow_span program)
{
	for (size_t i = 0; drafts && parent && i < drafts->started_count; i++) {
		const struct avow_profile_started *at = drafts->started + i;
		const char *name = at->parent ? at->parent->name : at->parent_draft->name;

		if (at->is_helper && strcmp(name, parent->name) == 0 &&
		    avow_span_is(program, at->program))
			return true;
	}
	return false;
}
