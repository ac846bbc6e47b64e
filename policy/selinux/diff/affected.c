/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Finds the types whose rules have to be compared pair by pair. A rule that both
 * policies have, over sets with the same types, cannot make a difference. Any other is
 * a rectangle of sources and targets, and is gone through by its shorter side: each
 * of its sources with all targets, or each of its targets with all sources.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

static size_t place(const struct affected *affected, unsigned kind, uint32_t tclass,
		    uint32_t type)
{
	return ((size_t)kind * affected->classes + tclass) * affected->types + type;
}

static void set_bit(struct affected *affected, int axis, const struct rule *rule,
		    uint32_t type)
{
	size_t at = place(affected, rule->kind, rule->tclass, type);

	affected->bits[axis][at / 64] |= UINT64_C(1) << (at % 64);
}

bool avow_diff_is_affected(const struct affected *affected, int axis,
			   const struct rule *line)
{
	uint32_t type = axis == BY_SOURCE ? line->source : line->target;
	size_t at = place(affected, line->kind, line->tclass, type);

	return (affected->bits[axis][at / 64] >> (at % 64)) & 1;
}

uint32_t avow_diff_next_affected(const struct affected *affected, int axis,
				 const struct rule *line, uint32_t from)
{
	size_t first = place(affected, line->kind, line->tclass, 0) / 64;
	const uint64_t *words = affected->bits[axis] + first;

	while (from < affected->types) {
		uint64_t left = words[from / 64] >> (from % 64);

		if (left)
			return from + (uint32_t)__builtin_ctzll(left);
		from = (from / 64 + 1) * 64;
	}
	return NOTHING;
}

static uint32_t width(const struct sets *sets, uint32_t set)
{
	return list_length(&sets->members[OLD], set) +
	       list_length(&sets->members[NEW], set);
}

static void set_members(struct affected *affected, const struct sets *sets, int axis,
			const struct rule *rule)
{
	uint32_t set = axis == BY_SOURCE ? rule->source : rule->target;

	for (int side = 0; side < SIDES; side++) {
		const struct lists *members = &sets->members[side];

		for (uint32_t i = members->first[set]; i < members->first[set + 1]; i++)
			set_bit(affected, axis, rule, members->items[i]);
	}
}

/* One policy alone has the rule, or they have it with other permissions. */
static void note_rule(struct affected *affected, const struct sets *sets,
		      const struct rule *rule)
{
	bool is_tall = width(sets, rule->source) > width(sets, rule->target);

	set_members(affected, sets, is_tall ? BY_TARGET : BY_SOURCE, rule);
}

/* Both have it: it differs for what came into its sets or left them. */
static void note_moved(struct affected *affected, const struct sets *sets,
		       const struct rule *rule)
{
	const struct lists *moved = &sets->moved;

	for (uint32_t i = moved->first[rule->source]; i < moved->first[rule->source + 1];
	     i++)
		set_bit(affected, BY_SOURCE, rule, moved->items[i]);
	for (uint32_t i = moved->first[rule->target]; i < moved->first[rule->target + 1];
	     i++)
		set_bit(affected, BY_TARGET, rule, moved->items[i]);
}

static int compare(const struct rule *a, const struct rule *b)
{
	const uint32_t left[] = { a->source, a->kind, a->tclass, a->target,
				  a->condition };
	const uint32_t right[] = { b->source, b->kind, b->tclass, b->target,
				   b->condition };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(left); i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

int avow_diff_affected(const struct diff *diff, struct affected *out)
{
	const struct rules *old = &diff->rules[OLD], *new = &diff->rules[NEW];
	size_t i = 0, j = 0;

	out->types = (diff->sets.type_count / 64 + 1) * 64;
	out->classes = diff->classes.count;
	out->words = (size_t)ACCESS_KINDS * out->classes * (out->types / 64);
	for (int axis = 0; axis < AXES; axis++) {
		out->bits[axis] = calloc(out->words + 1, sizeof(uint64_t));
		if (!out->bits[axis])
			return AVOW_E_NOMEM;
	}
	while (i < old->count || j < new->count) {
		int order = i == old->count   ? 1
			    : j == new->count ? -1
					      : compare(&old->all[i], &new->all[j]);

		if (order == 0 && old->all[i].payload == new->all[j].payload)
			note_moved(out, &diff->sets, &old->all[i]);
		else
			note_rule(out, &diff->sets,
				  order <= 0 ? &old->all[i] : &new->all[j]);
		i += order <= 0;
		j += order >= 0;
	}
	return 0;
}

void avow_diff_free_affected(struct affected *affected)
{
	for (int axis = 0; axis < AXES; axis++)
		free(affected->bits[axis]);
}
