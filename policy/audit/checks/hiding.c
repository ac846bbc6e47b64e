/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules by which denials, or what completes them, are not recorded. */
#include "policy/audit/hiding.h"
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

static void check_exclude(struct avow_audit_linter *linter,
			  const struct avow_audit_item *item, enum avow_audit_code code)
{
	struct avow_buf names = { 0 };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(wanted); i++)
		if (wanted[i].code == code &&
		    avow_audit_excludes(item->rule, wanted[i].type))
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
		if (avow_audit_is_off(item->rule))
			avow_audit_found(linter, AVOW_AUD_TASK_NEVER, item->statement,
					 item->rule->list_mark, NULL,
					 "rules of the list exit, and paths of denials, "
					 "are off");
	}
}
