/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words for what a plan is made of. */
#include "policy/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
		[AVOW_CHANGE_KIND_PROFILE] = "profile",
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

bool avow_steering_lists(const char *list, const char *word)
{
	for (const char *at = list; at && *word; at = *at ? at + 1 : NULL) {
		size_t item = strcspn(at, ",");
		struct avow_span one = avow_span_trim_end(
			avow_span_trim_front(avow_span_make(at, item)));

		if (avow_span_is(one, word))
			return true;
		at += item;
	}
	return false;
}

static int by_rank(const void *left, const void *right)
{
	const struct avow_change *a = left, *b = right;
	int order = avow_change_is_taken(b->state) - avow_change_is_taken(a->state);

	if (order == 0)
		order = (a->kind > b->kind) - (a->kind < b->kind);
	if (order == 0)
		order = (a->severity.value < b->severity.value) -
			(a->severity.value > b->severity.value);
	if (order == 0)
		order = (a->denials < b->denials) - (a->denials > b->denials);
	if (order == 0)
		order = strcmp(a->code, b->code);
	if (order == 0)
		order = strcmp(a->text ? a->text : "", b->text ? b->text : "");
	return order ? order : (a->state > b->state) - (a->state < b->state);
}

static void sum_up(struct avow_plan *plan)
{
	plan->taken = plan->permissions_asked = plan->permissions_extra = 0;
	for (size_t i = 0; i < plan->change_count; i++) {
		const struct avow_change *change = &plan->changes[i];

		if (!avow_change_is_taken(change->state))
			continue;
		plan->taken++;
		plan->permissions_asked += change->asked;
		plan->permissions_extra += change->extra;
	}
}

void avow_plan_sort(struct avow_plan *plan)
{
	if (plan->change_count)
		qsort(plan->changes, plan->change_count, sizeof(*plan->changes), by_rank);
	sum_up(plan);
}
