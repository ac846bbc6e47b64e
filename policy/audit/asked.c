/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From what files say to the kernel's list exit: audit_add_rule() of auditfilter.c. */
#include "policy/audit/asked.h"

#include "policy/audit/hiding.h"

bool avow_audit_is_hashed(const struct avow_audit_rule *rule)
{
	return avow_audit_field_of(rule, AUDIT_WATCH) ||
	       avow_audit_field_of(rule, AUDIT_INODE);
}

static void take(struct avow_audit_asked *out, const struct avow_audit_rules *rules,
		 size_t begin, bool is_first)
{
	for (size_t i = begin; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next) {
			const struct avow_audit_rule *rule = at->rule;

			if (!rule || rule->is_deletion || rule->is_first != is_first)
				continue;
			out->is_off |= avow_audit_is_off(rule);
			if (rule->list == AUDIT_FILTER_EXIT)
				out->rules[out->count++] = rule;
		}
}

static void turn(const struct avow_audit_rule **rules, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		const struct avow_audit_rule *rule = rules[i];

		rules[i] = rules[count - 1 - i];
		rules[count - 1 - i] = rule;
	}
}

int avow_audit_asked_of(const struct avow_audit_rules *rules, struct avow_arena *arena,
			struct avow_audit_asked *out)
{
	size_t count = 1, begin = 0;

	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next) {
			count++;
			if (at->kind == AVOW_AUDIT_DELETE_ALL && !at->word.length)
				begin = i;
		}
	*out = (struct avow_audit_asked){ .machine = rules->target.machine };
	out->rules = avow_arena_alloc(arena, count * sizeof(*out->rules));
	if (!out->rules)
		return AVOW_E_NOMEM;
	take(out, rules, begin, true);
	/* The last -A is asked first. */
	turn(out->rules, out->count);
	take(out, rules, begin, false);
	return 0;
}
