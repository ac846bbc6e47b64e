/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A rule for a directory and its permissions is asked for every call, although perm= can
 * be true of few: these are named, for each width of calls by itself. A rule for a
 * single file waits in a hash, costs nothing, and stays as it is.
 */
#include "policy/audit/classes.h"
#include "policy/audit/optimize/optimizer.h"

static bool has_one_permission(const struct avow_audit_rule *rule)
{
	size_t count = 0;

	for (size_t i = 0; i < rule->field_count; i++)
		if (rule->fields[i].type == AUDIT_PERM)
			count += rule->fields[i].operation == AUDIT_EQUAL ? 1 : 2;
	return count == 1;
}

/* perm= with calls that it cannot be true of. */
static bool is_too_wide(const struct avow_audit_rule *rule)
{
	return has_one_permission(rule) && !avow_audit_is_hashed(rule) &&
	       !avow_audit_needs_watch(rule) &&
	       rule->field_count < AVOW_AUDIT_FIELDS_MAX &&
	       (rule->machine || avow_audit_is_all(rule));
}

/* Leaves the calls that the permissions are about, unless none is left: that could not
 * be written. How many there were besides. */
static size_t cut_calls(struct avow_audit_rule *rule, const struct avow_machine *machine)
{
	const struct avow_audit_field *permissions =
		avow_audit_field_of(rule, AUDIT_PERM);
	uint32_t mask[AUDIT_BITMASK_SIZE] = { 0 };
	size_t cut = 0;
	bool is_left = false;

	avow_audit_permission_mask(machine, permissions->value, mask);
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++) {
		cut += (size_t)__builtin_popcount(rule->mask[i] & ~mask[i]);
		mask[i] &= rule->mask[i];
		is_left |= mask[i] != 0;
	}
	if (!is_left)
		return 0;
	memcpy(rule->mask, mask, sizeof(mask));
	return cut;
}

static void tell(struct avow_audit_optimizer *optimizer,
		 struct avow_audit_candidate *item, const struct avow_machine *machine)
{
	avow_audit_because(optimizer, item,
			   "perm can be true of these calls of %s alone, and all others "
			   "need not be compared with the directory",
			   machine->name);
}

/* The copy of a rule for one machine, with its arch in front. */
static bool copy_for(struct avow_audit_optimizer *optimizer,
		     const struct avow_audit_candidate *from,
		     struct avow_audit_candidate *to, const struct avow_machine *machine)
{
	const struct avow_audit_rule *rule = &from->rule;
	size_t count = rule->field_count;
	struct avow_audit_field *fields =
		avow_arena_alloc(optimizer->arena, (count + 2) * sizeof(*fields));

	if (!fields) {
		optimizer->is_out_of_memory = true;
		return false;
	}
	fields[0] = (struct avow_audit_field){ .type = AUDIT_ARCH,
					       .operation = AUDIT_EQUAL,
					       .value = machine->arch };
	memcpy(fields + 1, rule->fields, count * sizeof(*fields));
	*to = *from;
	to->rule.fields = fields;
	to->rule.field_count = count + 1;
	to->rule.machine = machine;
	to->rule.is_watch = false;
	cut_calls(&to->rule, machine);
	tell(optimizer, to, machine);
	return true;
}

static void split(struct avow_audit_optimizer *optimizer, size_t place)
{
	struct avow_audit_candidate item = optimizer->items[place];
	const struct avow_machine *widths[2];
	size_t count = avow_audit_widths(&optimizer->rules->target, widths);

	if (!avow_audit_make_room(optimizer, place + 1, count - 1))
		return;
	for (size_t i = 0; i < count; i++)
		if (!copy_for(optimizer, &item, optimizer->items + place + i, widths[i]))
			return;
}

void avow_audit_pass_narrow(struct avow_audit_optimizer *optimizer)
{
	for (size_t i = optimizer->count; i-- > 0;) {
		struct avow_audit_candidate *item = optimizer->items + i;

		if (!is_too_wide(&item->rule))
			continue;
		if (!item->rule.machine)
			split(optimizer, i);
		else if (cut_calls(&item->rule, item->rule.machine))
			tell(optimizer, item, item->rule.machine);
	}
}
