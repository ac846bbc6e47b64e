/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compares the rules that say what becomes of something: type_transition and its kin,
 * with and without the name of a file, and range_transition. The kernel looks them up
 * by the types themselves, so that no attribute has to be followed. They are grouped
 * by whichever side of the pairs gives fewer groups.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

/* A rule that is in one policy alone, or whose outcome is another one. */
struct changed {
	struct move move;
	uint32_t was;
	uint8_t sign;
};

struct changes {
	struct changed *all;
	size_t count, capacity;
};

static int compare_numbers(const uint32_t *a, const uint32_t *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

/* What a rule is about; two with the same differ in their outcome. */
static int compare_keys(const struct move *a, const struct move *b)
{
	const uint32_t left[] = { a->kind,   a->tclass, a->name,
				  a->source, a->target, a->condition };
	const uint32_t right[] = { b->kind,   b->tclass, b->name,
				   b->source, b->target, b->condition };

	return compare_numbers(left, right, AVOW_ARRAY_SIZE(left));
}

static int compare_moves(const void *left, const void *right)
{
	const struct move *a = left, *b = right;
	int order = compare_keys(a, b);

	return order ? order : compare_numbers(&a->outcome, &b->outcome, 1);
}

static void sort(struct moves *moves)
{
	size_t kept = 0;

	if (moves->count)
		qsort(moves->all, moves->count, sizeof(*moves->all), compare_moves);
	for (size_t i = 0; i < moves->count; i++)
		if (!kept || compare_moves(&moves->all[kept - 1], &moves->all[i]) != 0)
			moves->all[kept++] = moves->all[i];
	moves->count = kept;
}

static int add(struct changes *changes, const struct move *move, uint8_t sign,
	       uint32_t was)
{
	if (changes->count == changes->capacity) {
		size_t capacity = 2 * changes->capacity + 256;
		void *grown = realloc(changes->all, capacity * sizeof(*changes->all));

		if (!grown)
			return AVOW_E_NOMEM;
		changes->all = grown;
		changes->capacity = capacity;
	}
	changes->all[changes->count++] = (struct changed){ *move, was, sign };
	return 0;
}

static int collect(const struct moves *old, const struct moves *new,
		   struct changes *changes)
{
	size_t i = 0, j = 0;
	int code = 0;

	while ((i < old->count || j < new->count) && code == 0) {
		int order = i == old->count   ? 1
			    : j == new->count ? -1
					      : compare_keys(&old->all[i], &new->all[j]);

		if (order < 0)
			code = add(changes, &old->all[i], AVOW_DIFFERENCE_REMOVED, 0);
		else if (order > 0)
			code = add(changes, &new->all[j], AVOW_DIFFERENCE_ADDED, 0);
		else if (old->all[i].outcome != new->all[j].outcome)
			code = add(changes, &new->all[j], AVOW_DIFFERENCE_CHANGED,
				   old->all[i].outcome);
		i += order <= 0;
		j += order >= 0;
	}
	return code;
}

/* What is alike in all of a group, and then the pairs by source or by target. */
static int compare_alike(const struct changed *a, const struct changed *b)
{
	const uint32_t left[] = { a->move.kind, a->sign,           a->move.tclass,
				  a->move.name, a->move.condition, a->move.outcome,
				  a->was };
	const uint32_t right[] = { b->move.kind, b->sign,           b->move.tclass,
				   b->move.name, b->move.condition, b->move.outcome,
				   b->was };

	return compare_numbers(left, right, AVOW_ARRAY_SIZE(left));
}

static int compare_by_source(const void *left, const void *right)
{
	const struct changed *a = left, *b = right;
	const uint32_t one[] = { a->move.source, a->move.target };
	const uint32_t other[] = { b->move.source, b->move.target };
	int order = compare_alike(a, b);

	return order ? order : compare_numbers(one, other, 2);
}

static int compare_by_target(const void *left, const void *right)
{
	const struct changed *a = left, *b = right;
	const uint32_t one[] = { a->move.target, a->move.source };
	const uint32_t other[] = { b->move.target, b->move.source };
	int order = compare_alike(a, b);

	return order ? order : compare_numbers(one, other, 2);
}

static uint32_t type_of(const struct changed *one, int axis)
{
	return axis == BY_SOURCE ? one->move.source : one->move.target;
}

/* The findings of one block of changes that are alike, sorted by the axis. */
static int group(struct diff *diff, const struct changed *block, size_t count, int axis)
{
	struct avow_buf span = { 0 };
	int code = 0;

	for (size_t i = 0, end; i < count && code == 0; i = end) {
		const struct move *move = &block[i].move;
		struct finding finding = {
			.payload = move->outcome,
			.condition = move->condition,
			.line = type_of(&block[i], axis),
			.was = block[i].was,
			.name = move->name,
			.tclass = move->tclass,
			.section = (uint8_t)avow_diff_section_of(
				(enum avow_row_kind)move->kind),
			.access = ACCESS_KINDS,
			.sign = block[i].sign,
			.axis = (uint8_t)axis,
		};

		avow_buf_clear(&span);
		for (end = i; end < count && type_of(&block[end], axis) == finding.line;
		     end++) {
			uint32_t other = type_of(&block[end], 1 - axis);

			avow_buf_append(&span, avow_span_make((const char *)&other,
							      sizeof(other)));
		}
		finding.others = span.failed ? AVOW_NO_ATOM
					     : avow_atoms_intern(diff->spans,
								 avow_buf_span(&span));
		code = finding.others == AVOW_NO_ATOM
			       ? AVOW_E_NOMEM
			       : avow_diff_add_finding(&diff->findings, &finding);
	}
	avow_buf_free(&span);
	return code;
}

static int compare_others(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;

	return (a->others > b->others) - (a->others < b->others);
}

/* How many groups the findings from @first on will be. */
static size_t count_groups(struct findings *findings, size_t first)
{
	struct finding *all = findings->all + first;
	size_t count = findings->count - first, groups = 0;

	if (count)
		qsort(all, count, sizeof(*all), compare_others);
	for (size_t i = 0; i < count; i++)
		groups += i == 0 || all[i].others != all[i - 1].others;
	return groups;
}

static int group_block(struct diff *diff, struct changed *block, size_t count)
{
	struct findings *findings = &diff->findings;
	size_t first = findings->count, middle, by_source;
	int code;

	code = group(diff, block, count, BY_SOURCE);
	if (code)
		return code;
	by_source = count_groups(findings, first);
	middle = findings->count;
	qsort(block, count, sizeof(*block), compare_by_target);
	code = group(diff, block, count, BY_TARGET);
	if (code)
		return code;
	if (by_source <= count_groups(findings, middle)) {
		findings->count = middle;
		return 0;
	}
	memmove(findings->all + first, findings->all + middle,
		(findings->count - middle) * sizeof(*findings->all));
	findings->count -= middle - first;
	return 0;
}

int avow_diff_moves(struct diff *diff)
{
	struct changes changes = { 0 };
	int code;

	for (int side = 0; side < SIDES; side++)
		sort(&diff->moves[side]);
	code = collect(&diff->moves[OLD], &diff->moves[NEW], &changes);
	if (changes.count)
		qsort(changes.all, changes.count, sizeof(*changes.all),
		      compare_by_source);
	for (size_t i = 0, end; i < changes.count && code == 0; i = end) {
		for (end = i; end < changes.count &&
			      compare_alike(&changes.all[i], &changes.all[end]) == 0;
		     end++)
			continue;
		code = group_block(diff, changes.all + i, end - i);
	}
	free(changes.all);
	return code;
}
