/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls of the other width: rules for b64 without one for b32, and rules for neither. */
#include "policy/audit/linter.h"

/* The machine whose calls are the same ones, on this target; NULL when there is none. */
static const struct avow_machine *other_width(const struct avow_audit_linter *linter,
					      const struct avow_machine *machine)
{
	const struct avow_machine *own = linter->rules->target.machine;
	const struct avow_machine *narrow = avow_machine_narrow(own);

	if (!narrow)
		return NULL;
	if (machine == own)
		return narrow;
	return machine == narrow ? own : NULL;
}

/* Takes from @left the calls that a rule for @machine, wider than @rule, has. */
static void take_covered(const struct avow_audit_linter *linter,
			 const struct avow_audit_rule *rule,
			 const struct avow_machine *machine, uint32_t *left)
{
	for (size_t i = 0; i < linter->item_count; i++) {
		const struct avow_audit_rule *other = linter->items[i].rule;

		if (other->list != AUDIT_FILTER_EXIT || other->action != rule->action ||
		    (other->machine && other->machine != machine) ||
		    !avow_audit_is_wider(other, rule,
					 AVOW_AUDIT_BUT_KEY | AVOW_AUDIT_BUT_ARCH))
			continue;
		for (size_t j = 0; j < AUDIT_BITMASK_SIZE; j++)
			left[j] &= ~other->mask[j];
	}
}

/* The calls of @rule by the numbers of @machine. */
static void translate(const struct avow_audit_rule *rule,
		      const struct avow_machine *machine, uint32_t *mask)
{
	if (avow_audit_is_all(rule)) {
		memset(mask, 0xff, AUDIT_BITMASK_SIZE * sizeof(*mask));
		return;
	}
	for (unsigned i = 0; i < AVOW_AUDIT_NUMBERS; i++) {
		int number;

		if (!avow_audit_has_call(rule, i))
			continue;
		number =
			avow_call_number(machine, avow_call_name(rule->machine, i), NULL);
		if (number >= 0)
			mask[number / 32] |= 1u << number % 32;
	}
}

static bool is_empty(const uint32_t *mask)
{
	for (size_t i = 0; i < AUDIT_BITMASK_SIZE; i++)
		if (mask[i])
			return false;
	return true;
}

/* The rule for the other machine. */
static void write_twin(const struct avow_audit_linter *linter,
		       const struct avow_audit_rule *rule,
		       const struct avow_machine *machine, const uint32_t *mask,
		       struct avow_buf *out)
{
	struct avow_audit_field fields[AUDIT_MAX_FIELDS];
	struct avow_audit_rule twin = *rule;

	memcpy(fields, rule->fields, rule->field_count * sizeof(*fields));
	for (size_t i = 0; i < rule->field_count; i++)
		if (fields[i].type == AUDIT_ARCH)
			fields[i].value = machine->arch;
	twin.fields = fields;
	twin.machine = machine;
	memcpy(twin.mask, mask, sizeof(twin.mask));
	avow_audit_print(&twin, &linter->rules->target, out);
}

static void check_twin(struct avow_audit_linter *linter,
		       const struct avow_audit_item *item)
{
	const struct avow_audit_rule *rule = item->rule;
	const struct avow_audit_field *arch = avow_audit_field_of(rule, AUDIT_ARCH);
	const struct avow_machine *other = other_width(linter, rule->machine);
	uint32_t wanted[AUDIT_BITMASK_SIZE] = { 0 }, left[AUDIT_BITMASK_SIZE];
	struct avow_buf rewrite = { 0 };

	if (!other || arch->operation != AUDIT_EQUAL)
		return;
	translate(rule, other, wanted);
	memcpy(left, wanted, sizeof(left));
	take_covered(linter, rule, other, left);
	if (is_empty(left))
		return;
	avow_buf_append(&rewrite, item->statement->line->text);
	avow_buf_putc(&rewrite, '\n');
	write_twin(linter, rule, other, wanted, &rewrite);
	avow_audit_found(linter, AVOW_AUD_TWIN, item->statement, arch->mark, &rewrite,
			 "no rule does the same for %s programs",
			 other->is_64 ? "64-bit" : "32-bit");
	avow_buf_free(&rewrite);
}

/* A call whose number is another call's on the other width. */
static void check_arch(struct avow_audit_linter *linter,
		       const struct avow_audit_item *item)
{
	const struct avow_audit_rule *rule = item->rule;
	const struct avow_machine *own = linter->rules->target.machine;
	const struct avow_machine *narrow = avow_machine_narrow(own);

	for (size_t i = 0; narrow && i < rule->call_count; i++) {
		const struct avow_audit_call *call = rule->calls + i;
		struct avow_span name, other;

		if (call->number < 0)
			continue;
		name = avow_call_name(own, (uint64_t)call->number);
		other = avow_call_name(narrow, (uint64_t)call->number);
		if (avow_span_equal(name, other))
			continue;
		avow_audit_found(linter, AVOW_AUD_NO_ARCH, item->statement, call->mark,
				 NULL, "%.*s is %d, which is %.*s for 32-bit programs",
				 (int)name.length, name.data, call->number,
				 other.length ? (int)other.length : 7,
				 other.length ? other.data : "no call");
		return;
	}
}

void avow_audit_check_width(struct avow_audit_linter *linter)
{
	for (size_t i = 0; i < linter->item_count; i++) {
		const struct avow_audit_item *item = linter->items + i;

		if (item->rule->list != AUDIT_FILTER_EXIT)
			continue;
		if (item->rule->machine && i < AVOW_AUDIT_COMPARED_MAX)
			check_twin(linter, item);
		else if (!item->rule->machine)
			check_arch(linter, item);
	}
}
