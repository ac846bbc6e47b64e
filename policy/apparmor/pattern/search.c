/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Looks for a path that some patterns match and others do not. A state is the set of
 * steps that each automaton is at, found in breadth; bytes that no pattern tells apart
 * are tried once.
 */
#include "policy/apparmor/pattern/search.h"

#include <stdlib.h>

#include "policy/apparmor/pattern/automaton.h"

/* One automaton, and where its bits begin in a state. */
struct machine {
	const struct avow_pattern *pattern;
	size_t bit;
	bool is_avoided;
};

struct state {
	uint32_t previous; /* its index; of the first one its own */
	uint8_t byte;      /* that leads here */
};

struct walk {
	struct avow_search *search;
	struct machine *machines;
	size_t machine_count;
	size_t words; /* of a state */
	unsigned char bytes[256];
	size_t byte_count; /* one of each kind */

	struct state *states;
	uint64_t *bits; /* by state */
	size_t count, capacity;
	uint32_t *slots; /* a hash table to states, from 1 on: open, a power of two */
	size_t slot_count;
	uint64_t *scratch;
	uint32_t *pending;
	bool is_out_of_memory;
};

static bool has_bit(const uint64_t *bits, size_t at)
{
	return bits[at / 64] >> (at % 64) & 1;
}

static void set_bit(uint64_t *bits, size_t at)
{
	bits[at / 64] |= UINT64_C(1) << (at % 64);
}

static bool have_same_front(const struct avow_pattern *a, const struct avow_pattern *b)
{
	size_t length = a->literal.length < b->literal.length ? a->literal.length
							      : b->literal.length;

	return avow_span_equal(avow_span_first(a->literal, length),
			       avow_span_first(b->literal, length));
}

/* Splits kinds of bytes by whether they are in @set. */
static void split_by_set(uint16_t kinds[256], uint16_t *count,
			 const struct avow_byte_set *set)
{
	uint16_t inner[257] = { 0 };
	bool has_outer[257] = { false };

	for (unsigned byte = 0; byte < 256; byte++)
		has_outer[kinds[byte]] |= !avow_byte_set_has(set, (unsigned char)byte);
	for (unsigned byte = 0; byte < 256; byte++) {
		uint16_t kind = kinds[byte];

		if (!has_outer[kind] || !avow_byte_set_has(set, (unsigned char)byte))
			continue;
		if (!inner[kind])
			inner[kind] = (*count)++;
		kinds[byte] = inner[kind];
	}
}

static void split_by_pattern(uint16_t kinds[256], uint16_t *count,
			     const struct avow_pattern *pattern, bool is_byte_met[256])
{
	bool is_set_met[256] = { false };

	for (size_t i = 0; i < pattern->step_count; i++) {
		const struct avow_step *step = pattern->steps + i;
		struct avow_byte_set one = { 0 };

		if (step->kind == AVOW_STEP_SET &&
		    !(step->to < 256 && is_set_met[step->to])) {
			split_by_set(kinds, count, pattern->sets + step->to);
			if (step->to < 256)
				is_set_met[step->to] = true;
		} else if (step->kind == AVOW_STEP_BYTE && !is_byte_met[step->byte]) {
			is_byte_met[step->byte] = true;
			set_bit(one.words, step->byte);
			split_by_set(kinds, count, &one);
		}
	}
}

/* One byte of each kind, a letter rather than another; never NUL. */
static void choose_bytes(struct walk *w)
{
	static const char liked[] = "abcdefghijklmnopqrstuvwxyz0123456789"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.+,";
	uint16_t kinds[256] = { 0 }, count = 1;
	bool is_chosen[257] = { false }, is_byte_met[256] = { false };
	struct avow_byte_set slash = { 0 };

	set_bit(slash.words, '/');
	split_by_set(kinds, &count, &slash);
	for (size_t i = 0; i < w->machine_count; i++)
		split_by_pattern(kinds, &count, w->machines[i].pattern, is_byte_met);
	for (size_t i = 0; i < sizeof(liked) - 1 + 255; i++) {
		unsigned char byte =
			(unsigned char)(i < sizeof(liked) - 1
						? (unsigned char)liked[i]
						: i - (sizeof(liked) - 1) + 1);

		if (is_chosen[kinds[byte]])
			continue;
		is_chosen[kinds[byte]] = true;
		w->bytes[w->byte_count++] = byte;
	}
}

/* Adds the step, and those reached from it without a byte, to the bits of its state. */
static void reach(struct walk *w, const struct machine *m, uint32_t step, uint64_t *bits)
{
	size_t pending = 0;

	w->pending[pending++] = step;
	while (pending) {
		const struct avow_step *at;

		step = w->pending[--pending];
		if (has_bit(bits, m->bit + step))
			continue;
		set_bit(bits, m->bit + step);
		at = m->pattern->steps + step;
		if (at->kind == AVOW_STEP_SPLIT || at->kind == AVOW_STEP_JUMP)
			w->pending[pending++] = at->to;
		if (at->kind == AVOW_STEP_SPLIT)
			w->pending[pending++] = step + 1;
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

/* What follows @from by @byte; false when the automaton is at no step any more. */
static bool follow(struct walk *w, const struct machine *m, const uint64_t *from,
		   unsigned char byte, uint64_t *to)
{
	size_t end = m->bit + m->pattern->step_count;
	bool is_alive = false;

	for (size_t word = m->bit / 64; word * 64 < end; word++) {
		for (uint64_t left = from[word]; left; left &= left - 1) {
			uint32_t step = (uint32_t)(word * 64 - m->bit) +
					(uint32_t)__builtin_ctzll(left);

			if (w->search->budget)
				w->search->budget--;
			if (!takes(m->pattern, m->pattern->steps + step, byte))
				continue;
			reach(w, m, step + 1, to);
			is_alive = true;
		}
	}
	return is_alive;
}

static bool is_at_end(const struct machine *m, const uint64_t *bits)
{
	/* The last step is the only one that ends. */
	return has_bit(bits, m->bit + m->pattern->step_count - 1);
}

static bool is_wanted(const struct walk *w, const uint64_t *bits)
{
	for (size_t i = 0; i < w->machine_count; i++)
		if (is_at_end(w->machines + i, bits) == w->machines[i].is_avoided)
			return false;
	return true;
}

static uint64_t hash(const uint64_t *bits, size_t words)
{
	uint64_t out = UINT64_C(0x9e3779b97f4a7c15);

	for (size_t i = 0; i < words; i++) {
		out = (out ^ bits[i]) * UINT64_C(0xbf58476d1ce4e5b9);
		out ^= out >> 29;
	}
	return out;
}

static uint32_t *slot_of(const struct walk *w, const uint64_t *bits)
{
	size_t at = (size_t)hash(bits, w->words) & (w->slot_count - 1);

	while (w->slots[at] && memcmp(w->bits + (w->slots[at] - 1) * w->words, bits,
				      w->words * sizeof(*bits)) != 0)
		at = (at + 1) & (w->slot_count - 1);
	return &w->slots[at];
}

static bool grow(struct walk *w)
{
	size_t capacity = w->capacity ? 2 * w->capacity : 64;
	struct state *states = realloc(w->states, capacity * sizeof(*states));
	uint64_t *bits;
	uint32_t *slots;

	w->states = states ? states : w->states;
	bits = realloc(w->bits, capacity * w->words * sizeof(*bits));
	w->bits = bits ? bits : w->bits;
	slots = calloc(4 * capacity, sizeof(*slots));
	if (!states || !bits || !slots) {
		free(slots);
		return false;
	}
	free(w->slots);
	w->slots = slots;
	w->slot_count = 4 * capacity;
	w->capacity = capacity;
	for (size_t i = 0; i < w->count; i++)
		*slot_of(w, w->bits + i * w->words) = (uint32_t)i + 1;
	return true;
}

/* Keeps the state in `scratch`, if it is a new one. */
static void add(struct walk *w, uint32_t previous, uint8_t byte)
{
	uint32_t *slot;

	if (w->count == w->capacity && !grow(w)) {
		w->is_out_of_memory = true;
		return;
	}
	slot = slot_of(w, w->scratch);
	if (*slot)
		return;
	memcpy(w->bits + w->count * w->words, w->scratch, w->words * sizeof(*w->scratch));
	w->states[w->count++] = (struct state){ previous, byte };
	*slot = (uint32_t)w->count;
}

/* What is spent besides single steps, however soon the answer is found. */
static void pay(struct avow_search *search, size_t steps)
{
	search->budget = search->budget > steps ? search->budget - steps : 0;
}

/* All that follows a state by @byte, in `scratch`; false: nothing that is wanted. */
static bool advance(struct walk *w, uint32_t index, unsigned char byte)
{
	const uint64_t *from = w->bits + (size_t)index * w->words;

	if (byte == '/' && index > 0 && w->states[index].byte == '/')
		return false;
	pay(w->search, w->words);
	memset(w->scratch, 0, w->words * sizeof(*w->scratch));
	for (size_t i = 0; i < w->machine_count; i++)
		if (!follow(w, w->machines + i, from, byte, w->scratch) &&
		    !w->machines[i].is_avoided)
			return false;
	/* The last word: whether a slash may follow, which makes states differ. */
	w->scratch[w->words - 1] = byte == '/';
	return true;
}

static void tell(const struct walk *w, uint32_t index, struct avow_buf *path)
{
	size_t begin = path->length, length;

	for (uint32_t at = index; at > 0; at = w->states[at].previous)
		avow_buf_putc(path, (char)w->states[at].byte);
	length = path->failed ? 0 : path->length - begin;
	for (size_t i = 0; i < length / 2; i++) {
		char byte = path->data[begin + i];

		path->data[begin + i] = path->data[begin + length - 1 - i];
		path->data[begin + length - 1 - i] = byte;
	}
}

static bool begin(struct walk *w)
{
	struct avow_search *search = w->search;
	size_t bits = 0, most = 0, all = search->must_count + search->avoid_count;

	w->machines = calloc(all + 1, sizeof(*w->machines));
	if (!w->machines)
		return false;
	for (size_t i = 0; i < all; i++) {
		bool is_avoided = i >= search->must_count;
		const struct avow_pattern *pattern =
			is_avoided ? search->avoid[i - search->must_count]
				   : search->must[i];

		/* What cannot match along with the first is not matched. */
		if (is_avoided && !have_same_front(pattern, search->must[0]))
			continue;
		w->machines[w->machine_count++] =
			(struct machine){ pattern, bits, is_avoided };
		bits += (pattern->step_count + 63) / 64 * 64;
		most = pattern->step_count > most ? pattern->step_count : most;
	}
	pay(search, bits);
	w->words = bits / 64 + 1;
	w->scratch = calloc(w->words, sizeof(*w->scratch));
	w->pending = calloc(2 * most + 2, sizeof(*w->pending));
	if (!w->scratch || !w->pending || !grow(w))
		return false;
	choose_bytes(w);
	for (size_t i = 0; i < w->machine_count; i++)
		reach(w, w->machines + i, 0, w->scratch);
	add(w, 0, 0);
	return true;
}

static enum avow_search_result run(struct walk *w, struct avow_buf *path)
{
	for (size_t i = 0; i < w->count; i++) {
		if (is_wanted(w, w->bits + i * w->words)) {
			tell(w, (uint32_t)i, path);
			return path->failed ? AVOW_SEARCH_NOMEM : AVOW_SEARCH_FOUND;
		}
		for (size_t j = 0; j < w->byte_count; j++)
			if (advance(w, (uint32_t)i, w->bytes[j]))
				add(w, (uint32_t)i, w->bytes[j]);
		if (w->is_out_of_memory)
			return AVOW_SEARCH_NOMEM;
		if (w->search->budget < w->words)
			return AVOW_SEARCH_SPENT;
		w->search->budget -= w->words; /* what keeping it costs */
	}
	return AVOW_SEARCH_NONE;
}

enum avow_search_result avow_pattern_search(struct avow_search *search,
					    struct avow_buf *path)
{
	struct walk walk = { .search = search };
	enum avow_search_result result = AVOW_SEARCH_NOMEM;

	for (size_t i = 1; i < search->must_count; i++)
		if (!have_same_front(search->must[0], search->must[i]))
			return AVOW_SEARCH_NONE;
	if (begin(&walk))
		result = run(&walk, path);
	free(walk.machines);
	free(walk.states);
	free(walk.bits);
	free(walk.slots);
	free(walk.scratch);
	free(walk.pending);
	return result;
}
