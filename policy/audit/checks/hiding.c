/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules by which denials, or what completes them, are not recorded. */
#include "policy/audit/linter.h"

static const struct {
	uint32_t type;
	enum avow_audit_code code;
	const char *name;
} wanted[] = {
	{ 1400, AVOW_AUD_HIDES_MAC, "AVC" },
	{ 1107, AVOW_AUD_HIDES_MAC, "USER_AVC" },
	{ 1401, AVOW_AUD_HIDES_MAC, "SELINUX_ERR" },
	{ 1423, AVOW_AUD_HIDES_MAC, "LANDLOCK_ACCESS" },
	{ 1300, AVOW_AUD_HIDES_PARTS, "SYSCALL" },
	{ 1302, AVOW_AUD_HIDES_PARTS, "PATH" },
	{ 1307, AVOW_AUD_HIDES_PARTS, "CWD" },
	{ 1327, AVOW_AUD_HIDES_PARTS, "PROCTITLE" },
	{ 1320, AVOW_AUD_HIDES_PARTS, "EOE" },
};

static bool is_true(const struct avow_audit_field *field, uint32_t type)
{
	switch (field->operation) {
	case AUDIT_EQUAL:
		return type == field->value;
	case AUDIT_NOT_EQUAL:
		return type != field->value;
	case AUDIT_LESS_THAN:
		return type < field->value;
	case AUDIT_LESS_THAN_OR_EQUAL:
		return type <= field->value;
	case AUDIT_GREATER_THAN:
		return type > field->value;
	case AUDIT_GREATER_THAN_OR_EQUAL:
		return type >= field->value;
	default:
		return false;
	}
}

static bool excludes(const struct avow_audit_rule *rule, uint32_t type)
{
	for (size_t i = 0; i < rule->field_count; i++)
		if (rule->fields[i].type == AUDIT_MSGTYPE &&
		    !is_true(rule->fields + i, type))
			return false;
	return avow_audit_field_of(rule, AUDIT_MSGTYPE);
}

static void check_exclude(struct avow_audit_linter *linter,
			  const struct avow_audit_item *item, enum avow_audit_code code)
{
	struct avow_buf names = { 0 };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(wanted); i++)
		if (wanted[i].code == code && excludes(item->rule, wanted[i].type))
			avow_buf_printf(&names, "%s%s", names.length ? ", " : "",
					wanted[i].name);
	if (names.length)
		avow_audit_found(linter, code, item->statement, item->statement->mark,
				 NULL, "%s %s left out", avow_buf_string(&names),
				 memchr(names.data, ',', names.length) ? "are" : "is");
	avow_buf_free(&names);
}

void avow_audit_check_hiding(struct avow_audit_linter *linter)
{
	for (size_t i = 0; i < linter->item_count; i++) {
		const struct avow_audit_item *item = linter->items + i;

		if (item->rule->list == AUDIT_FILTER_EXCLUDE) {
			check_exclude(linter, item, AVOW_AUD_HIDES_MAC);
			check_exclude(linter, item, AVOW_AUD_HIDES_PARTS);
		}
		if (item->rule->list == AUDIT_FILTER_TASK &&
		    item->rule->action == AUDIT_NEVER && !item->rule->field_count)
			avow_audit_found(linter, AVOW_AUD_TASK_NEVER, item->statement,
					 item->rule->list_mark, NULL,
					 "rules of the list exit, and paths of denials, "
					 "are off");
	}
}
