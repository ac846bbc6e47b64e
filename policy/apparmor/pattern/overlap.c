/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether two patterns have a text in common: a walk over pairs of their steps. */
#include <stdlib.h>

#include "policy/apparmor/pattern/automaton.h"

struct walk {
	const struct avow_pattern *a, *b;
	uint64_t *seen;  /* one bit a pair */
	uint32_t *stack; /* pairs, as their number */
	size_t pending;
};

static void push(struct walk *w, size_t i, size_t j)
{
	size_t pair = i * w->b->step_count + j;

	if (w->seen[pair / 64] >> (pair % 64) & 1)
		return;
	w->seen[pair / 64] |= UINT64_C(1) << (pair % 64);
	w->stack[w->pending++] = (uint32_t)pair;
}

static bool has_byte(const struct avow_pattern *set, const struct avow_step *step,
		     const struct avow_step *byte)
{
	return avow_byte_set_has(set->sets + step->to, byte->byte);
}

/* Whether there is a byte that both steps take. */
static bool have_common(const struct walk *w, const struct avow_step *i,
			const struct avow_step *j)
{
	const struct avow_byte_set *a, *b;

	if (i->kind == AVOW_STEP_BYTE && j->kind == AVOW_STEP_BYTE)
		return i->byte == j->byte;
	if (i->kind == AVOW_STEP_BYTE)
		return has_byte(w->b, j, i);
	if (j->kind == AVOW_STEP_BYTE)
		return has_byte(w->a, i, j);
	a = w->a->sets + i->to;
	b = w->b->sets + j->to;
	for (size_t at = 0; at < AVOW_ARRAY_SIZE(a->words); at++)
		if (a->words[at] & b->words[at])
			return true;
	return false;
}

static bool is_free(const struct avow_step *step)
{
	return step->kind == AVOW_STEP_SPLIT || step->kind == AVOW_STEP_JUMP;
}

/* What follows a pair; true when both are at their end. */
static bool follow(struct walk *w, uint32_t i, uint32_t j)
{
	const struct avow_step *a = w->a->steps + i, *b = w->b->steps + j;

	if (is_free(a)) {
		push(w, a->to, j);
		if (a->kind == AVOW_STEP_SPLIT)
			push(w, i + 1, j);
		return false;
	}
	if (is_free(b)) {
		push(w, i, b->to);
		if (b->kind == AVOW_STEP_SPLIT)
			push(w, i, j + 1);
		return false;
	}
	if (a->kind == AVOW_STEP_END || b->kind == AVOW_STEP_END)
		return a->kind == b->kind;
	if (have_common(w, a, b))
		push(w, i + 1, j + 1);
	return false;
}

static bool have_same_front(struct avow_span a, struct avow_span b)
{
	size_t length = a.length < b.length ? a.length : b.length;

	return avow_span_equal(avow_span_first(a, length), avow_span_first(b, length));
}

bool avow_pattern_overlaps(const struct avow_pattern *a, const struct avow_pattern *b,
			   size_t *budget)
{
	struct walk w = { .a = a, .b = b };
	size_t pairs = a->step_count * b->step_count;
	bool is_met = false;

	if (!have_same_front(a->literal, b->literal))
		return false;
	if (a->is_literal && b->is_literal)
		return a->literal.length == b->literal.length;
	if (pairs > *budget || pairs > UINT32_MAX)
		return false;
	*budget -= pairs;
	w.seen = calloc(pairs / 64 + 1, sizeof(*w.seen));
	w.stack = malloc(pairs * sizeof(*w.stack));
	if (w.seen && w.stack)
		push(&w, 0, 0);
	while (w.pending && !is_met) {
		uint32_t pair = w.stack[--w.pending];

		is_met = follow(&w, (uint32_t)(pair / b->step_count),
				(uint32_t)(pair % b->step_count));
	}
	free(w.seen);
	free(w.stack);
	return is_met;
}
