/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Has the reasons of a decision give their advice: what to change, tried, with a note. */
#include "policy/selinux/telling.h"

static int advise_note(const struct avow_group *group, size_t index,
		       struct avow_telling *out)
{
	const struct avow_advice_kind *kind = group->kind->advice;
	struct avow_buf note = { 0 };
	int code = kind->note(group, index, &note);

	if (code == 0)
		code = note.failed ? AVOW_E_NOMEM
				   : avow_tell_note(out, avow_buf_string(&note));
	avow_buf_free(&note);
	return code;
}

static int advise(const struct avow_group *group, size_t index, struct avow_buf *change,
		  struct avow_telling *out)
{
	const struct avow_advice_kind *kind = group->kind->advice;
	struct avow_trial trial = { 0 };
	size_t before = avow_telling_count(out);
	int code;

	avow_buf_clear(change);
	if (kind->change)
		kind->change(group, index, change);
	if (kind->trial)
		kind->trial(group, index, &trial);
	if (change->failed)
		return AVOW_E_NOMEM;
	code = avow_tell_advice(out, kind, kind->change ? avow_buf_string(change) : NULL,
				kind->trial ? &trial : NULL);
	if (code == 0 && kind->note && avow_telling_count(out) > before)
		code = advise_note(group, index, out);
	return code;
}

static int advise_all(const struct avow_group *group, struct avow_telling *out)
{
	const struct avow_advice_kind *kind = group->kind->advice;
	size_t count = kind->count ? kind->count(group) : 1;
	struct avow_buf change = { 0 };
	int code = 0;

	for (size_t i = 0; i < count && code == 0; i++)
		code = advise(group, i, &change, out);
	avow_buf_free(&change);
	return code;
}

int avow_advice_from_groups(const struct avow_groups *groups, struct avow_telling *out)
{
	int code = 0;

	for (const struct avow_group *group = groups->first; group && code == 0;
	     group = group->next)
		if (group->kind->advice && !group->is_rest)
			code = advise_all(group, out);
	return code;
}
