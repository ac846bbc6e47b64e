/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* change_profile [safe|unsafe] [EXEC] [-> PROFILE], */
#include "policy/apparmor/profiles/rules/rule.h"

static struct avow_token next_name(struct avow_rule_reading *reading)
{
	return avow_rule_next_name(reading);
}

static const char *read_target(struct avow_rule_reading *reading)
{
	struct avow_token token;

	avow_rule_next(reading);
	token = next_name(reading);
	if (token.kind != AVOW_TOKEN_WORD)
		return "a profile is missing behind ->";
	return avow_rule_add(reading, "target", token.text);
}

const char *avow_rule_read_change_profile(struct avow_rule_reading *reading)
{
	struct avow_token token;
	bool is_moded = false, has_exec = false;
	const char *defect = NULL;

	avow_rule_next(reading);
	token = avow_rule_peek(reading);
	if (avow_token_is(&token, "safe") || avow_token_is(&token, "unsafe")) {
		is_moded = true;
		reading->rule->is_unsafe = avow_token_is(&token, "unsafe");
		avow_rule_next(reading);
		token = avow_rule_peek(reading);
	}
	if (token.kind == AVOW_TOKEN_WORD) {
		has_exec = true;
		token = next_name(reading);
		if (!strchr("/@\"", token.text.data[0]))
			return "what is executed begins with a /";
		defect = avow_rule_add(reading, "exec", token.text);
		token = avow_rule_peek(reading);
	}
	if (!defect && is_moded && !has_exec)
		return "safe and unsafe want what is executed behind them";
	if (!defect && token.kind == AVOW_TOKEN_ARROW)
		defect = read_target(reading);
	return defect;
}
