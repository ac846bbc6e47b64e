/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is asked of one rule. */
#include "policy/audit/rule.h"

const struct avow_audit_field *avow_audit_field_of(const struct avow_audit_rule *rule,
						   uint32_t type)
{
	for (size_t i = 0; i < rule->field_count; i++)
		if (rule->fields[i].type == type)
			return rule->fields + i;
	return NULL;
}

bool avow_audit_is_true(uint32_t left, uint32_t operation, uint32_t right)
{
	switch (operation) {
	case AUDIT_EQUAL:
		return left == right;
	case AUDIT_NOT_EQUAL:
		return left != right;
	case AUDIT_LESS_THAN:
		return left < right;
	case AUDIT_LESS_THAN_OR_EQUAL:
		return left <= right;
	case AUDIT_GREATER_THAN:
		return left > right;
	case AUDIT_GREATER_THAN_OR_EQUAL:
		return left >= right;
	case AUDIT_BIT_MASK:
		return left & right;
	case AUDIT_BIT_TEST:
		return (left & right) == right;
	default:
		return false;
	}
}

bool avow_audit_is_all(const struct avow_audit_rule *rule)
{
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		if (rule->mask[i] != UINT32_MAX)
			return false;
	return true;
}

bool avow_audit_shares_calls(const struct avow_audit_rule *a,
			     const struct avow_audit_rule *b)
{
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		if (a->mask[i] & b->mask[i])
			return true;
	return false;
}

static bool is_same_field(const struct avow_audit_field *a,
			  const struct avow_audit_field *b)
{
	return a->type == b->type && a->operation == b->operation &&
	       a->value == b->value && avow_span_equal(a->text, b->text);
}

bool avow_audit_rule_equal(const struct avow_audit_rule *a,
			   const struct avow_audit_rule *b)
{
	if (a->list != b->list || a->action != b->action || a->is_first != b->is_first ||
	    a->is_deletion != b->is_deletion || a->field_count != b->field_count ||
	    memcmp(a->mask, b->mask, sizeof(a->mask)) != 0)
		return false;
	for (size_t i = 0; i < a->field_count; i++)
		if (!is_same_field(a->fields + i, b->fields + i))
			return false;
	return true;
}
