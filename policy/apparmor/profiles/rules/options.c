/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Options of mount rules: which exclude each other, and which ask for a rule of another
 * form. What apparmor_parser makes of them is in parser/mount.cc.
 */
#include "policy/apparmor/profiles/rules/limits.h"

/* What an option sets or clears. */
enum flag {
	RO,
	NOSUID,
	NODEV,
	NOEXEC,
	SYNC,
	REMOUNT,
	MAND,
	DIRSYNC,
	NOSYMFOLLOW,
	NOATIME,
	NODIRATIME,
	BIND,
	MOVE,
	SILENT,
	ACL,
	TYPE,
	RELATIME,
	IVERSION,
	STRICTATIME,
	LAZYTIME,
	NOUSER
};

#define BIT(flag) (UINT64_C(1) << (flag))
#define COMMANDS (BIT(REMOUNT) | BIT(BIND) | BIT(MOVE) | BIT(TYPE))

static const struct {
	const char *name;
	enum flag flag;
	bool is_clear;
} options[] = {
	{ "ro", RO, false },
	{ "r", RO, false },
	{ "read-only", RO, false },
	{ "rw", RO, true },
	{ "w", RO, true },
	{ "suid", NOSUID, true },
	{ "nosuid", NOSUID, false },
	{ "dev", NODEV, true },
	{ "nodev", NODEV, false },
	{ "exec", NOEXEC, true },
	{ "noexec", NOEXEC, false },
	{ "sync", SYNC, false },
	{ "async", SYNC, true },
	{ "remount", REMOUNT, false },
	{ "mand", MAND, false },
	{ "nomand", MAND, true },
	{ "dirsync", DIRSYNC, false },
	{ "symfollow", NOSYMFOLLOW, true },
	{ "nosymfollow", NOSYMFOLLOW, false },
	{ "atime", NOATIME, true },
	{ "noatime", NOATIME, false },
	{ "diratime", NODIRATIME, true },
	{ "nodiratime", NODIRATIME, false },
	{ "bind", BIND, false },
	{ "B", BIND, false },
	{ "move", MOVE, false },
	{ "M", MOVE, false },
	{ "rbind", BIND, false },
	{ "R", BIND, false },
	{ "verbose", SILENT, false },
	{ "silent", SILENT, false },
	{ "loud", SILENT, true },
	{ "acl", ACL, false },
	{ "noacl", ACL, true },
	{ "unbindable", TYPE, false },
	{ "runbindable", TYPE, false },
	{ "make-unbindable", TYPE, false },
	{ "make-runbindable", TYPE, false },
	{ "private", TYPE, false },
	{ "rprivate", TYPE, false },
	{ "make-private", TYPE, false },
	{ "make-rprivate", TYPE, false },
	{ "slave", TYPE, false },
	{ "rslave", TYPE, false },
	{ "make-slave", TYPE, false },
	{ "make-rslave", TYPE, false },
	{ "shared", TYPE, false },
	{ "rshared", TYPE, false },
	{ "make-shared", TYPE, false },
	{ "make-rshared", TYPE, false },
	{ "relatime", RELATIME, false },
	{ "norelatime", RELATIME, true },
	{ "iversion", IVERSION, false },
	{ "noiversion", IVERSION, true },
	{ "strictatime", STRICTATIME, false },
	{ "nostrictatime", STRICTATIME, true },
	{ "lazytime", LAZYTIME, false },
	{ "nolazytime", LAZYTIME, true },
	{ "user", NOUSER, true },
	{ "nouser", NOUSER, false },
};

static const char *add_flags(const struct avow_rule_condition *condition, uint64_t *set,
			     uint64_t *clear)
{
	for (size_t i = 0; i < condition->value_count; i++) {
		struct avow_span word = condition->values[i].expanded;
		size_t option = 0;

		while (option < AVOW_ARRAY_SIZE(options) &&
		       !avow_span_is(word, options[option].name))
			option++;
		if (option == AVOW_ARRAY_SIZE(options))
			return "an option of mount is not known";
		*(options[option].is_clear ? clear : set) |= BIT(options[option].flag);
	}
	return NULL;
}

static bool has(const struct avow_profile_rule *rule, const char *key)
{
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, key) == 0)
			return true;
	return false;
}

/* Whether a rule whose options set @set can be of any mount, move, bind or the like. */
static bool is_possible(const struct avow_profile_rule *rule, uint64_t set, uint64_t may)
{
	bool has_type = has(rule, "fstype");

	if (!set || ((set | may) & ~COMMANDS))
		return true;
	if ((set & BIT(REMOUNT)) && !has(rule, "source") && !has_type)
		return true;
	if ((set & (BIT(BIND) | BIT(MOVE))) && !has_type)
		return true;
	return (set & BIT(TYPE)) && !(has(rule, "source") && has(rule, "path")) &&
	       !has_type;
}

const char *avow_mount_check(const struct avow_profile_rule *rule)
{
	uint64_t may = 0, may_not = 0;
	const char *defect = NULL;

	for (size_t i = 0; i < rule->condition_count && !defect; i++)
		if (strcmp(rule->conditions[i].key, "options") == 0 &&
		    rule->conditions[i].comparison == AVOW_RULE_IN)
			defect = add_flags(rule->conditions + i, &may, &may_not);
	for (size_t i = 0; i < rule->condition_count && !defect; i++) {
		uint64_t set = 0, clear = 0;

		if (strcmp(rule->conditions[i].key, "options") != 0 ||
		    rule->conditions[i].comparison == AVOW_RULE_IN)
			continue;
		defect = add_flags(rule->conditions + i, &set, &clear);
		if (!defect && (set & clear))
			defect = "options of mount exclude each other";
		if (!defect && !is_possible(rule, set, may | may_not))
			defect = "these options go with no such source, type or path";
	}
	return defect;
}
