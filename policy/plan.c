/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words for what a plan is made of. */
#include "policy/plan.h"

#include <stdio.h>

#include "analyzer/base/buf.h"

const char *avow_change_kind_name(enum avow_change_kind kind)
{
	static const char *const names[AVOW_CHANGE_KINDS] = {
		[AVOW_CHANGE_KIND_NOTHING] = "nothing",
		[AVOW_CHANGE_KIND_LABEL] = "label",
		[AVOW_CHANGE_KIND_PORT] = "port",
		[AVOW_CHANGE_KIND_BOOLEAN] = "boolean",
		[AVOW_CHANGE_KIND_DOMAIN] = "domain",
		[AVOW_CHANGE_KIND_INTERFACE] = "interface",
		[AVOW_CHANGE_KIND_TYPE] = "type",
		[AVOW_CHANGE_KIND_RULE] = "rule",
		[AVOW_CHANGE_KIND_DONTAUDIT] = "dontaudit",
	};

	return names[kind];
}

const char *avow_change_state_name(enum avow_change_state state)
{
	static const char *const names[] = {
		[AVOW_CHANGE_PROPOSED] = "proposed", [AVOW_CHANGE_ACCEPTED] = "accepted",
		[AVOW_CHANGE_NOTHING] = "nothing",   [AVOW_CHANGE_RISKY] = "risky",
		[AVOW_CHANGE_REFUSED] = "refused",   [AVOW_CHANGE_NONE] = "none",
	};

	return names[state];
}

const char *avow_risk_level_name(enum avow_risk_level level)
{
	static const char *const names[] = {
		[AVOW_RISK_LOW] = "low",
		[AVOW_RISK_MEDIUM] = "medium",
		[AVOW_RISK_HIGH] = "high",
	};

	return names[level];
}

void avow_change_name(const char *code, const char *text, char out[13])
{
	struct avow_buf key = { 0 };

	avow_buf_printf(&key, "%s\n%s", code, text ? text : "");
	snprintf(out, 13, "%012llx",
		 (unsigned long long)(avow_span_hash(avow_buf_span(&key)) >> 16));
	avow_buf_free(&key);
}
