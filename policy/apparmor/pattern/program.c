/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From a regular expression to the steps of an automaton, in the way of Thompson
 * (Communications of the ACM 11(6), 1968). What the steps match is in pattern.c.
 */
#include "policy/apparmor/pattern/program.h"

#include "policy/apparmor/pattern/escape.h"

#define STEPS_MAX 200000
#define DEPTH_MAX 120

struct compiler {
	struct avow_span text;
	struct avow_buf *steps, *sets;
	unsigned depth;
	const char *defect;
};

static size_t step_count(const struct compiler *c)
{
	return c->steps->length / sizeof(struct avow_step);
}

static void add_step(struct compiler *c, enum avow_step_kind kind, uint8_t byte,
		     size_t to)
{
	struct avow_step step = { .kind = (uint8_t)kind,
				  .byte = byte,
				  .to = (uint32_t)to };

	if (step_count(c) >= STEPS_MAX)
		c->defect = "it is too long once its variables are expanded";
	else
		avow_buf_append(c->steps,
				avow_span_make((const char *)&step, sizeof(step)));
}

static void set_target(struct compiler *c, size_t step, size_t to)
{
	if (!c->defect && !c->steps->failed)
		((struct avow_step *)(void *)c->steps->data)[step].to = (uint32_t)to;
}

/* Makes room for a step before @from; nothing behind it is jumped to from before. */
static void insert_step(struct compiler *c, size_t from, enum avow_step_kind kind,
			size_t to)
{
	struct avow_step *steps;
	size_t count = step_count(c);

	add_step(c, kind, 0, to);
	if (c->defect || c->steps->failed)
		return;
	steps = (struct avow_step *)(void *)c->steps->data;
	memmove(steps + from + 1, steps + from, (count - from) * sizeof(*steps));
	steps[from] = (struct avow_step){ .kind = (uint8_t)kind, .to = (uint32_t)to };
	for (size_t i = from + 1; i <= count; i++)
		if (steps[i].kind == AVOW_STEP_SPLIT || steps[i].kind == AVOW_STEP_JUMP)
			steps[i].to += steps[i].to >= from;
}

static int take(struct compiler *c)
{
	int byte = (unsigned char)c->text.data[0];

	c->text = avow_span_skip(c->text, 1);
	return byte;
}

static char peek(const struct compiler *c)
{
	return c->text.length ? c->text.data[0] : '\0';
}

/* A byte, or the one that a sequence stands for. */
static int take_byte(struct compiler *c)
{
	size_t used;
	int byte = take(c), escaped;

	if (byte != '\\')
		return byte;
	escaped = avow_aare_escape(c->text, "*+.|^$-[](){}", &used);
	if (escaped < 0)
		return byte;
	c->text = avow_span_skip(c->text, used);
	return escaped;
}

static void put(struct avow_byte_set *set, int from, int to)
{
	for (int byte = from; byte <= to; byte++)
		set->words[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

static void put_range(struct avow_byte_set *set, int from, int to)
{
	if (from <= to)
		put(set, from, to);
	else
		put(set, to, from);
}

/* What is behind `[`; `]` and `-` are plain at its front. */
static void compile_set(struct compiler *c)
{
	struct avow_byte_set set = { 0 };
	bool is_inverse = peek(c) == '^';
	bool is_first = true;

	if (is_inverse)
		take(c);
	while (c->text.length && (is_first || peek(c) != ']')) {
		int from = take_byte(c);

		is_first = false;
		if (peek(c) == '-' && c->text.length > 1 && c->text.data[1] != ']') {
			take(c);
			put_range(&set, from, take_byte(c));
		} else {
			put(&set, from, from);
		}
	}
	if (!c->text.length) {
		c->defect = "a [ is not closed";
		return;
	}
	take(c);
	for (size_t i = 0; is_inverse && i < AVOW_ARRAY_SIZE(set.words); i++)
		set.words[i] = ~set.words[i];
	add_step(c, AVOW_STEP_SET, 0, c->sets->length / sizeof(set));
	avow_buf_append(c->sets, avow_span_make((const char *)&set, sizeof(set)));
}

static void compile_alternatives(struct compiler *c);

static void compile_term(struct compiler *c)
{
	if (peek(c) == '[') {
		take(c);
		compile_set(c);
	} else if (peek(c) == '(') {
		take(c);
		if (++c->depth > DEPTH_MAX)
			c->defect = "groups are nested too deeply";
		else
			compile_alternatives(c);
		c->depth--;
		if (!c->defect && peek(c) != ')')
			c->defect = "a group is not closed";
		else if (!c->defect)
			take(c);
	} else {
		add_step(c, AVOW_STEP_BYTE, (uint8_t)take_byte(c), 0);
	}
}

static void compile_repeated(struct compiler *c)
{
	size_t begin = step_count(c);

	if (peek(c) == '*' || peek(c) == '+') {
		c->defect = "a repetition has nothing before it";
		return;
	}
	compile_term(c);
	if (c->defect || (peek(c) != '*' && peek(c) != '+'))
		return;
	if (take(c) == '*') {
		insert_step(c, begin, AVOW_STEP_SPLIT, step_count(c) + 2);
		add_step(c, AVOW_STEP_JUMP, 0, begin);
	} else {
		add_step(c, AVOW_STEP_SPLIT, 0, begin);
	}
}

static void compile_sequence(struct compiler *c)
{
	while (!c->defect && c->text.length && peek(c) != '|' && peek(c) != ')')
		compile_repeated(c);
}

/*
 * a|b|c: a split to a and the rest, a jump to the end behind each. The jumps are found
 * again by their target, which no other step has while they are open.
 */
static void compile_alternatives(struct compiler *c)
{
	size_t begin = step_count(c);
	size_t open = 0; /* the last jump to the end; each holds the one before it */

	for (;;) {
		compile_sequence(c);
		if (c->defect || peek(c) != '|')
			break;
		take(c);
		insert_step(c, begin, AVOW_STEP_SPLIT, step_count(c) + 2);
		add_step(c, AVOW_STEP_JUMP, 0, 0);
		set_target(c, step_count(c) - 1, 0);
		if (c->defect || c->steps->failed)
			return;
		((struct avow_step *)(void *)c->steps->data)[step_count(c) - 1].byte = 1;
		begin = step_count(c);
		open++;
	}
	if (!open || c->defect || c->steps->failed)
		return;
	for (size_t at = step_count(c); at-- > 0 && open;) {
		struct avow_step *step = (struct avow_step *)(void *)c->steps->data + at;

		if (step->kind != AVOW_STEP_JUMP || step->byte != 1)
			continue;
		step->to = (uint32_t)step_count(c);
		step->byte = 0;
		open--;
	}
}

const char *avow_program_compile(struct avow_span regex, struct avow_buf *steps,
				 struct avow_buf *sets)
{
	struct compiler c = { .text = regex, .steps = steps, .sets = sets };

	compile_alternatives(&c);
	if (!c.defect && c.text.length)
		c.defect = "a group is closed that was not opened";
	add_step(&c, AVOW_STEP_END, 0, 0);
	return c.defect;
}
