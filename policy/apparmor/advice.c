/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of advice, in the order of what to do first: a rule comes last. */
#include "policy/apparmor/advice.h"

#define ADVICE_MAX 12 /* of one cluster */

static const struct avow_profile_advice_kind *const kinds[] = {
	&avow_profile_advice_leave,       &avow_profile_advice_reload,
	&avow_profile_advice_manager,     &avow_profile_advice_load_target,
	&avow_profile_advice_modes,       &avow_profile_advice_flag,
	&avow_profile_advice_new_profile, &avow_profile_advice_new_child,
	&avow_profile_advice_exec,        &avow_profile_advice_rule,
	&avow_profile_advice_generalise,  &avow_profile_advice_include,
};

size_t avow_profile_advice_count(void)
{
	return AVOW_ARRAY_SIZE(kinds);
}

const struct avow_profile_advice_kind *avow_profile_advice_at(size_t index)
{
	return kinds[index];
}

void avow_profile_advise(struct avow_profile_case *c)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(kinds); i++)
		kinds[i]->advise(c);
}

bool avow_case_has_reason(const struct avow_profile_case *c, const char *code)
{
	for (size_t i = 0; i < c->finding->reason_count; i++)
		if (strcmp(c->finding->reasons[i].code, code) == 0)
			return true;
	return false;
}

static const char *keep(struct avow_profile_case *c, const struct avow_buf *text)
{
	const char *copy;

	if (!text || !text->length)
		return NULL;
	copy = text->failed ? NULL : avow_arena_string(c->arena, avow_buf_span(text));
	c->is_out_of_memory |= !copy;
	return copy;
}

void avow_case_advise(struct avow_profile_case *c,
		      const struct avow_profile_advice_kind *kind,
		      const struct avow_profile_advice *advice)
{
	struct avow_finding *finding = c->finding;
	size_t rank = finding->advice_count + 1;

	if (!finding->advice)
		finding->advice =
			avow_arena_alloc(c->arena, ADVICE_MAX * sizeof(*finding->advice));
	c->is_out_of_memory |= !finding->advice;
	if (!finding->advice || rank > ADVICE_MAX)
		return;
	finding->advice[finding->advice_count++] = (struct avow_advice){
		.code = kind->code,
		.rank = (unsigned)rank,
		.title = kind->title,
		.why = keep(c, advice->why),
		.change = keep(c, advice->change),
		.change_kind = advice->change_kind,
		.is_choice = advice->change_kind &&
			     (strcmp(advice->change_kind, "rule") == 0 ||
			      strcmp(advice->change_kind, "flag") == 0),
		.note = keep(c, advice->note),
		.proof = advice->proof,
		.severity = c->severity,
	};
}
