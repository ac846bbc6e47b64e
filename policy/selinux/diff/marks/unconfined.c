/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Marks the types that are unconfined now, and who may now become one. Unconfined is
 * what has such an attribute; and what may, by single rules that no boolean switches,
 * write nearly all files and trace or signal nearly all processes.
 */
#include "policy/selinux/diff/marks.h"

#include <stdlib.h>

#define LEAST_TYPES 16u /* in a policy of less, most types say nothing */

/* refpolicy, and Android before 5.1. */
static const char *const attributes[] = { "unconfined_domain_type", "unconfineddomain" };

static const char *const entering[] = { "transition", "dyntransition", NULL };

/* What nearly everything is, of a class. */
struct reach {
	uint32_t tclass;
	uint64_t wanted;
	uint32_t most; /* types that any rule of the class is about */
};

static const struct {
	const char *tclass;
	const char *permissions[4];
} powers[] = {
	{ "file", { "write" } },
	{ "process", { "ptrace", "sigkill", "signal" } },
};

static bool is_allow_of(const struct rule *rule, const struct reach *reach)
{
	return rule->kind == ACCESS_ALLOW && rule->tclass == reach->tclass;
}

static int measure(const struct diff *diff, int side, size_t power, struct reach *out)
{
	const struct rules *rules = &diff->rules[side];
	const struct lists *members = &diff->sets.members[side];
	bool *seen = calloc((size_t)diff->sets.type_count + 1, sizeof(*seen));

	*out = (struct reach){ .tclass = avow_diff_class(&diff->classes,
							 powers[power].tclass) };
	if (!seen)
		return AVOW_E_NOMEM;
	for (size_t i = 0; out->tclass != NOTHING && powers[power].permissions[i]; i++)
		out->wanted |= avow_diff_permission(&diff->classes, (uint16_t)out->tclass,
						    powers[power].permissions[i]);
	for (size_t at = 0; at < rules->count; at++) {
		const struct rule *rule = &rules->all[at];

		if (!is_allow_of(rule, out))
			continue;
		for (uint32_t i = members->first[rule->target];
		     i < members->first[rule->target + 1]; i++) {
			out->most += !seen[members->items[i]];
			seen[members->items[i]] = true;
		}
	}
	free(seen);
	return 0;
}

/* Adds the power's bit to each type that has it over three quarters of the types. */
static int add_power(const struct diff *diff, int side, size_t power, uint8_t *powers_of)
{
	const struct rules *rules = &diff->rules[side];
	const struct lists *members = &diff->sets.members[side];
	struct reach reach;
	int code = measure(diff, side, power, &reach);

	for (size_t at = 0; at < rules->count && code == 0; at++) {
		const struct rule *rule = &rules->all[at];
		uint32_t width = list_length(members, rule->target);

		if (!is_allow_of(rule, &reach) || !(rule->payload & reach.wanted) ||
		    rule->condition || width < LEAST_TYPES || width * 4 < reach.most * 3)
			continue;
		for (uint32_t i = members->first[rule->source];
		     i < members->first[rule->source + 1]; i++)
			powers_of[members->items[i]] |= (uint8_t)(1u << power);
	}
	return code;
}

static int find_unconfined(const struct diff *diff, int side, bool *out)
{
	const uint8_t all = (1u << AVOW_ARRAY_SIZE(powers)) - 1;
	const struct lists *members = &diff->sets.members[side];
	uint8_t *powers_of = calloc((size_t)diff->sets.type_count + 1, 1);
	int code = powers_of ? 0 : AVOW_E_NOMEM;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(powers) && code == 0; i++)
		code = add_power(diff, side, i, powers_of);
	for (uint32_t type = 0; type < diff->sets.type_count && code == 0; type++)
		out[type] = powers_of[type] == all;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(attributes) && code == 0; i++) {
		uint32_t set = avow_diff_attribute(&diff->sets, attributes[i]);

		if (set == NOTHING)
			continue;
		for (uint32_t at = members->first[set]; at < members->first[set + 1];
		     at++)
			out[members->items[at]] = true;
	}
	free(powers_of);
	return code;
}

int avow_diff_find_unconfined(struct marking *marking)
{
	int code = 0;

	for (int side = 0; side < SIDES && code == 0; side++) {
		marking->is_unconfined[side] =
			calloc((size_t)marking->diff->sets.type_count + 1, sizeof(bool));
		code = marking->is_unconfined[side]
			       ? find_unconfined(marking->diff, side,
						 marking->is_unconfined[side])
			       : AVOW_E_NOMEM;
	}
	return code;
}

static bool is_unconfined(const struct marking *marking, uint32_t type)
{
	return marking->is_unconfined[NEW][type];
}

static void look(struct marking *marking, const struct avow_difference_gain *gain)
{
	if (strcmp(gain->tclass, "process") == 0)
		avow_diff_hit_gain(marking, gain, entering, is_unconfined);
}

void avow_diff_mark_entering(struct marking *marking)
{
	avow_diff_each_gain(marking, look);
}

void avow_diff_mark_unconfined(struct marking *marking)
{
	const struct sets *sets = &marking->diff->sets;

	for (uint32_t type = 0; type < sets->type_count; type++)
		if (marking->is_unconfined[NEW][type] &&
		    !marking->is_unconfined[OLD][type])
			avow_diff_hit(marking, avow_span_of(sets->names[type]));
}
