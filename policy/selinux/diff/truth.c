/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Truth tables: what an expression of booleans gives for each state of them, without
 * the booleans that change nothing; and whether one holds whenever another does. A
 * table has 2^10 rows at most, and two are compared over 2^12.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

#define COVER_BOOLEANS_MAX 12

static bool combine(int32_t word, bool left, bool right)
{
	switch (word) {
	case AVOW_EXPRESSION_OR:
		return left || right;
	case AVOW_EXPRESSION_AND:
		return left && right;
	case AVOW_EXPRESSION_EQ:
		return left == right;
	default:
		return left != right;
	}
}

/* The value of a postfix expression whose booleans are bits of @row, by their index. */
static bool evaluate(const int32_t *words, size_t count, uint32_t row)
{
	bool stack[EXPRESSION_WORDS_MAX + 1];
	size_t depth = 0;

	for (size_t i = 0; i < count; i++) {
		if (words[i] >= 0) {
			stack[depth++] = (row >> words[i]) & 1;
		} else if (words[i] == AVOW_EXPRESSION_NOT) {
			stack[depth - 1] = !stack[depth - 1];
		} else {
			depth--;
			stack[depth - 1] =
				combine(words[i], stack[depth - 1], stack[depth]);
		}
	}
	return stack[0];
}

bool avow_diff_row(const struct condition *condition, uint32_t row)
{
	return (condition->table[row / 64] >> (row % 64)) & 1;
}

static void set_row(struct condition *condition, uint32_t row)
{
	condition->table[row / 64] |= UINT64_C(1) << (row % 64);
}

/* @row with a bit put in at @at. */
static uint32_t widen(uint32_t row, uint32_t at, uint32_t bit)
{
	uint32_t low = row & ((1u << at) - 1);

	return low | bit << at | (row & ~((1u << at) - 1)) << 1;
}

/* Drops the booleans whose value changes nothing. */
static void reduce(struct condition *condition)
{
	for (uint32_t at = condition->count; at-- > 0;) {
		struct condition less = { .count = condition->count - 1,
					  .text = condition->text };
		bool matters = false;

		for (uint32_t row = 0; row < 1u << less.count && !matters; row++) {
			bool is_set = avow_diff_row(condition, widen(row, at, 0));

			matters = is_set != avow_diff_row(condition, widen(row, at, 1));
			if (is_set)
				set_row(&less, row);
		}
		if (matters)
			continue;
		memcpy(less.booleans, condition->booleans, sizeof(less.booleans));
		memmove(less.booleans + at, less.booleans + at + 1,
			(less.count - at) * sizeof(less.booleans[0]));
		less.booleans[less.count] = 0;
		*condition = less;
	}
}

static int compare_numbers(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* The booleans of the words, ascending; false when they are too many for a table. */
bool avow_diff_note_booleans(const int32_t *words, size_t count, struct condition *out)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t at = 0;

		if (words[i] < 0)
			continue;
		while (at < out->count && out->booleans[at] != (uint32_t)words[i])
			at++;
		if (at < out->count)
			continue;
		if (out->count == CONDITION_BOOLEANS_MAX)
			return false;
		out->booleans[out->count++] = (uint32_t)words[i];
	}
	qsort(out->booleans, out->count, sizeof(out->booleans[0]), compare_numbers);
	return true;
}

void avow_diff_make_table(int32_t *words, size_t count, bool is_else,
			  struct condition *out)
{
	for (size_t i = 0; i < count; i++) {
		int32_t at = 0;

		if (words[i] < 0)
			continue;
		while (out->booleans[at] != (uint32_t)words[i])
			at++;
		words[i] = at;
	}
	for (uint32_t row = 0; row < 1u << out->count; row++)
		if (evaluate(words, count, row) != is_else)
			set_row(out, row);
	reduce(out);
}

/* Adds the booleans of @one to the sorted @all; false when they get too many. */
static bool unite(const struct condition *one, uint32_t *all, uint32_t *count)
{
	for (uint32_t i = 0; i < one->count; i++) {
		uint32_t at = 0;

		while (at < *count && all[at] != one->booleans[i])
			at++;
		if (at < *count)
			continue;
		if (*count == COVER_BOOLEANS_MAX)
			return false;
		all[(*count)++] = one->booleans[i];
	}
	return true;
}

/* Whether the condition holds when the booleans @all have the bits of @row. */
static bool holds(const struct condition *one, const uint32_t *all, uint32_t row)
{
	uint32_t own = 0;

	for (uint32_t i = 0; i < one->count; i++) {
		uint32_t at = 0;

		while (all[at] != one->booleans[i])
			at++;
		own |= ((row >> at) & 1) << i;
	}
	return avow_diff_row(one, own);
}

bool avow_diff_is_covered(const struct conditions *conditions, uint32_t condition,
			  const uint32_t *others, size_t count)
{
	const struct condition *all = conditions->all;
	uint32_t booleans[COVER_BOOLEANS_MAX], boolean_count = 0;

	for (size_t i = 0; i < count; i++) {
		if (others[i] == 0 || others[i] == condition)
			return true;
		if (all[others[i]].is_opaque ||
		    !unite(&all[others[i]], booleans, &boolean_count))
			return false;
	}
	if (condition && (all[condition].is_opaque ||
			  !unite(&all[condition], booleans, &boolean_count)))
		return false;
	for (uint32_t row = 0; row < 1u << boolean_count; row++) {
		bool is_covered = condition && !holds(&all[condition], booleans, row);

		for (size_t i = 0; i < count && !is_covered; i++)
			is_covered = holds(&all[others[i]], booleans, row);
		if (!is_covered)
			return false;
	}
	return count > 0;
}
