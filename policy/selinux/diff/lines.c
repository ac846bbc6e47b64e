/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compares what two policies grant, a line of pairs at a time: one source with all
 * targets, or one target with all sources. A rule under a condition grants nothing
 * where another of the same policy grants it always; and it is no difference where
 * those of the other policy grant it whenever the condition holds.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

#define PROGRESS_LINES 512
#define UNIONS 512 /* of sets of commands, remembered */

/* Something granted by one policy alone, to one type of the line. */
struct found {
	uint64_t payload;
	uint32_t condition, type;
	uint8_t sign;
};

struct line {
	struct diff *diff;
	const struct affected *affected;
	int axis;
	struct rule key; /* kind, class, and the type as source or target */
	/* What is granted, by slot (a condition; the first is "always"), side and type.
	 */
	uint64_t *cells;
	size_t slot_count, slot_capacity;
	uint32_t *conditions; /* by slot */
	uint32_t *slots; /* by condition: the slot; 0 when it has none but the first */
	uint32_t *touched;
	size_t touched_count;
	bool *is_touched; /* by type */
	struct found *found;
	size_t found_count, found_capacity;
	struct avow_buf span;
	struct {
		uint32_t left, right, both;
	} unions[UNIONS];
	bool failed;
};

static uint64_t *cell(const struct line *line, size_t slot, int side, uint32_t type)
{
	size_t types = line->diff->sets.type_count;

	return &line->cells[(slot * SIDES + (size_t)side) * types + type];
}

static uint64_t unite(struct line *line, uint64_t left, uint64_t right)
{
	size_t at = (size_t)(left * 31 + right) % UNIONS;
	struct command_set set = { 0 };

	if (left == 0 || left == right)
		return right;
	if (line->unions[at].left != left || line->unions[at].right != right) {
		avow_diff_add_commands(line->diff->texts, (uint32_t)left, &set);
		avow_diff_add_commands(line->diff->texts, (uint32_t)right, &set);
		line->unions[at].left = (uint32_t)left;
		line->unions[at].right = (uint32_t)right;
		line->unions[at].both =
			avow_diff_commands(line->diff->texts, &set, &line->failed);
	}
	return line->unions[at].both;
}

static uint64_t subtract(struct line *line, uint64_t from, uint64_t other)
{
	struct command_set set = { 0 };

	if (!is_commands(line->key.kind))
		return from & ~other;
	if (from == 0 || from == other)
		return 0;
	if (other == 0)
		return from;
	avow_diff_add_commands(line->diff->texts, (uint32_t)from, &set);
	avow_diff_remove_commands(line->diff->texts, (uint32_t)other, &set);
	return avow_diff_commands(line->diff->texts, &set, &line->failed);
}

/* The slot of a condition, made when there is none; the first one when memory is out. */
static size_t slot_for(struct line *line, uint32_t condition)
{
	size_t size = SIDES * (size_t)line->diff->sets.type_count * sizeof(*line->cells);

	if (condition == 0 || line->slots[condition])
		return condition ? line->slots[condition] : 0;
	if (line->slot_count == line->slot_capacity) {
		void *cells = realloc(line->cells, (line->slot_capacity + 1) * size);

		if (!cells) {
			line->failed = true;
			return 0;
		}
		line->cells = cells;
		memset((char *)cells + line->slot_capacity++ * size, 0, size);
	}
	line->slots[condition] = (uint32_t)line->slot_count;
	line->conditions[line->slot_count] = condition;
	return line->slot_count++;
}

static void grant(struct line *line, int side, const struct rule *rule)
{
	const struct lists *members = &line->diff->sets.members[side];
	uint32_t set = line->axis == BY_SOURCE ? rule->target : rule->source;
	size_t slot = slot_for(line, rule->condition);

	for (uint32_t i = members->first[set]; i < members->first[set + 1]; i++) {
		uint32_t type = members->items[i];
		uint64_t *at = cell(line, slot, side, type);

		*at = is_commands(rule->kind) ? unite(line, *at, rule->payload)
					      : *at | rule->payload;
		if (!line->is_touched[type]) {
			line->is_touched[type] = true;
			line->touched[line->touched_count++] = type;
		}
	}
}

static void fill(struct line *line, int side, uint32_t type)
{
	const struct rules *rules = &line->diff->rules[side];
	const struct lists *owners = &line->diff->sets.owners[side];

	for (uint32_t i = owners->first[type]; i < owners->first[type + 1]; i++) {
		size_t first, count;

		line->key.source = line->key.target = owners->items[i];
		count = avow_diff_find_rules(rules, line->axis, &line->key, &first);
		for (size_t at = first; at < first + count; at++)
			grant(line, side, avow_diff_rule(rules, line->axis, at));
	}
	line->key.source = line->key.target = type;
}

/* Of @bits those that the other side does not grant under conditions of its own. */
static uint64_t uncovered(const struct line *line, uint64_t bits, size_t slot, int other,
			  uint32_t type)
{
	uint32_t conditions[64];
	uint64_t out = bits;

	for (uint64_t left = bits; left; left &= left - 1) {
		uint64_t bit = left & -left;
		size_t count = 0;

		for (size_t i = 1; i < line->slot_count && count < 64; i++)
			if (*cell(line, i, other, type) & bit)
				conditions[count++] = line->conditions[i];
		if (count &&
		    avow_diff_is_covered(&line->diff->conditions, line->conditions[slot],
					 conditions, count))
			out &= ~bit;
	}
	return out;
}

/* The same of commands, against one condition of the other side at a time. */
static uint64_t uncovered_commands(struct line *line, uint64_t rest, size_t slot,
				   int other, uint32_t type)
{
	for (size_t i = 1; i < line->slot_count && rest; i++) {
		uint64_t theirs = *cell(line, i, other, type);

		if (theirs &&
		    avow_diff_is_covered(&line->diff->conditions, line->conditions[slot],
					 &line->conditions[i], 1))
			rest = subtract(line, rest, theirs);
	}
	return rest;
}

static uint64_t difference(struct line *line, size_t slot, int side, uint32_t type)
{
	uint64_t rest = *cell(line, slot, side, type);

	if (rest)
		rest = subtract(line, rest, *cell(line, 0, 1 - side, type));
	if (rest && slot) {
		rest = subtract(line, rest, *cell(line, 0, side, type));
		rest = subtract(line, rest, *cell(line, slot, 1 - side, type));
	}
	if (!rest || line->slot_count == 1)
		return rest;
	if (is_commands(line->key.kind))
		return uncovered_commands(line, rest, slot, 1 - side, type);
	return uncovered(line, rest, slot, 1 - side, type);
}

static void note(struct line *line, const struct found *found)
{
	if (line->found_count == line->found_capacity) {
		size_t capacity = 2 * line->found_capacity + 256;
		void *grown = realloc(line->found, capacity * sizeof(*line->found));

		if (!grown) {
			line->failed = true;
			return;
		}
		line->found = grown;
		line->found_capacity = capacity;
	}
	line->found[line->found_count++] = *found;
}

/* Whether the pair was, or will be, compared as one of a line of the other axis. */
static bool is_elsewhere(const struct line *line, uint32_t type)
{
	struct rule key = line->key;

	key.source = type;
	return line->axis == BY_TARGET &&
	       avow_diff_is_affected(line->affected, BY_SOURCE, &key);
}

static void compare_cells(struct line *line, uint32_t type)
{
	static const uint8_t signs[] = {
		[OLD] = AVOW_DIFFERENCE_REMOVED, [NEW] = AVOW_DIFFERENCE_ADDED
	};

	for (int side = 0; side < SIDES; side++)
		for (size_t slot = 0; slot < line->slot_count; slot++) {
			struct found found = { difference(line, slot, side, type),
					       line->conditions[slot], type,
					       signs[side] };

			if (found.payload)
				note(line, &found);
		}
}

static int compare_found(const void *left, const void *right)
{
	const struct found *a = left, *b = right;

	if (a->sign != b->sign)
		return a->sign < b->sign ? -1 : 1;
	if (a->condition != b->condition)
		return a->condition < b->condition ? -1 : 1;
	if (a->payload != b->payload)
		return a->payload < b->payload ? -1 : 1;
	return (a->type > b->type) - (a->type < b->type);
}

static bool is_alike(const struct found *a, const struct found *b)
{
	return a->sign == b->sign && a->condition == b->condition &&
	       a->payload == b->payload;
}

/* One finding for each thing that is granted, with all the types of the line. */
static int group(struct line *line, uint32_t type)
{
	static const enum avow_row_kind rows[] = {
		[ACCESS_ALLOW] = AVOW_ROW_ALLOW,
		[ACCESS_AUDITALLOW] = AVOW_ROW_AUDITALLOW,
		[ACCESS_DONTAUDIT] = AVOW_ROW_DONTAUDIT,
		[ACCESS_ALLOW_IOCTL] = AVOW_ROW_ALLOWXPERM,
		[ACCESS_AUDITALLOW_IOCTL] = AVOW_ROW_AUDITALLOWXPERM,
		[ACCESS_DONTAUDIT_IOCTL] = AVOW_ROW_DONTAUDITXPERM,
		[ACCESS_ALLOW_NLMSG] = AVOW_ROW_ALLOWXPERM,
		[ACCESS_AUDITALLOW_NLMSG] = AVOW_ROW_AUDITALLOWXPERM,
		[ACCESS_DONTAUDIT_NLMSG] = AVOW_ROW_DONTAUDITXPERM,
	};
	int code = 0;

	if (line->found_count)
		qsort(line->found, line->found_count, sizeof(*line->found),
		      compare_found);
	for (size_t i = 0, end; i < line->found_count && code == 0; i = end) {
		const struct found *first = &line->found[i];
		struct finding finding = {
			.payload = first->payload,
			.condition = first->condition,
			.line = type,
			.tclass = line->key.tclass,
			.section = (uint8_t)avow_diff_section_of(rows[line->key.kind]),
			.access = line->key.kind,
			.sign = first->sign,
			.axis = (uint8_t)line->axis,
		};

		avow_buf_clear(&line->span);
		for (end = i;
		     end < line->found_count && is_alike(first, &line->found[end]); end++)
			avow_buf_append(
				&line->span,
				avow_span_make((const char *)&line->found[end].type,
					       sizeof(line->found[end].type)));
		finding.others = line->span.failed
					 ? AVOW_NO_ATOM
					 : avow_atoms_intern(line->diff->spans,
							     avow_buf_span(&line->span));
		code = finding.others == AVOW_NO_ATOM
			       ? AVOW_E_NOMEM
			       : avow_diff_add_finding(&line->diff->findings, &finding);
	}
	return code;
}

static void clear(struct line *line)
{
	for (size_t i = 0; i < line->touched_count; i++) {
		uint32_t type = line->touched[i];

		line->is_touched[type] = false;
		for (size_t slot = 0; slot < line->slot_count; slot++)
			for (int side = 0; side < SIDES; side++)
				*cell(line, slot, side, type) = 0;
	}
	for (size_t slot = 1; slot < line->slot_count; slot++)
		line->slots[line->conditions[slot]] = 0;
	line->touched_count = 0;
	line->found_count = 0;
	line->slot_count = 1;
}

static int compare_line(struct line *line, uint32_t type)
{
	int code;

	for (int side = 0; side < SIDES; side++)
		fill(line, side, type);
	for (size_t i = 0; i < line->touched_count; i++)
		if (!is_elsewhere(line, line->touched[i]))
			compare_cells(line, line->touched[i]);
	code = line->failed ? AVOW_E_NOMEM : group(line, type);
	clear(line);
	return code;
}

static int prepare(struct line *line)
{
	size_t types = (size_t)line->diff->sets.type_count + 1;
	size_t conditions = (size_t)line->diff->conditions.count + 1;

	line->slot_count = line->slot_capacity = 1;
	line->cells = calloc(SIDES * types, sizeof(*line->cells));
	line->conditions = calloc(conditions, sizeof(*line->conditions));
	line->slots = calloc(conditions, sizeof(*line->slots));
	line->touched = calloc(types, sizeof(*line->touched));
	line->is_touched = calloc(types, sizeof(*line->is_touched));
	return line->cells && line->conditions && line->slots && line->touched &&
			       line->is_touched
		       ? 0
		       : AVOW_E_NOMEM;
}

static void release(struct line *line)
{
	free(line->cells);
	free(line->conditions);
	free(line->slots);
	free(line->touched);
	free(line->is_touched);
	free(line->found);
	avow_buf_free(&line->span);
}

static uint64_t count_lines(const struct affected *affected, int axis)
{
	uint64_t count = 0;

	for (size_t i = 0; i < affected->words; i++)
		count += (uint64_t)__builtin_popcountll(affected->bits[axis][i]);
	return count;
}

/* All lines of an axis that are of one kind and class. */
static int compare_class(struct line *line, uint64_t *done, uint64_t total)
{
	const struct avow_diff_options *options = line->diff->options;
	int code = 0;

	for (uint32_t type =
		     avow_diff_next_affected(line->affected, line->axis, &line->key, 0);
	     type != NOTHING && code == 0;
	     type = avow_diff_next_affected(line->affected, line->axis, &line->key,
					    type + 1)) {
		code = compare_line(line, type);
		if (++*done % PROGRESS_LINES == 0 && options->on_progress)
			options->on_progress(options->data, *done, total);
	}
	return code;
}

int avow_diff_lines(struct diff *diff, const struct affected *affected)
{
	uint64_t lines[AXES] = { count_lines(affected, BY_SOURCE),
				 count_lines(affected, BY_TARGET) };
	uint64_t total = lines[BY_SOURCE] + lines[BY_TARGET], done = 0;
	struct line *line = calloc(1, sizeof(*line));
	int code;

	if (!line)
		return AVOW_E_NOMEM;
	line->diff = diff;
	line->affected = affected;
	code = prepare(line);
	for (int side = 0; side < SIDES && code == 0 && lines[BY_TARGET]; side++)
		code = avow_diff_index_targets(&diff->rules[side]);
	for (line->axis = 0; line->axis < AXES; line->axis++)
		for (uint8_t kind = 0; kind < ACCESS_KINDS; kind++)
			for (uint16_t i = 0; i < affected->classes && code == 0; i++) {
				line->key = (struct rule){ .kind = kind, .tclass = i };
				code = compare_class(line, &done, total);
			}
	release(line);
	free(line);
	return code;
}
