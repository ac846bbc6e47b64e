/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Patterns put together to one program. The walk over it is in subsets.c. */
#include "policy/apparmor/pattern/walk.h"

#include <stdlib.h>

#include "policy/apparmor/pattern/automaton.h"
#include "policy/apparmor/pattern/subsets.h"

#define STEPS_MAX 2000000

static size_t step_count(const struct avow_walk *walk)
{
	return walk->steps.length / sizeof(struct avow_step);
}

static void add_step(struct avow_walk *walk, enum avow_step_kind kind, uint8_t byte,
		     size_t to)
{
	struct avow_step step = { .kind = (uint8_t)kind,
				  .byte = byte,
				  .to = (uint32_t)to };

	if (step_count(walk) >= STEPS_MAX) {
		walk->is_too_long = true;
		return;
	}
	avow_buf_append(&walk->steps, avow_span_make((const char *)&step, sizeof(step)));
	avow_buf_append(&walk->owners, avow_span_make((const char *)&walk->pattern_count,
						      sizeof(walk->pattern_count)));
}

static void set_target(struct avow_walk *walk, size_t step, size_t to)
{
	if (!walk->steps.failed && step < step_count(walk))
		((struct avow_step *)(void *)walk->steps.data)[step].to = (uint32_t)to;
}

/* The number of a set; sets that are the same have one. */
static size_t add_set(struct avow_walk *walk, const struct avow_byte_set *set)
{
	const struct avow_byte_set *sets = (const void *)walk->sets.data;
	size_t count = walk->sets.length / sizeof(*set);

	for (size_t i = 0; i < count; i++)
		if (memcmp(sets + i, set, sizeof(*set)) == 0)
			return i;
	avow_buf_append(&walk->sets, avow_span_make((const char *)set, sizeof(*set)));
	return count;
}

struct avow_walk *avow_walk_new(void)
{
	return calloc(1, sizeof(struct avow_walk));
}

void avow_walk_free(struct avow_walk *walk)
{
	if (!walk)
		return;
	avow_buf_free(&walk->steps);
	avow_buf_free(&walk->owners);
	avow_buf_free(&walk->sets);
	avow_buf_free(&walk->begins);
	avow_buf_free(&walk->jumps);
	free(walk);
}

void avow_walk_begin(struct avow_walk *walk, bool is_leading)
{
	uint32_t begin = (uint32_t)step_count(walk) << 1 | is_leading;

	avow_buf_append(&walk->begins,
			avow_span_make((const char *)&begin, sizeof(begin)));
}

void avow_walk_end(struct avow_walk *walk)
{
	add_step(walk, AVOW_STEP_END, 0, walk->pattern_count);
	walk->pattern_count++;
}

/* Each alternative has a split before it, to the next one, and a jump behind. */
static void begin_alternative(struct avow_walk *walk)
{
	walk->split = step_count(walk);
	add_step(walk, AVOW_STEP_SPLIT, 0, 0);
}

static void end_alternative(struct avow_walk *walk)
{
	uint32_t jump = (uint32_t)step_count(walk);

	avow_buf_append(&walk->jumps, avow_span_make((const char *)&jump, sizeof(jump)));
	add_step(walk, AVOW_STEP_JUMP, 0, 0);
	set_target(walk, walk->split, step_count(walk));
}

void avow_walk_open(struct avow_walk *walk)
{
	avow_buf_clear(&walk->jumps);
}

void avow_walk_close(struct avow_walk *walk)
{
	static const struct avow_byte_set none;
	const uint32_t *jumps = (const void *)walk->jumps.data;

	add_step(walk, AVOW_STEP_SET, 0, add_set(walk, &none));
	for (size_t i = 0; i < walk->jumps.length / sizeof(*jumps); i++)
		set_target(walk, jumps[i], step_count(walk));
	add_step(walk, AVOW_STEP_BYTE, 0, 0);
}

void avow_walk_pattern(struct avow_walk *walk, const struct avow_pattern *pattern)
{
	size_t first;

	begin_alternative(walk);
	first = step_count(walk);
	for (size_t i = 0; i < pattern->step_count; i++) {
		struct avow_step step = pattern->steps[i];

		if (step.kind == AVOW_STEP_SET)
			step.to = (uint32_t)add_set(walk, pattern->sets + step.to);
		else if (step.kind == AVOW_STEP_SPLIT || step.kind == AVOW_STEP_JUMP)
			step.to += (uint32_t)first;
		else if (step.kind == AVOW_STEP_END)
			step = (struct avow_step){
				.kind = AVOW_STEP_JUMP,
				.to = (uint32_t)(first + pattern->step_count)
			};
		add_step(walk, (enum avow_step_kind)step.kind, step.byte, step.to);
	}
	end_alternative(walk);
}

void avow_walk_text(struct avow_walk *walk, struct avow_span text)
{
	begin_alternative(walk);
	for (size_t i = 0; i < text.length; i++)
		add_step(walk, AVOW_STEP_BYTE, (uint8_t)text.data[i], 0);
	end_alternative(walk);
}

void avow_walk_any(struct avow_walk *walk)
{
	struct avow_byte_set all;
	size_t loop;

	memset(&all, 0xff, sizeof(all));
	all.words[0] &= ~UINT64_C(1);
	begin_alternative(walk);
	loop = step_count(walk);
	add_step(walk, AVOW_STEP_SPLIT, 0, loop + 3);
	add_step(walk, AVOW_STEP_SET, 0, add_set(walk, &all));
	add_step(walk, AVOW_STEP_JUMP, 0, loop);
	end_alternative(walk);
}

void avow_walk_choice(struct avow_walk *walk, struct avow_span choices)
{
	struct avow_byte_set set = { { 0 } };

	for (size_t i = 0; i < choices.length; i++) {
		unsigned char byte = (unsigned char)choices.data[i];

		set.words[byte >> 6] |= UINT64_C(1) << (byte & 63);
	}
	add_step(walk, AVOW_STEP_SET, 0, add_set(walk, &set));
}

void avow_walk_separate(struct avow_walk *walk)
{
	add_step(walk, AVOW_STEP_BYTE, 0, 0);
}
