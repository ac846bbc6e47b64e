/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Patterns compiled and matched: all states of the automaton are followed at once, so
 * that no pattern and no text can make it slow.
 */
#include "policy/apparmor/pattern/pattern.h"

#include "analyzer/base/error.h"
#include "policy/apparmor/pattern/aare.h"
#include "policy/apparmor/pattern/automaton.h"

size_t avow_pattern_join_slashes(char *text, size_t length)
{
	size_t in = 0, out = 0;
	bool is_slash = false;

	if (length > 1 && text[0] == '/' && text[1] == '/' &&
	    (length == 2 || text[2] != '/'))
		in = out = 2;
	for (; in < length; in++) {
		if (text[in] == '/' && is_slash)
			continue;
		is_slash = text[in] == '/';
		text[out++] = text[in];
	}
	return out;
}

/* The bytes that the program begins with and that are the same in every match. */
static int find_literal(struct avow_arena *arena, struct avow_pattern *pattern)
{
	struct avow_span literal;
	size_t count = 0;
	char *bytes;

	while (pattern->steps[count].kind == AVOW_STEP_BYTE)
		count++;
	bytes = avow_arena_alloc(arena, count + 1);
	if (!bytes)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++)
		bytes[i] = (char)pattern->steps[i].byte;
	literal = avow_span_make(bytes, count);
	pattern->literal = literal;
	pattern->is_literal = pattern->steps[count].kind == AVOW_STEP_END;
	return 0;
}

/* A byte that is repeated is no part of what every match begins with. */
static void shorten_literal(struct avow_pattern *pattern)
{
	for (size_t i = 0; i < pattern->step_count; i++) {
		const struct avow_step *step = pattern->steps + i;

		if (step->kind != AVOW_STEP_SPLIT && step->kind != AVOW_STEP_JUMP)
			continue;
		if (step->to < pattern->literal.length)
			pattern->literal.length = step->to;
	}
}

static void *keep(struct avow_arena *arena, const struct avow_buf *buf)
{
	void *copy = avow_arena_alloc(arena, buf->length + 1);

	if (copy && buf->length)
		memcpy(copy, buf->data, buf->length);
	return buf->failed ? NULL : copy;
}

static int make_states(struct avow_arena *arena, size_t count, struct avow_states *out)
{
	out->dense = avow_arena_alloc(arena, count * sizeof(*out->dense));
	out->sparse = avow_arena_alloc(arena, count * sizeof(*out->sparse));
	return out->dense && out->sparse ? 0 : AVOW_E_NOMEM;
}

static int build(struct avow_arena *arena, const struct avow_buf *steps,
		 const struct avow_buf *sets, struct avow_pattern **out)
{
	struct avow_pattern *pattern = avow_arena_alloc(arena, sizeof(*pattern));
	size_t count = steps->length / sizeof(struct avow_step);

	if (!pattern)
		return AVOW_E_NOMEM;
	pattern->steps = keep(arena, steps);
	pattern->sets = keep(arena, sets);
	pattern->step_count = count;
	if (!pattern->steps || !pattern->sets || find_literal(arena, pattern))
		return AVOW_E_NOMEM;
	*out = pattern;
	if (pattern->is_literal)
		return 0;
	shorten_literal(pattern);
	pattern->pending = avow_arena_alloc(arena, 2 * count * sizeof(uint32_t));
	if (!pattern->pending || make_states(arena, count, &pattern->now) ||
	    make_states(arena, count, &pattern->next))
		return AVOW_E_NOMEM;
	return 0;
}

int avow_pattern_compile(struct avow_arena *arena, struct avow_span aare, bool is_path,
			 struct avow_pattern **out, const char **defect)
{
	struct avow_buf text = { 0 }, regex = { 0 }, steps = { 0 }, sets = { 0 };
	int code = AVOW_E_NOMEM;

	avow_buf_append(&text, aare);
	if (is_path && !text.failed)
		text.length = avow_pattern_join_slashes(text.data, text.length);
	*defect = avow_aare_to_regex(avow_buf_span(&text), &regex);
	if (!*defect)
		*defect = avow_program_compile(avow_buf_span(&regex), &steps, &sets);
	if (*defect)
		code = AVOW_E_POLICY;
	else if (!text.failed && !regex.failed && !steps.failed)
		code = build(arena, &steps, &sets, out);
	avow_buf_free(&text);
	avow_buf_free(&regex);
	avow_buf_free(&steps);
	avow_buf_free(&sets);
	return code;
}

static bool has_special(struct avow_span aare)
{
	for (size_t i = 0; i < aare.length; i++)
		if (aare.data[i] && strchr("\\{}[]", aare.data[i]))
			return true;
	return false;
}

const char *avow_pattern_check(struct avow_span aare)
{
	struct avow_buf regex = { 0 }, steps = { 0 }, sets = { 0 };
	const char *defect;
	struct avow_span made;

	if (!has_special(aare))
		return NULL;
	defect = avow_aare_to_regex(aare, &regex);
	made = avow_buf_span(&regex);
	if (!defect && !regex.failed &&
	    (avow_span_search(made, "[]") < made.length ||
	     avow_span_search(made, "[^]") < made.length))
		defect = avow_program_compile(made, &steps, &sets);
	avow_buf_free(&regex);
	avow_buf_free(&steps);
	avow_buf_free(&sets);
	return defect;
}

static bool add_once(struct avow_states *states, uint32_t step)
{
	uint32_t at = states->sparse[step];

	if (at < states->count && states->dense[at] == step)
		return false;
	states->sparse[step] = (uint32_t)states->count;
	states->dense[states->count++] = step;
	return true;
}

/* Adds @step and all that is reached from it without a byte. */
static void reach(const struct avow_pattern *pattern, struct avow_states *states,
		  uint32_t step)
{
	size_t pending = 0;

	pattern->pending[pending++] = step;
	while (pending) {
		const struct avow_step *at;

		step = pattern->pending[--pending];
		if (!add_once(states, step))
			continue;
		at = pattern->steps + step;
		if (at->kind == AVOW_STEP_SPLIT || at->kind == AVOW_STEP_JUMP)
			pattern->pending[pending++] = at->to;
		if (at->kind == AVOW_STEP_SPLIT)
			pattern->pending[pending++] = step + 1;
	}
}

static bool takes(const struct avow_pattern *pattern, const struct avow_step *step,
		  unsigned char byte)
{
	if (step->kind == AVOW_STEP_BYTE)
		return step->byte == byte;
	return step->kind == AVOW_STEP_SET &&
	       avow_byte_set_has(pattern->sets + step->to, byte);
}

static void follow(struct avow_pattern *pattern, unsigned char byte)
{
	struct avow_states old = pattern->now;

	pattern->next.count = 0;
	for (size_t i = 0; i < old.count; i++)
		if (takes(pattern, pattern->steps + old.dense[i], byte))
			reach(pattern, &pattern->next, old.dense[i] + 1);
	pattern->now = pattern->next;
	pattern->next = old;
}

bool avow_pattern_matches(struct avow_pattern *pattern, struct avow_span text)
{
	struct avow_span literal = pattern->literal;

	if (text.length < literal.length ||
	    !avow_span_equal(avow_span_first(text, literal.length), literal))
		return false;
	if (pattern->is_literal)
		return text.length == literal.length;
	pattern->now.count = 0;
	reach(pattern, &pattern->now, (uint32_t)literal.length);
	for (size_t i = literal.length; i < text.length && pattern->now.count; i++)
		follow(pattern, (unsigned char)text.data[i]);
	for (size_t i = 0; i < pattern->now.count; i++)
		if (pattern->steps[pattern->now.dense[i]].kind == AVOW_STEP_END)
			return true;
	return false;
}

size_t avow_pattern_literal(const struct avow_pattern *pattern, bool *is_all)
{
	*is_all = pattern->is_literal;
	return pattern->literal.length;
}
