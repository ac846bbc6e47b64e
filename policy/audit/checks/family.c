/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that came later and do the same, and operations of io_uring. */
#include "policy/audit/linter.h"

/* A newer call, the kernel that brought it, and those that it does the same as. */
static const struct {
	const char *newer;
	uint32_t kernel;
	const char *older[4];
} families[] = {
	{ "openat2", 50600, { "open", "openat", "creat" } },
	{ "execveat", 31900, { "execve" } },
	{ "clone3", 50300, { "clone" } },
	{ "renameat2", 31500, { "rename", "renameat" } },
	{ "fchmodat2", 60600, { "chmod", "fchmodat" } },
	{ "finit_module", 30800, { "init_module" } },
	{ "setxattrat", 61300, { "setxattr", "lsetxattr" } },
	{ "removexattrat", 61300, { "removexattr", "lremovexattr" } },
	{ "file_setattr", 61700, { "chmod", "fchmodat" } },
};

static bool names_one(const struct avow_audit_rule *rule,
		      const struct avow_machine *machine, const char *const *names)
{
	for (size_t i = 0; i < 4 && names[i]; i++) {
		int number = avow_call_number(machine, avow_span_of(names[i]), NULL);

		if (number >= 0 && avow_audit_has_call(rule, (unsigned)number))
			return true;
	}
	return false;
}

/* Another rule that is true whenever this is has the call. */
static bool is_elsewhere(const struct avow_audit_linter *linter,
			 const struct avow_audit_rule *rule, unsigned number)
{
	for (size_t i = 0; i < linter->item_count; i++) {
		const struct avow_audit_rule *other = linter->items[i].rule;

		if (other->list == rule->list && avow_audit_has_call(other, number) &&
		    avow_audit_is_wider(other, rule, AVOW_AUDIT_BUT_KEY))
			return true;
	}
	return false;
}

static void check_families(struct avow_audit_linter *linter,
			   const struct avow_audit_item *item)
{
	const struct avow_audit_target *target = &linter->rules->target;
	const struct avow_audit_rule *rule = item->rule;
	const struct avow_machine *machine =
		rule->machine ? rule->machine : target->machine;
	struct avow_audit_rule wider = *rule;
	struct avow_buf names = { 0 }, rewrite = { 0 };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(families); i++) {
		struct avow_span name = avow_span_of(families[i].newer);
		int number = avow_call_number(machine, name, NULL);

		if (number < 0 || families[i].kernel > target->kernel ||
		    !names_one(rule, machine, families[i].older) ||
		    is_elsewhere(linter, rule, (unsigned)number))
			continue;
		wider.mask[number / 32] |= 1u << number % 32;
		avow_buf_printf(&names, "%s%s", names.length ? ", " : "",
				families[i].newer);
	}
	if (names.length) {
		avow_audit_print(&wider, target, &rewrite);
		avow_audit_found(linter, AVOW_AUD_FAMILY, item->statement,
				 rule->calls[0].mark, &rewrite, "%s would go unseen",
				 avow_buf_string(&names));
	}
	avow_buf_free(&names);
	avow_buf_free(&rewrite);
}

/* Once, at the first rule whose calls io_uring has too. */
static void check_uring(struct avow_audit_linter *linter)
{
	const struct avow_audit_target *target = &linter->rules->target;
	const struct avow_audit_item *first = NULL;

	if (target->kernel < 51600 || target->audit < 30100)
		return;
	for (size_t i = 0; i < linter->item_count; i++) {
		const struct avow_audit_rule *rule = linter->items[i].rule;

		if (rule->list == AVOW_AUDIT_LIST_IO_URING)
			return;
		for (size_t j = 0; !first && j < rule->call_count; j++)
			if (rule->action == AUDIT_ALWAYS &&
			    avow_term_find(&avow_audit_operations, rule->calls[j].name))
				first = linter->items + i;
	}
	if (first)
		avow_audit_found(linter, AVOW_AUD_URING, first->statement,
				 first->rule->calls[0].mark, NULL,
				 "there is no rule for operations of io_uring");
}

void avow_audit_check_family(struct avow_audit_linter *linter)
{
	size_t count = linter->item_count < AVOW_AUDIT_COMPARED_MAX
			       ? linter->item_count
			       : AVOW_AUDIT_COMPARED_MAX;

	for (size_t i = 0; i < count; i++) {
		const struct avow_audit_rule *rule = linter->items[i].rule;

		if (rule->list == AUDIT_FILTER_EXIT && rule->action == AUDIT_ALWAYS &&
		    rule->call_count && !avow_audit_is_all(rule))
			check_families(linter, linter->items + i);
	}
	check_uring(linter);
}
