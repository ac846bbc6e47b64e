/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Conditionals of both policies as what they mean: the truth table over the booleans
 * that matter. `if (a && b) else` and `if (!a || !b)` are one condition.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static uint32_t find_boolean(const struct conditions *conditions, const char *name)
{
	const char **found =
		bsearch(&name, conditions->booleans, conditions->boolean_count,
			sizeof(*conditions->booleans), compare_names);

	return found ? (uint32_t)(found - conditions->booleans) : NOTHING;
}

static int collect_booleans(struct diff *diff)
{
	struct conditions *conditions = &diff->conditions;
	size_t count = 0, most = 1;
	uint32_t kept = 0;

	for (int side = 0; side < SIDES; side++)
		for (uint32_t i = 1; avow_sepol_boolean_name(diff->policies[side], i);
		     i++)
			most++;
	conditions->booleans = calloc(most, sizeof(*conditions->booleans));
	if (!conditions->booleans)
		return AVOW_E_NOMEM;
	for (int side = 0; side < SIDES; side++) {
		const char *name;

		for (uint32_t i = 1;
		     (name = avow_sepol_boolean_name(diff->policies[side], i)); i++)
			conditions->booleans[count++] = name;
	}
	qsort(conditions->booleans, count, sizeof(*conditions->booleans), compare_names);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 ||
		    strcmp(conditions->booleans[kept - 1], conditions->booleans[i]) != 0)
			conditions->booleans[kept++] = conditions->booleans[i];
	conditions->boolean_count = kept;
	return 0;
}

/* The words with the booleans as numbers of both policies; 0: there are none. */
static size_t read_words(const struct diff *diff, int side, uint32_t conditional,
			 int32_t *words)
{
	const struct avow_sepol *sepol = diff->policies[side];
	size_t count = avow_sepol_expression_words(sepol, conditional, words,
						   EXPRESSION_WORDS_MAX);

	for (size_t i = 0; i < count; i++)
		if (words[i] > 0)
			words[i] = (int32_t)find_boolean(
				&diff->conditions,
				avow_sepol_boolean_name(sepol, (uint32_t)words[i]));
	return count;
}

/* The expression of the branch: `!a` for the else branch of `a`, and the reverse. */
static const char *branch_text(struct diff *diff, int side, uint32_t conditional,
			       bool is_else)
{
	struct avow_buf text = { 0 };
	struct avow_span span;
	const char *out;

	avow_buf_puts(&text, is_else ? "!" : "");
	avow_sepol_expression(diff->policies[side], conditional, &text);
	span = avow_buf_span(&text);
	if (avow_span_starts_with(span, "!!"))
		span = avow_span_skip(span, 2);
	/* Brackets around all of it say nothing. */
	if (avow_span_starts_with(span, "(") && span.data[span.length - 1] == ')')
		span = avow_span_make(span.data + 1, span.length - 2);
	out = text.failed ? NULL : avow_arena_string(&diff->arena, span);
	avow_buf_free(&text);
	return out;
}

static bool is_same(const struct condition *a, const struct condition *b)
{
	if (a->is_opaque || b->is_opaque)
		return a->is_opaque && b->is_opaque && strcmp(a->text, b->text) == 0;
	return a->count == b->count &&
	       memcmp(a->booleans, b->booleans, a->count * sizeof(a->booleans[0])) == 0 &&
	       memcmp(a->table, b->table, sizeof(a->table)) == 0;
}

/* The shorter text is the better one; of two as long, always the same. */
static bool is_better(const char *text, const char *than)
{
	size_t length = strlen(text), other = strlen(than);

	return length != other ? length < other : strcmp(text, than) < 0;
}

static uint64_t hash(const struct condition *condition)
{
	const char *table = (const char *)condition->table;

	if (condition->is_opaque)
		return avow_span_hash(avow_span_of(condition->text));
	return avow_span_hash(avow_span_make(table, sizeof(condition->table))) * 31 +
	       avow_span_hash(avow_span_make((const char *)condition->booleans,
					     sizeof(condition->booleans)));
}

static int append(struct conditions *conditions, const struct condition *condition)
{
	if (conditions->count == conditions->capacity) {
		uint32_t capacity = 2 * conditions->capacity + 64;
		void *grown = realloc(conditions->all,
				      (size_t)capacity * sizeof(*conditions->all));

		if (!grown)
			return AVOW_E_NOMEM;
		conditions->all = grown;
		conditions->capacity = capacity;
	}
	conditions->all[conditions->count++] = *condition;
	return 0;
}

/* There are more buckets than there can be conditions. */
static int intern(struct conditions *conditions, const struct condition *condition,
		  uint32_t *number)
{
	size_t at = hash(condition) & (conditions->bucket_count - 1);

	for (; conditions->buckets[at]; at = (at + 1) & (conditions->bucket_count - 1)) {
		struct condition *one = &conditions->all[conditions->buckets[at]];

		if (!is_same(one, condition))
			continue;
		*number = conditions->buckets[at];
		if (is_better(condition->text, one->text))
			one->text = condition->text;
		return 0;
	}
	*number = conditions->buckets[at] = conditions->count;
	return append(conditions, condition);
}

static int make_buckets(struct diff *diff)
{
	struct conditions *conditions = &diff->conditions;
	size_t branches = 2;

	for (int side = 0; side < SIDES; side++)
		branches +=
			2 * (size_t)avow_sepol_conditional_count(diff->policies[side]);
	conditions->bucket_count = 64;
	while (conditions->bucket_count < 2 * branches)
		conditions->bucket_count *= 2;
	conditions->buckets =
		calloc(conditions->bucket_count, sizeof(*conditions->buckets));
	return conditions->buckets ? 0 : AVOW_E_NOMEM;
}

static int number_branch(struct diff *diff, int side, uint32_t conditional, bool is_else)
{
	uint32_t *number = &diff->conditions.number[side][2 * conditional + is_else];
	struct condition condition = { 0 };
	int32_t words[EXPRESSION_WORDS_MAX];
	size_t count = read_words(diff, side, conditional, words);

	condition.text = branch_text(diff, side, conditional, is_else);
	if (!condition.text)
		return AVOW_E_NOMEM;
	/* The kernel never takes such a branch. */
	*number = NOTHING;
	if (count == 0)
		return 0;
	if (!avow_diff_note_booleans(words, count, &condition)) {
		condition =
			(struct condition){ .text = condition.text, .is_opaque = true };
		return intern(&diff->conditions, &condition, number);
	}
	avow_diff_make_table(words, count, is_else, &condition);
	if (condition.count == 0) {
		*number = condition.table[0] & 1 ? 0 : NOTHING;
		return 0;
	}
	return intern(&diff->conditions, &condition, number);
}

static int compare_texts(const void *left, const void *right, void *data)
{
	const struct condition *all = data;
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
	int order = strcmp(all[a].text, all[b].text);

	return order ? order : (a > b) - (a < b);
}

static void renumber(struct diff *diff, const uint32_t *places)
{
	for (int side = 0; side < SIDES; side++) {
		uint32_t *number = diff->conditions.number[side];
		size_t end =
			2 * (size_t)avow_sepol_conditional_count(diff->policies[side]) +
			2;

		for (size_t i = 2; i < end; i++)
			if (number[i] != NOTHING)
				number[i] = places[number[i]];
	}
}

/* Sorts them by text, so that their numbers order as their texts do. */
static int sort_conditions(struct diff *diff)
{
	struct conditions *conditions = &diff->conditions;
	size_t count = conditions->count;
	uint32_t *order = calloc(count + 1, sizeof(*order));
	uint32_t *places = calloc(count + 1, sizeof(*places));
	struct condition *sorted = calloc(count + 1, sizeof(*sorted));

	if (!order || !places || !sorted) {
		free(order);
		free(places);
		free(sorted);
		return AVOW_E_NOMEM;
	}
	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	/* The first is "always", and has no text. */
	qsort_r(order + 1, count - 1, sizeof(*order), compare_texts, conditions->all);
	for (uint32_t i = 1; i < count; i++) {
		places[order[i]] = i;
		sorted[i] = conditions->all[order[i]];
	}
	renumber(diff, places);
	free(order);
	free(places);
	free(conditions->all);
	conditions->all = sorted;
	return 0;
}

static bool state_of(const struct avow_sepol *sepol, const char *name)
{
	const char *one;

	for (uint32_t i = 1; (one = avow_sepol_boolean_name(sepol, i)); i++)
		if (strcmp(one, name) == 0)
			return avow_sepol_boolean_state(sepol, i);
	return false;
}

bool avow_diff_holds(const struct diff *diff, int side, const struct condition *condition,
		     const char *turned)
{
	uint32_t row = 0;

	if (condition->is_opaque)
		return false;
	for (uint32_t i = 0; i < condition->count; i++) {
		const char *name = diff->conditions.booleans[condition->booleans[i]];
		bool state = state_of(diff->policies[side], name);

		if (turned && strcmp(name, turned) == 0)
			state = !state;
		row |= (uint32_t)state << i;
	}
	return avow_diff_row(condition, row);
}

static void note_states(struct diff *diff)
{
	for (uint32_t i = 1; i < diff->conditions.count; i++)
		for (int side = 0; side < SIDES; side++)
			diff->conditions.all[i].in_force[side] = avow_diff_holds(
				diff, side, &diff->conditions.all[i], NULL);
}

int avow_diff_conditions(struct diff *diff)
{
	struct conditions *conditions = &diff->conditions;
	int code = collect_booleans(diff);

	conditions->capacity = 64;
	conditions->count = 1; /* always */
	conditions->all = calloc(conditions->capacity, sizeof(*conditions->all));
	if (code || !conditions->all || make_buckets(diff))
		return AVOW_E_NOMEM;
	for (int side = 0; side < SIDES; side++) {
		uint32_t count = avow_sepol_conditional_count(diff->policies[side]);

		conditions->number[side] =
			calloc(2 * (size_t)count + 2, sizeof(*conditions->number[side]));
		if (!conditions->number[side])
			return AVOW_E_NOMEM;
		for (uint32_t i = 1; i <= count && code == 0; i++) {
			code = number_branch(diff, side, i, false);
			if (code == 0)
				code = number_branch(diff, side, i, true);
		}
	}
	if (code == 0)
		code = sort_conditions(diff);
	if (code == 0)
		note_states(diff);
	return code;
}

void avow_diff_free_conditions(struct conditions *conditions)
{
	free(conditions->booleans);
	free(conditions->buckets);
	free(conditions->all);
	for (int side = 0; side < SIDES; side++)
		free(conditions->number[side]);
}
