/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules of one profile that say of one program how it is executed, and not the same:
 * apparmor_parser refuses a profile that has such. A rule whose path holds no `*`, `?` or
 * set goes before those whose path does, so that only rules of one kind are compared
 * (aare_rules::add_rule_vec() and accept_perms() in parser/libapparmor_re).
 */
#include <ctype.h>
#include <stdlib.h>

#include "policy/apparmor/pattern/aare.h"
#include "policy/apparmor/profiles/classes.h"
#include "policy/apparmor/profiles/reader.h"

/* What one profile may cost: pairs of rules, and pairs of steps of their patterns. */
#define RULES_MAX 2000
#define BUDGET 20000000

static struct avow_rule_value *value_of(const struct avow_profile_rule *rule,
					const char *key)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, key) == 0)
			return rule->conditions[i].values;
	return NULL;
}

static bool is_exec(const struct avow_profile_rule *rule)
{
	return rule->class == AVOW_RULE_FILE && rule->mode == AVOW_RULE_ALLOW &&
	       !rule->doubt && rule->exec && value_of(rule, "path");
}

static bool is_onexec(const struct avow_profile_rule *rule)
{
	return rule->class == AVOW_RULE_CHANGE_PROFILE && rule->mode == AVOW_RULE_ALLOW &&
	       !rule->doubt && value_of(rule, "exec");
}

static bool is_same_word(const char *a, const char *b)
{
	while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

/* Whether both say the same of a program that both are about. */
static bool agree(const struct avow_profile_rule *a, const struct avow_profile_rule *b)
{
	if (a->priority != b->priority)
		return true;
	if (a->owner != AVOW_OWNER_ANY && b->owner != AVOW_OWNER_ANY &&
	    a->owner != b->owner)
		return true;
	if (a->is_unsafe != b->is_unsafe)
		return false;
	if (!is_same_word(a->exec, b->exec) || !a->target != !b->target)
		return false;
	return !a->target || strcmp(a->target, b->target) == 0;
}

static const struct avow_pattern *pattern_of(struct avow_profile_reader *reader,
					     struct avow_rule_value *value)
{
	if (!value->pattern && !value->defect)
		reader->is_out_of_memory |=
			avow_pattern_compile(reader->arena, value->expanded, true,
					     &value->pattern,
					     &value->defect) == AVOW_E_NOMEM;
	return value->pattern;
}

static bool meet(struct avow_profile_reader *reader, const struct avow_profile_rule *a,
		 const struct avow_profile_rule *b, size_t *budget)
{
	struct avow_rule_value *one = value_of(a, "path"), *other = value_of(b, "path");
	const struct avow_pattern *of_one, *of_other;

	if (avow_aare_is_exact(one->expanded) != avow_aare_is_exact(other->expanded))
		return false;
	of_one = pattern_of(reader, one);
	of_other = pattern_of(reader, other);
	return of_one && of_other && avow_pattern_overlaps(of_one, of_other, budget);
}

static void note(struct avow_profile_reader *reader, const struct avow_cursor *cursor,
		 const struct avow_profile_rule *rule,
		 const struct avow_profile_rule *earlier)
{
	struct avow_cursor at = *cursor;

	at.source = rule->place.source;
	avow_reader_defect(reader, &at, rule->place.line, false,
			   "the rule of line %u of %s executes the same in another way",
			   earlier->place.line, earlier->place.source->path);
}

static bool is_same_value(const struct avow_rule_value *a,
			  const struct avow_rule_value *b)
{
	return a && b ? avow_span_equal(a->expanded, b->expanded) : a == b;
}

static bool contradict(struct avow_profile_reader *reader,
		       const struct avow_profile_rule *a,
		       const struct avow_profile_rule *b, size_t *budget)
{
	if (a->class != b->class)
		return false;
	if (a->class == AVOW_RULE_FILE)
		return !agree(a, b) && meet(reader, a, b, budget);
	return a->is_unsafe != b->is_unsafe &&
	       is_same_value(value_of(a, "exec"), value_of(b, "exec")) &&
	       is_same_value(value_of(a, "target"), value_of(b, "target"));
}

void avow_conflicts_find(struct avow_profile_reader *reader,
			 const struct avow_cursor *cursor, struct avow_profile *profile)
{
	const struct avow_profile_rule **rules = malloc(RULES_MAX * sizeof(void *));
	size_t count = 0, budget = BUDGET;

	reader->is_out_of_memory |= !rules;
	for (const struct avow_profile_rule *rule = profile->rules;
	     rules && rule && count < RULES_MAX; rule = rule->next) {
		size_t i = 0;

		if (!is_exec(rule) && !is_onexec(rule))
			continue;
		while (i < count && !contradict(reader, rules[i], rule, &budget))
			i++;
		if (i < count)
			note(reader, cursor, rule, rules[i]);
		rules[count++] = rule;
	}
	free(rules);
}
