/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which of the module's rules a call of an interface answers as well. */
#include "policy/selinux/module/module.h"
#include "policy/selinux/risk.h"

/* Whether a call would break a neverallow rule of the user's with what it adds. */
static bool is_never_allowed(const struct avow_module *module,
			     const struct avow_sepol_pair *pair, uint32_t permissions)
{
	const struct avow_sepol_rule rule = { .pair = *pair, .permissions = permissions };
	struct avow_neverallow_place where;

	return module->neverallow &&
	       avow_neverallow_breaks(module->neverallow, module->sepol, &rule, &where);
}

/* What no rule may open unless somebody allows it by name, no call opens besides. */
static bool is_forbidden(const void *data, const struct avow_sepol_pair *pair,
			 uint32_t permissions)
{
	const struct avow_module *module = data;
	const struct avow_risk_case asked = { module->sepol, *pair, permissions };
	const struct avow_risk *risks[AVOW_RISKS_MAX];
	size_t count = avow_risks_find(&asked, risks);

	for (size_t i = 0; i < count; i++)
		if (risks[i]->is_refused)
			return true;
	return is_never_allowed(module, pair, permissions);
}

static bool has_commands(const struct avow_rule *rule)
{
	for (size_t i = 0; i < AVOW_EXTENDED_KINDS; i++)
		if (!avow_commands_is_empty(&rule->commands[i]))
			return true;
	return false;
}

/* The rules of one source that calls can answer: whole allow rules, without commands. */
static size_t take_wanted(const struct avow_module *module, size_t first, size_t *end,
			  struct avow_wanted *wanted, size_t *rules)
{
	uint32_t source = module->rules[first].pair.source;
	size_t count = 0;

	for (*end = first; *end < module->rule_count; (*end)++) {
		const struct avow_rule *rule = &module->rules[*end];

		if (rule->pair.source != source)
			break;
		if (rule->is_extended || rule->is_dontaudit || rule->new_type ||
		    has_commands(rule))
			continue;
		wanted[count] = (struct avow_wanted){ .target = rule->pair.target,
						      .tclass = rule->pair.tclass,
						      .permissions = rule->permissions };
		rules[count++] = *end;
	}
	return count;
}

static void add_calls(struct avow_module *module, const struct avow_call *calls,
		      size_t count, const size_t *rules)
{
	for (size_t i = 0; i < count; i++) {
		module->calls[module->call_count++] = calls[i];
		for (size_t k = 0; k < calls[i].answer_count; k++)
			module->rules[rules[calls[i].answers[k]]].call =
				module->call_count;
	}
}

static int find_calls(struct avow_module *module,
		      const struct avow_interfaces *interfaces)
{
	size_t count = module->rule_count + 1, end = 0;
	struct avow_wanted *wanted =
		avow_arena_alloc(&module->arena, count * sizeof(*wanted));
	size_t *rules = avow_arena_alloc(&module->arena, count * sizeof(*rules));
	int code = 0;

	module->call_count = 0;
	module->calls = avow_arena_alloc(&module->arena, count * sizeof(*module->calls));
	if (!wanted || !rules || !module->calls)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < module->rule_count && code == 0; i = end) {
		struct avow_wanted_set set = { .at = wanted,
					       .is_forbidden = is_forbidden,
					       .data = module };
		size_t asked = take_wanted(module, i, &end, wanted, rules), found;
		struct avow_call *calls;

		set.source = module->rules[i].pair.source;
		set.count = asked;
		code = avow_interfaces_match(interfaces, &set, &module->arena, &calls,
					     &found);
		if (code == 0)
			add_calls(module, calls, found, rules);
	}
	return code;
}

static int tell_bad(const struct avow_interfaces *interfaces, struct avow_suggestion *out,
		    struct avow_arena *arena)
{
	size_t count = 0;

	while (avow_interfaces_bad(interfaces, count))
		count++;
	out->bad_headers = avow_arena_alloc(arena, (count + 1) * sizeof(const char *));
	if (!out->bad_headers)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++)
		out->bad_headers[out->bad_header_count++] = avow_arena_string(
			arena, avow_span_of(avow_interfaces_bad(interfaces, i)));
	return 0;
}

int avow_module_call_headers(struct avow_module *module,
			     const struct avow_interfaces_source *source,
			     struct avow_suggestion *out, struct avow_arena *arena)
{
	struct avow_interfaces *interfaces;
	struct avow_error error;
	int code = avow_interfaces_open(source, module->sepol, &interfaces, &error);

	if (code == AVOW_E_INPUT) {
		out->no_calls = avow_arena_string(arena, avow_span_of(error.message));
		return out->no_calls ? 0 : AVOW_E_NOMEM;
	}
	if (code < 0)
		return code;
	code = find_calls(module, interfaces);
	if (code == 0)
		code = tell_bad(interfaces, out, arena);
	out->calls = module->call_count;
	avow_interfaces_close(interfaces);
	return code;
}
