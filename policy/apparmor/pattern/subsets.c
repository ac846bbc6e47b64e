/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The walk over sets of steps, breadth first, so that the first text that leads to a set
 * is a shortest one. Bytes that lead to the same set are tried once; which of them stands
 * for the others depends on nothing but the patterns, and letters go first.
 */
#include "policy/apparmor/pattern/subsets.h"

#include <stdlib.h>

#include "analyzer/base/error.h"

#define NODES_MAX 200000
#define ITEMS_MAX 20000000
#define WORK_MAX UINT64_C(600000000)
#define LOCAL_SETS_MAX 64

struct node {
	uint32_t parent;
	uint32_t first, count; /* in `items` */
	uint8_t byte;          /* that led here */
};

struct subsets {
	const struct avow_walk *walk;
	const struct avow_step *steps;
	const struct avow_byte_set *sets;
	const uint32_t *owners, *begins;
	struct avow_buf nodes;  /* struct node */
	struct avow_buf items;  /* uint32_t: steps that take a byte or are an end */
	uint32_t *table;        /* nodes by hash, their number and one more; 0: free */
	size_t table_size;      /* a power of two */
	uint32_t *marks, round; /* by step: the round in which it was reached */
	uint32_t *pending, *reached;
	size_t reached_count;
	bool is_leading; /* something reached is of a leading pattern */
	uint64_t work;
};

/* The order in which bytes are tried. */
static void order_bytes(unsigned char *order)
{
	static const char first[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./";
	bool is_in[256] = { false };
	size_t count = 0;

	for (const char *at = first; *at; at++) {
		order[count++] = (unsigned char)*at;
		is_in[(unsigned char)*at] = true;
	}
	for (unsigned byte = 1; byte <= 256; byte++)
		if (!is_in[byte & 0xff])
			order[count++] = (unsigned char)byte;
}

/* Adds what is reached from @step without a byte. */
static void reach(struct subsets *s, uint32_t step)
{
	size_t count = 0;

	s->pending[count++] = step;
	while (count) {
		const struct avow_step *at;

		step = s->pending[--count];
		if (s->marks[step] == s->round)
			continue;
		s->marks[step] = s->round;
		at = s->steps + step;
		s->work++;
		if (at->kind == AVOW_STEP_JUMP || at->kind == AVOW_STEP_SPLIT) {
			s->pending[count++] = at->to;
			if (at->kind == AVOW_STEP_SPLIT)
				s->pending[count++] = step + 1;
			continue;
		}
		s->reached[s->reached_count++] = step;
		s->is_leading |= s->begins[s->owners[step]] & 1;
	}
}

static void begin_set(struct subsets *s)
{
	s->round++;
	s->reached_count = 0;
	s->is_leading = false;
}

static int compare_steps(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return a < b ? -1 : a > b;
}

static struct node *node_at(struct subsets *s, size_t number)
{
	return (struct node *)(void *)s->nodes.data + number;
}

static const uint32_t *items_of(struct subsets *s, const struct node *node)
{
	return (const uint32_t *)(const void *)s->items.data + node->first;
}

static size_t hash_of(const uint32_t *items, size_t count)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < count; i++)
		hash = (hash ^ items[i]) * UINT64_C(1099511628211);
	return (size_t)(hash ^ hash >> 32);
}

/* The place of what was reached in the table: taken by its node, or free. */
static uint32_t *place_of(struct subsets *s)
{
	size_t at = hash_of(s->reached, s->reached_count) & (s->table_size - 1);

	for (; s->table[at]; at = (at + 1) & (s->table_size - 1)) {
		const struct node *node = node_at(s, s->table[at] - 1);

		if (node->count == s->reached_count &&
		    memcmp(items_of(s, node), s->reached,
			   node->count * sizeof(uint32_t)) == 0)
			break;
	}
	return s->table + at;
}

/* Makes what was reached a node, if it is none and may matter; false at a limit. */
static bool keep_set(struct subsets *s, size_t parent, unsigned char byte)
{
	size_t count = s->nodes.length / sizeof(struct node);
	struct node node = { .parent = (uint32_t)parent,
			     .first = (uint32_t)(s->items.length / sizeof(uint32_t)),
			     .count = (uint32_t)s->reached_count,
			     .byte = byte };
	uint32_t *place;

	if (!s->is_leading)
		return true;
	qsort(s->reached, s->reached_count, sizeof(uint32_t), compare_steps);
	place = place_of(s);
	if (*place)
		return true;
	if (count >= NODES_MAX || node.first + s->reached_count > ITEMS_MAX)
		return false;
	*place = (uint32_t)count + 1;
	avow_buf_append(&s->nodes, avow_span_make((const char *)&node, sizeof(node)));
	avow_buf_append(&s->items, avow_span_make((const char *)s->reached,
						  s->reached_count * sizeof(uint32_t)));
	return true;
}

/* What the steps of a node do with bytes. */
struct meeting {
	bool is_literal[256];
	uint32_t sets[LOCAL_SETS_MAX]; /* the different ones */
	size_t set_count;
	bool has_more; /* sets than that: no two bytes are the same */
};

static void add_local_set(struct meeting *meeting, uint32_t set)
{
	for (size_t i = 0; i < meeting->set_count; i++)
		if (meeting->sets[i] == set)
			return;
	if (meeting->set_count == LOCAL_SETS_MAX)
		meeting->has_more = true;
	else
		meeting->sets[meeting->set_count++] = set;
}

static void meet(struct subsets *s, const struct node *node, struct meeting *meeting)
{
	const uint32_t *items = items_of(s, node);

	memset(meeting, 0, sizeof(*meeting));
	for (size_t i = 0; i < node->count; i++) {
		const struct avow_step *step = s->steps + items[i];

		if (step->kind == AVOW_STEP_BYTE)
			meeting->is_literal[step->byte] = true;
		else if (step->kind == AVOW_STEP_SET)
			add_local_set(meeting, step->to);
	}
}

static uint64_t sets_with(const struct subsets *s, const struct meeting *meeting,
			  unsigned char byte)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < meeting->set_count; i++)
		mask |= (uint64_t)avow_byte_set_has(s->sets + meeting->sets[i], byte)
			<< i;
	return mask;
}

static bool follow_byte(struct subsets *s, size_t number, unsigned char byte)
{
	struct node node = *node_at(s, number);

	begin_set(s);
	for (size_t i = 0; i < node.count; i++) {
		uint32_t item = items_of(s, &node)[i];
		const struct avow_step *step = s->steps + item;

		if (step->kind == AVOW_STEP_BYTE
			    ? step->byte == byte
			    : step->kind == AVOW_STEP_SET &&
				      avow_byte_set_has(s->sets + step->to, byte))
			reach(s, item + 1);
	}
	s->work += node.count;
	return keep_set(s, number, byte) && s->work < WORK_MAX;
}

/* All that follows a node; false at a limit. */
static bool follow(struct subsets *s, size_t number, const unsigned char *order)
{
	struct meeting meeting;
	uint64_t tried[256];
	size_t tried_count = 0;

	meet(s, node_at(s, number), &meeting);
	for (size_t i = 0; i < 256; i++) {
		unsigned char byte = order[i];
		uint64_t mask = sets_with(s, &meeting, byte);
		size_t at = 0;

		if (!meeting.is_literal[byte] && !meeting.has_more) {
			while (at < tried_count && tried[at] != mask)
				at++;
			if (!mask || at < tried_count)
				continue;
			tried[tried_count++] = mask;
		}
		if (!follow_byte(s, number, byte))
			return false;
	}
	return true;
}

static void put_text(struct subsets *s, size_t number, struct avow_buf *text)
{
	size_t length = 0, at = number;
	char *bytes;

	for (; at; at = node_at(s, at)->parent)
		length++;
	avow_buf_clear(text);
	bytes = avow_buf_extend(text, length);
	for (at = number; bytes && at; at = node_at(s, at)->parent)
		bytes[--length] = (char)node_at(s, at)->byte;
}

/* Tells the patterns that end in a node. */
static bool tell(struct subsets *s, size_t number, struct avow_buf *text,
		 avow_walk_fn *visit, void *data)
{
	const struct node *node = node_at(s, number);
	size_t count = 0;

	for (size_t i = 0; i < node->count; i++) {
		const struct avow_step *step = s->steps + items_of(s, node)[i];

		if (step->kind == AVOW_STEP_END)
			s->reached[count++] = step->to;
	}
	if (!count)
		return true;
	put_text(s, number, text);
	return text->failed || visit(data, s->reached, count, avow_buf_span(text));
}

static bool prepare(struct subsets *s, size_t step_count)
{
	s->table_size = 4 * (size_t)NODES_MAX;
	while (s->table_size & (s->table_size - 1))
		s->table_size += s->table_size & -s->table_size;
	s->table = calloc(s->table_size, sizeof(*s->table));
	s->marks = calloc(step_count + 1, sizeof(*s->marks));
	s->pending = malloc((2 * step_count + 2) * sizeof(*s->pending));
	s->reached = malloc((step_count + 1) * sizeof(*s->reached));
	return s->table && s->marks && s->pending && s->reached;
}

static int walk_all(struct subsets *s, avow_walk_fn *visit, void *data)
{
	struct avow_buf text = { 0 };
	unsigned char order[256];
	int result = AVOW_WALK_WHOLE;

	order_bytes(order);
	begin_set(s);
	for (uint32_t i = 0; i < s->walk->pattern_count; i++)
		reach(s, s->begins[i] >> 1);
	keep_set(s, 0, 0);
	for (size_t i = 0; i < s->nodes.length / sizeof(struct node); i++) {
		if (!tell(s, i, &text, visit, data))
			result = AVOW_WALK_STOPPED;
		else if (!follow(s, i, order))
			result = AVOW_WALK_LIMIT;
		if (result != AVOW_WALK_WHOLE || text.failed || s->nodes.failed ||
		    s->items.failed)
			break;
	}
	if (text.failed || s->nodes.failed || s->items.failed)
		result = AVOW_E_NOMEM;
	avow_buf_free(&text);
	return result;
}

int avow_walk_run(struct avow_walk *walk, avow_walk_fn *visit, void *data)
{
	struct subsets s = {
		.walk = walk,
		.steps = (const void *)walk->steps.data,
		.sets = (const void *)walk->sets.data,
		.owners = (const void *)walk->owners.data,
		.begins = (const void *)walk->begins.data,
	};
	int result = AVOW_E_NOMEM;

	if (walk->is_too_long)
		return AVOW_WALK_LIMIT;
	if (!walk->steps.failed && !walk->owners.failed && !walk->sets.failed &&
	    !walk->begins.failed && !walk->jumps.failed &&
	    prepare(&s, walk->steps.length / sizeof(struct avow_step)))
		result = walk_all(&s, visit, data);
	avow_buf_free(&s.nodes);
	avow_buf_free(&s.items);
	free(s.table);
	free(s.marks);
	free(s.pending);
	free(s.reached);
	return result;
}
