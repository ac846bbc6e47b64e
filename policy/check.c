/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a log, a baseline and a policy come to: items, of which some are failures. */
#include "policy/check.h"

#include <stdio.h>
#include <stdlib.h>

#include "policy/decisions.h"

static const struct {
	const char *name, *says;
	bool by_default;
} kinds[AVOW_CHECK_KINDS] = {
	[AVOW_CHECK_NEW] = { "new", "denials that the baseline does not know", true },
	[AVOW_CHECK_ENFORCED] = { "enforced",
				  "those of them that were enforced, and not only "
				  "logged",
				  true },
	[AVOW_CHECK_RISK] = { "risk",
			      "those whose change would open what is a risk of this "
			      "level or a higher one: risk:low, risk:medium, risk:high",
			      false },
	[AVOW_CHECK_EXPIRED] = { "expired", "denials whose entry is past its last day",
				 true },
	[AVOW_CHECK_REPLAY_DENIED] = { "replay-denied",
				       "accesses that were granted, and the policy "
				       "refuses",
				       true },
	[AVOW_CHECK_REPLAY_GRANTED] = { "replay-granted",
					"accesses that were refused, and the policy "
					"allows",
					false },
	[AVOW_CHECK_NEVERALLOW] = { "neverallow",
				    "rules of the policy that break one of --neverallow",
				    true },
	[AVOW_CHECK_ASSERTION] = { "assertion",
				   "assertions that do not hold, or cannot be told",
				   true },
	[AVOW_CHECK_INCOMPLETE] = { "incomplete",
				    "signs that records are missing or damaged", true },
	[AVOW_CHECK_RECORDS] = { "records",
				 "no record at all, where --expect-records was given",
				 true },
	[AVOW_CHECK_UNUSED] = { "unused", "entries of the baseline that nothing met",
				false },
};

const char *avow_check_kind_name(enum avow_check_kind kind)
{
	return kinds[kind].name;
}

const char *avow_check_kind_says(enum avow_check_kind kind)
{
	return kinds[kind].says;
}

const char *avow_check_result_name(enum avow_check_result result)
{
	static const char *const names[] = {
		[AVOW_CHECK_PASSED] = "passed",
		[AVOW_CHECK_PASSED_WITH_DENIALS] = "passed-with-denials",
		[AVOW_CHECK_FAILED] = "failed",
		[AVOW_CHECK_TROUBLE] = "trouble",
	};

	return names[result];
}

void avow_check_fail_default(struct avow_check_fails *out)
{
	*out = (struct avow_check_fails){ .risk = AVOW_RISK_HIGH };
	for (int i = 0; i < AVOW_CHECK_KINDS; i++)
		out->on[i] = kinds[i].by_default;
}

static bool read_risk(struct avow_span word, struct avow_check_fails *out)
{
	static const char *const levels[] = { [AVOW_RISK_LOW] = "risk:low",
					      [AVOW_RISK_MEDIUM] = "risk:medium",
					      [AVOW_RISK_HIGH] = "risk:high" };

	for (int i = 0; i < 3; i++)
		if (avow_span_is(word, levels[i])) {
			out->risk = (enum avow_risk_level)i;
			out->on[AVOW_CHECK_RISK] = true;
			return true;
		}
	return false;
}

int avow_check_fail_parse(const char *list, struct avow_check_fails *out,
			  struct avow_error *error)
{
	*out = (struct avow_check_fails){ .risk = AVOW_RISK_HIGH };
	if (strcmp(list, "none") == 0)
		return AVOW_OK;
	while (*list) {
		size_t length = strcspn(list, ",");
		struct avow_span word = avow_span_make(list, length);
		int kind = 0;

		while (kind < AVOW_CHECK_KINDS &&
		       (kind == AVOW_CHECK_RISK || !avow_span_is(word, kinds[kind].name)))
			kind++;
		if (kind < AVOW_CHECK_KINDS)
			out->on[kind] = true;
		else if (!read_risk(word, out))
			return avow_error_set(
				error, AVOW_E_USAGE,
				"--fail-on: %.*s is nothing to fail on: see "
				"--help",
				(int)length, list);
		list += length + (list[length] == ',');
	}
	return AVOW_OK;
}

static const char *copy(struct avow_arena *arena, const char *text, bool *is_well)
{
	const char *out = text ? avow_arena_string(arena, avow_span_of(text)) : NULL;

	*is_well &= !text || out;
	return out;
}

int avow_check_add(struct avow_check *check, const struct avow_check_fails *fails,
		   const struct avow_check_item *item)
{
	size_t capacity = check->capacity ? 2 * check->capacity : 64;
	struct avow_check_item *place;
	bool is_well = true;

	if (check->count == check->capacity) {
		place = avow_arena_alloc(&check->arena, capacity * sizeof(*place));
		if (!place)
			return AVOW_E_NOMEM;
		if (check->count)
			memcpy(place, check->items, check->count * sizeof(*place));
		check->items = place;
		check->capacity = capacity;
	}
	place = &check->items[check->count++];
	*place = *item;
	place->is_failure = fails->on[item->kind];
	place->id = copy(&check->arena, item->id ? item->id : "", &is_well);
	place->label = copy(&check->arena, item->label ? item->label : "", &is_well);
	place->text = copy(&check->arena, item->text, &is_well);
	place->evidence = copy(&check->arena, item->evidence, &is_well);
	place->how = copy(&check->arena, item->how, &is_well);
	place->path = copy(&check->arena, item->path, &is_well);
	check->of_kind[item->kind]++;
	return is_well ? 0 : AVOW_E_NOMEM;
}

static int compare(const void *a, const void *b)
{
	const struct avow_check_item *left = a, *right = b;
	int order;

	if (left->is_failure != right->is_failure)
		return left->is_failure ? -1 : 1;
	if (left->kind != right->kind)
		return left->kind < right->kind ? -1 : 1;
	order = strcmp(left->label, right->label);
	return order ? order : strcmp(left->text, right->text);
}

void avow_check_settle(struct avow_check *check)
{
	if (check->count)
		qsort(check->items, check->count, sizeof(*check->items), compare);
	for (size_t i = 0; i < check->count; i++)
		check->failures += check->items[i].is_failure;
	check->result = check->failures   ? AVOW_CHECK_FAILED
			: check->troubles ? AVOW_CHECK_TROUBLE
			: check->denials  ? AVOW_CHECK_PASSED_WITH_DENIALS
					  : AVOW_CHECK_PASSED;
}

void avow_check_free(struct avow_check *check)
{
	avow_arena_free(&check->arena);
	*check = (struct avow_check){ .items = NULL };
}
