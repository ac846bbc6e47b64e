/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The time that rules take. At the end of each call the kernel goes through the list
 * exit: a rule that does not name the call costs a look at its mask; one that does costs
 * its fields up to the first that is not true. Rules for a file or an inode wait in a
 * hash, and cost a call nothing that does not touch it.
 */
#include "policy/audit/cost.h"

/* Nanoseconds. */
#define FIRST_RULE 235.0 /* with any rule in the list, each call is taken down */
#define OTHER_RULE 3.8   /* that does not name the call */
#define NAMING_RULE 4.0  /* that does, without its fields */

/* Of a field; after one that ends it, a rule is most often not true any more. */
static const struct {
	uint32_t type;
	double nanoseconds;
	bool is_end;
} weights[] = {
	{ AUDIT_ARCH, 10, false },    { AUDIT_UID, 10, false },
	{ AUDIT_EUID, 10, false },    { AUDIT_SUID, 10, false },
	{ AUDIT_FSUID, 10, false },   { AUDIT_GID, 10, false },
	{ AUDIT_EGID, 10, false },    { AUDIT_SGID, 10, false },
	{ AUDIT_FSGID, 10, false },   { AUDIT_PERM, 10, false },
	{ AUDIT_DIR, 11, true },      { AUDIT_EXE, 66, true },
	{ AUDIT_LOGINUID, 19, true }, { AUDIT_FILTERKEY, 0, false },
};
#define OTHER_FIELD 15.0 /* and the rule ends with it */

/* The row of a type; AVOW_ARRAY_SIZE(weights) when it has none. */
static size_t find_weight(uint32_t type)
{
	size_t row = 0;

	while (row < AVOW_ARRAY_SIZE(weights) && weights[row].type != type)
		row++;
	return row;
}

double avow_audit_field_cost(uint32_t type)
{
	size_t row = find_weight(type);

	return row < AVOW_ARRAY_SIZE(weights) ? weights[row].nanoseconds : OTHER_FIELD;
}

/* A rule for another architecture: it ends there. */
static bool is_foreign(const struct avow_audit_asked *asked,
		       const struct avow_audit_field *field)
{
	bool is_own = field->value == asked->machine->arch;

	return field->type == AUDIT_ARCH && is_own != (field->operation == AUDIT_EQUAL);
}

/* The fields of a rule up to the first that ends it; none does when @is_true. */
static double weigh_fields(const struct avow_audit_asked *asked,
			   const struct avow_audit_rule *rule, bool *is_true)
{
	double sum = 0;

	*is_true = true;
	for (size_t i = 0; i < rule->field_count; i++) {
		const struct avow_audit_field *field = rule->fields + i;
		size_t row = find_weight(field->type);

		*is_true &= field->type == AUDIT_ARCH || field->type == AUDIT_FILTERKEY;
		if (row == AVOW_ARRAY_SIZE(weights))
			return sum + OTHER_FIELD;
		sum += weights[row].nanoseconds;
		if (is_foreign(asked, field))
			*is_true = false;
		if (weights[row].is_end || is_foreign(asked, field))
			return sum;
	}
	return sum;
}

struct avow_audit_cost avow_audit_cost_of(const struct avow_audit_asked *asked,
					  unsigned call)
{
	struct avow_audit_cost cost = { 0 };

	if (asked->is_off || !asked->count)
		return cost;
	cost.nanoseconds = FIRST_RULE;
	for (size_t i = 0; i < asked->count; i++) {
		const struct avow_audit_rule *rule = asked->rules[i];
		bool is_true;

		if (avow_audit_is_hashed(rule))
			continue;
		if (!avow_audit_has_call(rule, call)) {
			cost.nanoseconds += OTHER_RULE;
			continue;
		}
		cost.nanoseconds += NAMING_RULE + weigh_fields(asked, rule, &is_true);
		cost.asked++;
		if (is_true)
			return cost;
	}
	return cost;
}
