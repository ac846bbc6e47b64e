/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * All fields of a rule have to be true, in whatever order: what is cheap and seldom true
 * is asked first. arch is true of nearly every call, and comes late.
 */
#include "policy/audit/cost.h"
#include "policy/audit/optimize/optimizer.h"

/* How often a field is true of a call that a rule names, as a guess. */
static double chance_of(const struct avow_audit_field *field,
			const struct avow_machine *own)
{
	static const struct {
		uint32_t type;
		double chance;
	} chances[] = {
		{ AUDIT_DIR, 0.02 },  { AUDIT_EXE, 0.02 }, { AUDIT_EXIT, 0.05 },
		{ AUDIT_PERM, 0.3 },  { AUDIT_ARG0, 0.3 }, { AUDIT_ARG1, 0.3 },
		{ AUDIT_ARG2, 0.3 },  { AUDIT_ARG3, 0.3 }, { AUDIT_PID, 0.01 },
		{ AUDIT_PPID, 0.01 },
	};
	bool is_not = field->operation == AUDIT_NOT_EQUAL;

	if (field->type == AUDIT_ARCH)
		return (field->value == own->arch) != is_not ? 0.99 : 0.01;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(chances); i++)
		if (chances[i].type == field->type)
			return is_not ? 1 - chances[i].chance : chances[i].chance;
	return 0.5;
}

/* The smaller, the sooner: what it takes for each time that it ends the rule. */
static double weight_of(const struct avow_audit_field *field,
			const struct avow_machine *own)
{
	return avow_audit_field_cost(field->type) / (1 - chance_of(field, own));
}

/* Whether one that stood behind another now comes before it. Keys stay last. */
static bool sort_fields(struct avow_audit_rule *rule, const struct avow_machine *own)
{
	bool is_changed = false;

	for (size_t i = 1; i < rule->field_count; i++) {
		struct avow_audit_field field = rule->fields[i];
		size_t at = i;

		if (field.type == AUDIT_FILTERKEY)
			continue;
		while (at > 0 &&
		       (rule->fields[at - 1].type == AUDIT_FILTERKEY ||
			weight_of(rule->fields + at - 1, own) > weight_of(&field, own))) {
			rule->fields[at] = rule->fields[at - 1];
			at--;
		}
		rule->fields[at] = field;
		is_changed |= at < i;
	}
	return is_changed;
}

/* audit 4 puts calls in place of perm once it knows the arch: they stay as they are. */
static bool has_fixed_order(const struct avow_audit_rule *rule,
			    const struct avow_audit_target *target)
{
	return avow_audit_is_hashed(rule) || avow_audit_needs_watch(rule) ||
	       (target->audit >= 40000 && avow_audit_field_of(rule, AUDIT_PERM));
}

void avow_audit_pass_fields(struct avow_audit_optimizer *optimizer)
{
	const struct avow_audit_target *target = &optimizer->rules->target;

	for (size_t i = 0; i < optimizer->count; i++) {
		struct avow_audit_candidate *item = optimizer->items + i;

		if (!has_fixed_order(&item->rule, target) &&
		    sort_fields(&item->rule, target->machine))
			avow_audit_because(optimizer, item,
					   "what is cheap and seldom true is asked "
					   "first");
	}
}
