/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When two rules can change places. */
#include "policy/audit/classes.h"
#include "policy/audit/optimize/optimizer.h"

/* A process or call has one value of each; of groups it may have more. */
static bool is_single(uint32_t type)
{
	static const uint32_t singles[] = {
		AUDIT_ARCH,      AUDIT_PID,   AUDIT_PPID, AUDIT_UID,       AUDIT_EUID,
		AUDIT_SUID,      AUDIT_FSUID, AUDIT_SGID, AUDIT_FSGID,     AUDIT_LOGINUID,
		AUDIT_SESSIONID, AUDIT_PERS,  AUDIT_EXIT, AUDIT_SUCCESS,   AUDIT_ARG0,
		AUDIT_ARG1,      AUDIT_ARG2,  AUDIT_ARG3, AUDIT_SADDR_FAM,
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(singles); i++)
		if (singles[i] == type)
			return true;
	return false;
}

/* One wants a value and the other one another, or not this one. */
static bool exclude_each_other(const struct avow_audit_field *a,
			       const struct avow_audit_field *b)
{
	if (a->type != b->type || !is_single(a->type))
		return false;
	if (a->operation == AUDIT_EQUAL && b->operation == AUDIT_EQUAL)
		return a->value != b->value;
	return a->value == b->value &&
	       ((a->operation == AUDIT_EQUAL && b->operation == AUDIT_NOT_EQUAL) ||
		(a->operation == AUDIT_NOT_EQUAL && b->operation == AUDIT_EQUAL));
}

/* Leaves the calls of which the permissions can be true. */
static void cut_mask(const struct avow_audit_rule *rule,
		     const struct avow_machine *machine, uint32_t *mask)
{
	const struct avow_audit_field *permissions =
		avow_audit_field_of(rule, AUDIT_PERM);
	uint32_t able[AUDIT_BITMASK_SIZE] = { 0 };

	if (!permissions || permissions->operation != AUDIT_EQUAL)
		return;
	avow_audit_permission_mask(machine, permissions->value, able);
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		mask[i] &= able[i];
}

/* No call is one for both, by their masks and permissions. */
static bool have_no_call(const struct avow_audit_rule *a, const struct avow_audit_rule *b)
{
	const struct avow_machine *machine = a->machine ? a->machine : b->machine;
	uint32_t mask[AUDIT_BITMASK_SIZE];
	uint32_t left = 0;

	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		left |= mask[i] = a->mask[i] & b->mask[i];
	if (!left || !machine)
		return !left;
	cut_mask(a, machine, mask);
	cut_mask(b, machine, mask);
	left = 0;
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		left |= mask[i];
	return !left;
}

static bool are_apart(const struct avow_audit_rule *a, const struct avow_audit_rule *b)
{
	if (have_no_call(a, b))
		return true;
	for (size_t i = 0; i < a->field_count; i++)
		for (size_t j = 0; j < b->field_count; j++)
			if (exclude_each_other(a->fields + i, b->fields + j))
				return true;
	return false;
}

static struct avow_span key_of(const struct avow_audit_rule *rule)
{
	const struct avow_audit_field *key = avow_audit_field_of(rule, AUDIT_FILTERKEY);

	return key ? key->text : avow_span_make("", 0);
}

/*
 * Two rules without a key are not the same where a third, for a file, gave its key
 * before: but then it is the third that is first, and stays so.
 */
static bool make_the_same(const struct avow_audit_rule *a,
			  const struct avow_audit_rule *b)
{
	return a->action == b->action && avow_span_equal(key_of(a), key_of(b));
}

bool avow_audit_may_swap(const struct avow_audit_rule *a, const struct avow_audit_rule *b)
{
	return make_the_same(a, b) || are_apart(a, b);
}
