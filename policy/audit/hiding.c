/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What keeps the path of a file away from a denial. The kernel collects names of files
 * only while a rule about calls or files is loaded, and of processes that have an audit
 * context; a rule of the list exclude, or never, takes records away again.
 */
#include "policy/audit/hiding.h"

#include "policy/audit/catalogue.h"

bool avow_audit_is_off(const struct avow_audit_rule *rule)
{
	return rule->list == AUDIT_FILTER_TASK && rule->action == AUDIT_NEVER &&
	       !rule->field_count;
}

bool avow_audit_excludes(const struct avow_audit_rule *rule, uint32_t type)
{
	if (rule->list != AUDIT_FILTER_EXCLUDE)
		return false;
	for (size_t i = 0; i < rule->field_count; i++)
		if (rule->fields[i].type == AUDIT_MSGTYPE &&
		    !avow_audit_is_true(type, rule->fields[i].operation,
					rule->fields[i].value))
			return false;
	return avow_audit_field_of(rule, AUDIT_MSGTYPE);
}

enum { HINTS_MAX = 32 };

struct telling {
	struct avow_arena *arena;
	struct avow_coverage_hint *hints;
	struct avow_coverage *out;
	size_t counting; /* rules that make the kernel collect names */
	bool is_out_of_memory;
};

static void tell(struct telling *telling, const char *code, const char *says,
		 const struct avow_audit_statement *statement, const char *rule)
{
	struct avow_coverage_hint *hint = telling->hints + telling->out->hint_count;
	struct avow_buf place = { 0 };

	if (telling->out->hint_count == HINTS_MAX)
		return;
	*hint = (struct avow_coverage_hint){ .code = code, .says = says, .rule = rule };
	if (statement) {
		avow_buf_printf(&place, "%s:%u", statement->line->source->path,
				statement->line->number);
		hint->place = avow_arena_string(telling->arena, avow_buf_span(&place));
		telling->is_out_of_memory |= !hint->place;
		avow_buf_free(&place);
	}
	telling->out->hint_count++;
}

/* never,exit for processes or calls as a whole takes the SYSCALL of denials away too. */
static bool is_shield(const struct avow_audit_rule *rule)
{
	return rule->list == AUDIT_FILTER_EXIT && rule->action == AUDIT_NEVER;
}

static void look_at(struct telling *telling, const struct avow_audit_statement *statement)
{
	static const struct {
		uint32_t type;
		const char *code, *says;
	} parts[] = {
		{ 1400, "AUD-COVER-AVC", "denials themselves are left out" },
		{ 1300, "AUD-COVER-SYSCALL",
		  "SYSCALL is left out, and with it who and how" },
		{ 1302, "AUD-COVER-PATH", "PATH is left out" },
		{ 1307, "AUD-COVER-CWD",
		  "CWD is left out: relative names cannot be told" },
	};
	const struct avow_audit_rule *rule = statement->rule;

	if (rule->is_deletion)
		return;
	if (rule->list == AUDIT_FILTER_EXIT || rule->list == AUDIT_FILTER_TASK ||
	    rule->list == AVOW_AUDIT_LIST_IO_URING)
		telling->counting++;
	if (avow_audit_is_off(rule))
		tell(telling, "AUD-COVER-TASK",
		     "never,task is loaded: a denial has neither SYSCALL nor PATH",
		     statement, NULL);
	if (is_shield(rule))
		tell(telling, "AUD-COVER-NEVER",
		     "a denial for which this never is true has neither SYSCALL nor PATH",
		     statement, NULL);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(parts); i++)
		if (avow_audit_excludes(rule, parts[i].type))
			tell(telling, parts[i].code, parts[i].says, statement, NULL);
}

int avow_audit_hints(const struct avow_audit_rules *rules, struct avow_arena *arena,
		     struct avow_coverage *out)
{
	struct telling telling = { .arena = arena, .out = out };

	telling.hints = avow_arena_alloc(arena, HINTS_MAX * sizeof(*telling.hints));
	if (!telling.hints)
		return AVOW_E_NOMEM;
	out->hints = telling.hints;
	for (size_t i = 0; i < rules->order_count; i++)
		for (const struct avow_audit_statement *at = rules->order[i]->statements;
		     at; at = at->next)
			if (at->rule)
				look_at(&telling, at);
	if (!telling.counting)
		tell(&telling, "AUD-COVER-NO-RULE",
		     "no rule is about calls or files, so the kernel collects no names: "
		     "one is enough, and this is the cheapest",
		     NULL, avow_audit_paths_rule);
	return telling.is_out_of_memory ? AVOW_E_NOMEM : AVOW_OK;
}
