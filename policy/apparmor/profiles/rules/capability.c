/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* capability NAME NAME, */
#include "policy/apparmor/profiles/rules/rule.h"

const char *avow_rule_read_capability(struct avow_rule_reading *reading)
{
	const struct avow_class *class = avow_class_of(AVOW_RULE_CAPABILITY);

	avow_rule_next(reading);
	for (;;) {
		struct avow_token token = avow_rule_peek(reading);
		unsigned bit;

		if (token.kind != AVOW_TOKEN_WORD)
			return NULL;
		if (!avow_class_bit(class, token.text, &bit))
			return "a capability is not known";
		reading->rule->permissions |= UINT64_C(1) << bit;
		avow_rule_next(reading);
	}
}
