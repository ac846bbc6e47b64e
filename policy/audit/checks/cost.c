/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules that are asked for calls which they cannot be for, or record too much. */
#include "policy/audit/classes.h"
#include "policy/audit/linter.h"

/* The rule for one machine, with the calls that its permissions are about. */
static void write_narrow(const struct avow_audit_linter *linter,
			 const struct avow_audit_rule *rule,
			 const struct avow_machine *machine, uint32_t permissions,
			 struct avow_buf *out)
{
	struct avow_audit_field fields[AUDIT_MAX_FIELDS + 1];
	struct avow_audit_rule narrow = *rule;

	fields[0] = (struct avow_audit_field){ .type = AUDIT_ARCH,
					       .operation = AUDIT_EQUAL,
					       .value = machine->arch };
	memcpy(fields + 1, rule->fields, rule->field_count * sizeof(*fields));
	narrow.fields = fields;
	narrow.field_count++;
	narrow.machine = machine;
	memset(narrow.mask, 0, sizeof(narrow.mask));
	avow_audit_permission_mask(machine, permissions, narrow.mask);
	if (rule->machine) {
		narrow.fields++;
		narrow.field_count--;
	}
	avow_audit_print(&narrow, &linter->rules->target, out);
}

/* A directory, its permissions, and all calls. */
static void check_directory(struct avow_audit_linter *linter,
			    const struct avow_audit_item *item)
{
	const struct avow_audit_rule *rule = item->rule;
	const struct avow_audit_field *permissions =
		avow_audit_field_of(rule, AUDIT_PERM);
	const struct avow_machine *widths[2];
	size_t count = avow_audit_widths(&linter->rules->target, widths);
	struct avow_buf rewrite = { 0 };

	if (!permissions || rule->field_count >= AVOW_AUDIT_FIELDS_MAX)
		return;
	if (rule->machine) {
		widths[0] = rule->machine;
		count = 1;
	}
	for (size_t i = 0; i < count; i++) {
		avow_buf_puts(&rewrite, i ? "\n" : "");
		write_narrow(linter, rule, widths[i], permissions->value, &rewrite);
	}
	avow_audit_found(linter, AVOW_AUD_SLOW, item->statement,
			 rule->is_watch ? rule->list_mark : item->statement->mark,
			 &rewrite, "the rule is asked for every system call");
	avow_buf_free(&rewrite);
}

/* Nothing but arch and key: whatever a process does. */
static bool is_unbounded(const struct avow_audit_rule *rule)
{
	for (size_t i = 0; i < rule->field_count; i++)
		if (rule->fields[i].type != AUDIT_ARCH &&
		    rule->fields[i].type != AUDIT_FILTERKEY)
			return false;
	return true;
}

static const char *hot_tree(struct avow_span path)
{
	static const char *const trees[] = { "/",    "/etc",   "/usr",     "/bin",
					     "/lib", "/lib64", "/usr/bin", "/usr/lib" };

	while (path.length > 1 && path.data[path.length - 1] == '/')
		path.length--;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(trees); i++)
		if (avow_span_is(path, trees[i]))
			return trees[i];
	return NULL;
}

static void check_hot(struct avow_audit_linter *linter,
		      const struct avow_audit_item *item,
		      const struct avow_audit_field *directory)
{
	const struct avow_audit_field *permissions =
		avow_audit_field_of(item->rule, AUDIT_PERM);
	const char *tree = hot_tree(directory->text);

	if (tree && (!permissions || permissions->value & AUDIT_PERM_READ))
		avow_audit_found(linter, AVOW_AUD_HOT, item->statement, directory->mark,
				 NULL, "every file that is read under %s is recorded",
				 tree);
}

void avow_audit_check_cost(struct avow_audit_linter *linter)
{
	for (size_t i = 0; i < linter->item_count; i++) {
		const struct avow_audit_item *item = linter->items + i;
		const struct avow_audit_field *directory =
			avow_audit_field_of(item->rule, AUDIT_DIR);

		if (item->rule->list != AUDIT_FILTER_EXIT ||
		    item->rule->action != AUDIT_ALWAYS)
			continue;
		if (directory && avow_audit_is_all(item->rule))
			check_directory(linter, item);
		if (directory)
			check_hot(linter, item, directory);
		if (avow_audit_is_all(item->rule) && is_unbounded(item->rule) &&
		    !(item->rule->machine &&
		      item->rule->machine != linter->rules->target.machine))
			avow_audit_found(linter, AVOW_AUD_ALL, item->statement,
					 item->statement->mark, NULL,
					 "no field says which are meant");
	}
}
