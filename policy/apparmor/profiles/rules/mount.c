/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mount [CONDITIONS] [SOURCE] [-> [CONDITIONS] PATH], remount and umount [CONDITIONS]
 * [PATH], pivot_root [oldroot=OLD] [NEW] [-> PROFILE].
 */
#include "policy/apparmor/profiles/rules/limits.h"
#include "policy/apparmor/profiles/rules/rule.h"

static const char *read_conditions(struct avow_rule_reading *reading)
{
	const struct avow_class *class = avow_class_of(AVOW_RULE_MOUNT);
	const char *defect;
	bool found;

	do {
		defect = avow_rule_read_condition(reading, class, &found);
	} while (found && !defect);
	return defect;
}

/* A path or a device's name at the cursor, if there is one. */
static const char *read_name(struct avow_rule_reading *reading, const char *key)
{
	struct avow_token token = avow_rule_peek(reading);

	if (token.kind != AVOW_TOKEN_WORD && token.kind != AVOW_TOKEN_OPEN)
		return NULL;
	token = avow_rule_next_name(reading);
	return avow_rule_add(reading, key, token.text);
}

static const char *read_mount(struct avow_rule_reading *reading)
{
	struct avow_token token;
	const char *defect = read_name(reading, "source");

	token = avow_rule_peek(reading);
	if (defect || token.kind != AVOW_TOKEN_ARROW)
		return defect;
	avow_rule_next(reading);
	defect = read_conditions(reading);
	return defect ? defect : read_name(reading, "path");
}

static const char *read_pivot_root(struct avow_rule_reading *reading)
{
	struct avow_token token;
	const char *defect = read_name(reading, "path");

	token = avow_rule_peek(reading);
	if (defect || token.kind != AVOW_TOKEN_ARROW)
		return defect;
	avow_rule_next(reading);
	return read_name(reading, "target");
}

/* oldroot= is the only condition of pivot_root. */
static const char *read_oldroot(struct avow_rule_reading *reading)
{
	struct avow_cursor copy = *reading->cursor;
	struct avow_token word = avow_token_next(&copy, AVOW_WORDS_RULE);
	struct avow_token sign = avow_token_next(&copy, AVOW_WORDS_RULE);

	if (sign.kind != AVOW_TOKEN_EQUALS)
		return NULL;
	if (!avow_token_is(&word, "oldroot"))
		return "pivot_root has no such condition";
	*reading->cursor = copy;
	return read_name(reading, "source");
}

const char *avow_rule_read_mount(struct avow_rule_reading *reading)
{
	unsigned bit = 0;
	bool is_pivot = avow_token_is(&reading->keyword, "pivot_root");
	const char *defect;

	avow_class_bit(avow_class_of(AVOW_RULE_MOUNT), reading->keyword.text, &bit);
	reading->rule->permissions = UINT64_C(1) << bit;
	avow_rule_next(reading);
	if (is_pivot) {
		defect = read_oldroot(reading);
		return defect ? defect : read_pivot_root(reading);
	}
	defect = read_conditions(reading);
	if (!defect)
		defect = avow_token_is(&reading->keyword, "mount")
				 ? read_mount(reading)
				 : read_name(reading, "path");
	return defect ? defect : avow_mount_check(reading->rule);
}
