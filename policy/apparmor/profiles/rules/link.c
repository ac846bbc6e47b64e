/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* link [subset] PATH -> TARGET, */
#include "policy/apparmor/profiles/rules/rule.h"

const char *avow_rule_read_link(struct avow_rule_reading *reading)
{
	struct avow_token token;
	const char *defect;

	avow_rule_next(reading);
	token = avow_rule_peek(reading);
	if (avow_token_is(&token, "subset") || avow_span_is(token.text, "<=")) {
		reading->rule->is_subset = true;
		avow_rule_next(reading);
	}
	token = avow_rule_next(reading);
	if (token.kind != AVOW_TOKEN_WORD || !strchr("/@\"", token.text.data[0]))
		return "a link rule is link PATH -> TARGET";
	defect = avow_rule_add(reading, "path", token.text);
	token = avow_rule_next(reading);
	if (!defect && token.kind != AVOW_TOKEN_ARROW)
		return "a link rule is link PATH -> TARGET";
	token = avow_rule_next(reading);
	if (!defect && token.kind != AVOW_TOKEN_WORD)
		return "a link rule is link PATH -> TARGET";
	reading->rule->permissions = AVOW_FILE_BIT(AVOW_FILE_LINK);
	return defect ? defect : avow_rule_add(reading, "target", token.text);
}
