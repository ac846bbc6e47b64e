/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks who may now write what some confined domain executes, or starts in. What only
 * unconfined domains execute is everything, and says nothing.
 */
#include "policy/selinux/diff/marks.h"

#include <stdlib.h>

static const char *const writes[] = { "write", "append",    "create", "rename",
				      "link",  "relabelto", NULL };
static const char *const executes[] = { "execute", "execute_no_trans", "entrypoint",
					NULL };

static bool has_confined(const struct marking *marking, uint32_t set)
{
	const struct lists *members = &marking->diff->sets.members[NEW];

	for (uint32_t i = members->first[set]; i < members->first[set + 1]; i++)
		if (!marking->is_unconfined[NEW][members->items[i]])
			return true;
	return false;
}

int avow_diff_find_executed(struct marking *marking)
{
	const struct diff *diff = marking->diff;
	const struct rules *rules = &diff->rules[NEW];
	const struct lists *members = &diff->sets.members[NEW];
	uint32_t file = avow_diff_class(&diff->classes, "file");
	uint64_t wanted = 0;

	marking->is_executed = calloc((size_t)diff->sets.type_count + 1, sizeof(bool));
	if (!marking->is_executed)
		return AVOW_E_NOMEM;
	for (size_t i = 0; executes[i] && file != NOTHING; i++)
		wanted |=
			avow_diff_permission(&diff->classes, (uint16_t)file, executes[i]);
	for (size_t at = 0; at < rules->count; at++) {
		const struct rule *rule = &rules->all[at];

		if (rule->kind != ACCESS_ALLOW || rule->tclass != file ||
		    !(rule->payload & wanted) || !has_confined(marking, rule->source))
			continue;
		for (uint32_t i = members->first[rule->target];
		     i < members->first[rule->target + 1]; i++)
			marking->is_executed[members->items[i]] = true;
	}
	return 0;
}

static bool is_executed(const struct marking *marking, uint32_t type)
{
	return marking->is_executed[type];
}

static void look(struct marking *marking, const struct avow_difference_gain *gain)
{
	if (strcmp(gain->tclass, "file") == 0)
		avow_diff_hit_gain(marking, gain, writes, is_executed);
}

void avow_diff_mark_executable(struct marking *marking)
{
	avow_diff_each_gain(marking, look);
}
