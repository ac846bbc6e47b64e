/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Two compiled automata walked at once: whether they give the same permissions to every
 * text, however their states are numbered. The tables are those of
 * security/apparmor/match.c of Linux, big endian.
 */
#include <stdlib.h>

#include "policy/apparmor/diff/compiled.h"

#define MAGIC 0x1b5e783d
#define DIFF_ENCODED 0x80000000u
#define PAIRS_MAX (UINT64_C(1) << 33) /* bits: a gigabyte */
#define BYTES 256

enum table_id {
	TABLE_ACCEPT = 1,
	TABLE_BASE,
	TABLE_CHECK,
	TABLE_DEFAULT,
	TABLE_EC,
	TABLE_META,
	TABLE_ACCEPT2,
	TABLE_NEXT,
	TABLES
};

struct table {
	const unsigned char *data;
	size_t width, count;
};

struct automaton {
	struct table tables[TABLES];
	size_t states;
	const struct compiled *of; /* its targets; NULL: they are not its own */
};

static uint32_t big(const unsigned char *bytes, size_t width)
{
	uint32_t value = 0;

	for (size_t i = 0; i < width; i++)
		value = value << 8 | bytes[i];
	return value;
}

static uint32_t entry(const struct automaton *dfa, enum table_id id, size_t at)
{
	const struct table *table = dfa->tables + id;

	return at < table->count ? big(table->data + at * table->width, table->width) : 0;
}

static bool read_table(struct automaton *dfa, struct avow_span *rest)
{
	const unsigned char *bytes = (const void *)rest->data;
	struct table table;
	size_t id, length;

	if (rest->length < 12)
		return false;
	id = big(bytes, 2);
	table.width = big(bytes + 2, 2);
	table.count = big(bytes + 8, 4);
	table.data = bytes + 12;
	if ((table.width != 1 && table.width != 2 && table.width != 4) ||
	    table.count > (rest->length - 12) / table.width || id >= TABLES)
		return false;
	length = (12 + table.count * table.width + 7) & ~(size_t)7;
	*rest = avow_span_skip(*rest, length);
	dfa->tables[id] = table;
	return true;
}

/* It begins at a multiple of eight of the stream, with zeros before it. */
static bool read_automaton(struct avow_span blob, struct automaton *dfa)
{
	const unsigned char *bytes = (const void *)blob.data;
	size_t at = 0, header;

	while (at < 8 && at + 4 <= blob.length && big(bytes + at, 4) != MAGIC)
		at++;
	if (at == 8 || blob.length < at + 12)
		return false;
	header = big(bytes + at + 4, 4);
	blob = avow_span_skip(blob, at);
	if (header > blob.length)
		return false;
	blob = avow_span_skip(blob, header);
	while (blob.length >= 12)
		if (!read_table(dfa, &blob))
			return false;
	dfa->states = dfa->tables[TABLE_BASE].count;
	return dfa->states > 1 && dfa->tables[TABLE_ACCEPT].count >= dfa->states &&
	       dfa->tables[TABLE_DEFAULT].count >= dfa->states &&
	       dfa->tables[TABLE_NEXT].count == dfa->tables[TABLE_CHECK].count;
}

static uint32_t class_of(const struct automaton *dfa, unsigned byte)
{
	return dfa->tables[TABLE_EC].count ? entry(dfa, TABLE_EC, byte) : byte;
}

static uint32_t follow(const struct automaton *dfa, uint32_t state, unsigned byte)
{
	uint32_t class = class_of(dfa, byte);

	for (size_t steps = 0; steps < dfa->states; steps++) {
		uint32_t base = entry(dfa, TABLE_BASE, state);
		size_t at = (base & 0xffffff) + (size_t) class;

		if (entry(dfa, TABLE_CHECK, at) == state &&
		    at < dfa->tables[TABLE_CHECK].count)
			return entry(dfa, TABLE_NEXT, at);
		state = entry(dfa, TABLE_DEFAULT, state);
		if (!(base & DIFF_ENCODED))
			break;
	}
	return state;
}

/* The index of a program's mode, of the owner or of others, that names a target. */
static uint32_t index_of(uint32_t accept, unsigned shift)
{
	return (accept >> shift & 0x3c00) >> 10;
}

static bool is_same_target(const struct automaton *a, uint32_t of_a,
			   const struct automaton *b, uint32_t of_b)
{
	bool is_named_a = a->of && of_a >= 4 && of_a - 4 < a->of->target_count;
	bool is_named_b = b->of && of_b >= 4 && of_b - 4 < b->of->target_count;

	if (!is_named_a || !is_named_b)
		return is_named_a == is_named_b && of_a == of_b;
	return avow_span_equal(a->of->targets[of_a - 4], b->of->targets[of_b - 4]);
}

static bool accept_alike(const struct automaton *a, uint32_t at_a,
			 const struct automaton *b, uint32_t at_b)
{
	uint32_t of_a = entry(a, TABLE_ACCEPT, at_a), of_b = entry(b, TABLE_ACCEPT, at_b);
	uint32_t indexes = a->of ? 0x3c00u | 0x3c00u << 14 : 0;

	if ((of_a & ~indexes) != (of_b & ~indexes) ||
	    entry(a, TABLE_ACCEPT2, at_a) != entry(b, TABLE_ACCEPT2, at_b))
		return false;
	return !a->of || (is_same_target(a, index_of(of_a, 0), b, index_of(of_b, 0)) &&
			  is_same_target(a, index_of(of_a, 14), b, index_of(of_b, 14)));
}

/* One byte of each class of bytes that neither automaton tells apart. */
static size_t choose_bytes(const struct automaton *a, const struct automaton *b,
			   unsigned *bytes)
{
	size_t count = 0;

	for (unsigned byte = 0; byte < BYTES; byte++) {
		size_t i = 0;

		while (i < count && (class_of(a, bytes[i]) != class_of(a, byte) ||
				     class_of(b, bytes[i]) != class_of(b, byte)))
			i++;
		if (i == count)
			bytes[count++] = byte;
	}
	return count;
}

struct walk {
	const struct automaton *a, *b;
	uint64_t *seen;          /* a bit for each pair of states */
	struct avow_buf pending; /* uint64_t: pairs */
};

static void push(struct walk *w, uint32_t a, uint32_t b)
{
	uint64_t pair = (uint64_t)a * w->b->states + b;

	if (a >= w->a->states || b >= w->b->states ||
	    (w->seen[pair / 64] >> (pair % 64) & 1))
		return;
	w->seen[pair / 64] |= UINT64_C(1) << (pair % 64);
	avow_buf_append(&w->pending, avow_span_make((const char *)&pair, sizeof(pair)));
}

/* All pairs of states that some text leads to: whether they accept alike. */
static bool walk_pairs(struct walk *w)
{
	unsigned bytes[BYTES];
	size_t count = choose_bytes(w->a, w->b, bytes);

	push(w, 1, 1);
	while (w->pending.length && !w->pending.failed) {
		uint64_t pair;
		uint32_t a, b;

		w->pending.length -= sizeof(pair);
		memcpy(&pair, w->pending.data + w->pending.length, sizeof(pair));
		a = (uint32_t)(pair / w->b->states);
		b = (uint32_t)(pair % w->b->states);
		if (!accept_alike(w->a, a, w->b, b))
			return false;
		for (size_t i = 0; i < count; i++)
			push(w, follow(w->a, a, bytes[i]), follow(w->b, b, bytes[i]));
	}
	return true;
}

static bool are_alike(const struct automaton *a, const struct automaton *b,
		      const char **doubt)
{
	struct walk w = { .a = a, .b = b };
	uint64_t pairs = (uint64_t)a->states * b->states;
	bool is_alike = false;

	if (pairs < PAIRS_MAX)
		w.seen = calloc((size_t)(pairs / 64 + 1), sizeof(*w.seen));
	if (w.seen)
		is_alike = walk_pairs(&w);
	if (!w.seen || w.pending.failed)
		*doubt = "its automata are too large to be compared";
	free(w.seen);
	avow_buf_free(&w.pending);
	return is_alike;
}

const char *avow_compiled_differ(const struct compiled *a, const struct compiled *b,
				 const char **doubt)
{
	*doubt = NULL;
	if (!avow_span_equal(avow_buf_span(&a->facts), avow_buf_span(&b->facts)) ||
	    a->dfa_count != b->dfa_count)
		return "what is beside its automata";
	for (size_t i = 0; i < a->dfa_count && !*doubt; i++) {
		struct automaton one = { .of = i == a->file_dfa ? a : NULL };
		struct automaton other = { .of = i == b->file_dfa ? b : NULL };

		if (avow_span_equal(a->dfas[i], b->dfas[i]) && !one.of && !other.of)
			continue;
		/* One that names no targets has a table of none. */
		if (one.of || other.of) {
			one.of = a;
			other.of = b;
		}
		if (!read_automaton(a->dfas[i], &one) ||
		    !read_automaton(b->dfas[i], &other)) {
			*doubt = "its automata are not of a known form";
			break;
		}
		if (!are_alike(&one, &other, doubt))
			return "its automata";
	}
	return NULL;
}
