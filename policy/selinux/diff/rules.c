/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads the rules of both policies into tables that are sorted alike. Rules that
 * differ in nothing but their permissions become one.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

struct reading {
	struct diff *diff;
	int side;
	size_t capacity;
	struct rules *rules;
};

static const struct {
	enum avow_row_kind row;
	enum access_kind kind, nlmsg;
} accesses[] = {
	{ AVOW_ROW_ALLOW, ACCESS_ALLOW, ACCESS_ALLOW },
	{ AVOW_ROW_AUDITALLOW, ACCESS_AUDITALLOW, ACCESS_AUDITALLOW },
	{ AVOW_ROW_DONTAUDIT, ACCESS_DONTAUDIT, ACCESS_DONTAUDIT },
	{ AVOW_ROW_ALLOWXPERM, ACCESS_ALLOW_IOCTL, ACCESS_ALLOW_NLMSG },
	{ AVOW_ROW_AUDITALLOWXPERM, ACCESS_AUDITALLOW_IOCTL, ACCESS_AUDITALLOW_NLMSG },
	{ AVOW_ROW_DONTAUDITXPERM, ACCESS_DONTAUDIT_IOCTL, ACCESS_DONTAUDIT_NLMSG },
};

static uint64_t permissions_of(const struct classes *classes, int side,
			       const struct avow_sepol_row *row)
{
	uint64_t out = 0;

	for (uint32_t left = row->permissions; left; left &= left - 1) {
		uint8_t bit = classes->bits[side][row->pair.tclass][__builtin_ctz(left)];

		if (bit < PERMISSIONS_MAX)
			out |= UINT64_C(1) << bit;
	}
	return out;
}

static int commands_of(struct diff *diff, const struct avow_sepol_row *row, uint64_t *out)
{
	struct command_set set = { 0 };
	bool failed = false;

	for (unsigned bit = 0; bit < 256; bit++) {
		unsigned first = row->is_by_driver ? bit << 8 : row->driver << 8 | bit;
		unsigned last = row->is_by_driver ? first | 0xff : first;

		if (!((row->commands[bit / 32] >> (bit % 32)) & 1))
			continue;
		for (unsigned one = first; one <= last; one++)
			set.bits[one / 64] |= UINT64_C(1) << (one % 64);
	}
	*out = avow_diff_commands(diff->texts, &set, &failed);
	return failed ? AVOW_E_NOMEM : 0;
}

static int add_rule(struct reading *reading, const struct rule *rule)
{
	struct rules *rules = reading->rules;

	if (rules->count == reading->capacity) {
		size_t capacity = reading->capacity ? 2 * reading->capacity : 4096;
		void *grown = realloc(rules->all, capacity * sizeof(*rules->all));

		if (!grown)
			return AVOW_E_NOMEM;
		rules->all = grown;
		reading->capacity = capacity;
	}
	rules->all[rules->count++] = *rule;
	return 0;
}

static int add_move(struct diff *diff, int side, const struct move *move)
{
	struct moves *moves = &diff->moves[side];

	if (move->outcome == AVOW_NO_ATOM)
		return AVOW_E_NOMEM;
	if (moves->count == moves->capacity) {
		size_t capacity = moves->capacity ? 2 * moves->capacity : 4096;
		void *grown = realloc(moves->all, capacity * sizeof(*moves->all));

		if (!grown)
			return AVOW_E_NOMEM;
		moves->all = grown;
		moves->capacity = capacity;
	}
	moves->all[moves->count++] = *move;
	return 0;
}

static int take_move(struct reading *reading, const struct avow_sepol_row *row,
		     const struct rule *rule)
{
	struct diff *diff = reading->diff;
	struct move move = {
		.source = rule->source,
		.target = rule->target,
		.condition = rule->condition,
		.tclass = rule->tclass,
		.kind = (uint8_t)row->kind,
	};
	const char *outcome =
		row->text
			? row->text
			: avow_sepol_type_name(diff->policies[reading->side], row->type);

	move.outcome =
		avow_atoms_intern(diff->texts, avow_span_of(*outcome ? outcome : "?"));
	if (row->name) {
		move.name = avow_atoms_intern(diff->texts,
					      avow_span_of(*row->name ? row->name : "?"));
		if (move.name == AVOW_NO_ATOM)
			return AVOW_E_NOMEM;
	}
	return add_move(diff, reading->side, &move);
}

static int take_row(void *data, const struct avow_sepol_row *row)
{
	struct reading *reading = data;
	struct diff *diff = reading->diff;
	const uint32_t *sets = diff->sets.number[reading->side];
	struct rule rule = {
		.source = sets[row->pair.source - 1],
		.target = sets[row->pair.target - 1],
		.tclass = diff->classes.number[reading->side][row->pair.tclass],
	};
	size_t at = 0;
	int code = 0;

	if (row->conditional)
		rule.condition =
			diff->conditions.number[reading->side]
					       [2 * row->conditional + row->is_else];
	if (rule.condition == NOTHING)
		return 0;
	while (at < AVOW_ARRAY_SIZE(accesses) && accesses[at].row != row->kind)
		at++;
	if (at == AVOW_ARRAY_SIZE(accesses))
		return take_move(reading, row, &rule);
	rule.kind = (uint8_t)(row->is_nlmsg ? accesses[at].nlmsg : accesses[at].kind);
	if (is_commands(rule.kind))
		code = commands_of(diff, row, &rule.payload);
	else
		rule.payload = permissions_of(&diff->classes, reading->side, row);
	return code || !rule.payload ? code : add_rule(reading, &rule);
}

static int compare_u32(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/* Of rules with one source. */
static int compare_rules(const void *left, const void *right)
{
	const struct rule *a = left, *b = right;
	int order = compare_u32(a->kind, b->kind);

	order = order ? order : compare_u32(a->tclass, b->tclass);
	order = order ? order : compare_u32(a->target, b->target);
	return order ? order : compare_u32(a->condition, b->condition);
}

/* By source first, since there are some thousand: counted, and each sorted for itself. */
static int sort_rules(const struct diff *diff, struct rules *rules)
{
	uint32_t *ends = calloc((size_t)diff->sets.count + 2, sizeof(*ends));
	struct rule *sorted = malloc((rules->count + 1) * sizeof(*sorted));

	if (!ends || !sorted) {
		free(ends);
		free(sorted);
		return AVOW_E_NOMEM;
	}
	for (size_t i = 0; i < rules->count; i++)
		ends[rules->all[i].source + 1]++;
	for (uint32_t set = 0; set < diff->sets.count; set++)
		ends[set + 1] += ends[set];
	for (size_t i = 0; i < rules->count; i++)
		sorted[ends[rules->all[i].source]++] = rules->all[i];
	for (uint32_t set = 0, first = 0; set < diff->sets.count; set++) {
		if (ends[set] > first)
			qsort(sorted + first, ends[set] - first, sizeof(*sorted),
			      compare_rules);
		first = ends[set];
	}
	free(ends);
	free(rules->all);
	rules->all = sorted;
	return 0;
}

static int merge_payload(struct diff *diff, struct rule *into, const struct rule *from)
{
	struct command_set set = { 0 };
	bool failed = false;

	if (!is_commands(into->kind)) {
		into->payload |= from->payload;
		return 0;
	}
	avow_diff_add_commands(diff->texts, (uint32_t)into->payload, &set);
	avow_diff_add_commands(diff->texts, (uint32_t)from->payload, &set);
	into->payload = avow_diff_commands(diff->texts, &set, &failed);
	return failed ? AVOW_E_NOMEM : 0;
}

static int merge_rules(struct diff *diff, struct rules *rules)
{
	size_t kept = 0;
	int code = sort_rules(diff, rules);

	for (size_t i = 0; i < rules->count && code == 0; i++) {
		struct rule *last = kept ? &rules->all[kept - 1] : NULL;

		if (last && last->source == rules->all[i].source &&
		    compare_rules(last, &rules->all[i]) == 0)
			code = merge_payload(diff, last, &rules->all[i]);
		else
			rules->all[kept++] = rules->all[i];
	}
	rules->count = kept;
	return code;
}

int avow_diff_read_rules(struct diff *diff)
{
	int code = 0;

	for (int side = 0; side < SIDES && code == 0; side++) {
		struct reading reading = { .diff = diff,
					   .side = side,
					   .rules = &diff->rules[side] };

		code = avow_sepol_each_row(diff->policies[side], take_row, &reading);
		if (code == 0)
			code = merge_rules(diff, &diff->rules[side]);
	}
	return code;
}

void avow_diff_free_rules(struct rules *rules)
{
	free(rules->all);
	free(rules->by_target);
}

static int compare_by_target(const void *left, const void *right, void *data)
{
	const struct rule *all = data;
	const struct rule *a = &all[*(const uint32_t *)left];
	const struct rule *b = &all[*(const uint32_t *)right];
	int order = compare_u32(a->target, b->target);

	order = order ? order : compare_u32(a->kind, b->kind);
	order = order ? order : compare_u32(a->tclass, b->tclass);
	order = order ? order : compare_u32(a->source, b->source);
	return order ? order : compare_u32(a->condition, b->condition);
}

int avow_diff_index_targets(struct rules *rules)
{
	if (rules->by_target)
		return 0;
	rules->by_target = calloc(rules->count + 1, sizeof(*rules->by_target));
	if (!rules->by_target)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < rules->count; i++)
		rules->by_target[i] = (uint32_t)i;
	qsort_r(rules->by_target, rules->count, sizeof(*rules->by_target),
		compare_by_target, rules->all);
	return 0;
}

const struct rule *avow_diff_rule(const struct rules *rules, int axis, size_t at)
{
	return &rules->all[axis == BY_SOURCE ? at : rules->by_target[at]];
}

/* By the set of the axis, kind and class alone. */
static int compare_line(const struct rule *a, const struct rule *b, int axis)
{
	int order = axis == BY_SOURCE ? compare_u32(a->source, b->source)
				      : compare_u32(a->target, b->target);

	order = order ? order : compare_u32(a->kind, b->kind);
	return order ? order : compare_u32(a->tclass, b->tclass);
}

size_t avow_diff_find_rules(const struct rules *rules, int axis, const struct rule *key,
			    size_t *first)
{
	size_t low = 0, high = rules->count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_line(avow_diff_rule(rules, axis, middle), key, axis) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*first = low;
	for (end = low; end < rules->count; end++)
		if (compare_line(avow_diff_rule(rules, axis, end), key, axis) != 0)
			break;
	return end - low;
}
