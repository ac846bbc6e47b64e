/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The module as a .te text that checkmodule takes. A policy made from CIL may
 * hold names that this language cannot write; rules with such a name are left
 * out, with a comment that says so.
 */
#include "policy/selinux/module/module.h"

#include <stdlib.h>

/*
 * SELint wants interfaces in place of gen_require() (S-001), which is what a rule
 * between types of other modules cannot have.
 */
static const struct {
	const char *before, *between, *after; /* the name, the version */
	const char *open, *close;             /* what is required */
} forms[] = {
	{ "module ", " ", ";", "\nrequire {\n", "}\n" },
	{ "policy_module(", ", ", ")", "\ngen_require(`#selint-disable:S-001\n", "')\n" },
};

/* In refpolicy's form, m4 sees the name before checkmodule does. */
static bool is_writable_name(const struct avow_module *module, const char *name)
{
	return avow_module_is_te_name(name) &&
	       !(module->is_refpolicy && avow_macros_is_name(&module->macros, name));
}

static bool is_writable(const struct avow_module *module, const struct avow_rule *rule)
{
	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name =
			avow_sepol_permission_name(module->sepol, rule->pair.tclass, bit);

		if ((rule->permissions & (UINT32_C(1) << bit)) &&
		    (!name || !is_writable_name(module, name)))
			return false;
	}
	return is_writable_name(module, rule->source) &&
	       is_writable_name(module, rule->target) &&
	       is_writable_name(module, rule->tclass);
}

size_t avow_module_te_left_out(const struct avow_module *module, uint64_t *denials)
{
	size_t count = 0;

	*denials = 0;
	for (size_t i = 0; i < module->rule_count; i++) {
		if (is_writable(module, &module->rules[i]))
			continue;
		*denials += module->rules[i].count;
		count++;
	}
	return count;
}

static int by_text(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* What a call does not name needs not be required. */
static bool has_target(const struct avow_module *module, const struct avow_rule *rule)
{
	return !rule->call || module->calls[rule->call - 1].is_bound;
}

/* The generic type of a new one is required for the transition from it. */
static const char *required_target(const struct avow_module *module,
				   const struct avow_rule *rule)
{
	if (rule->new_type)
		return rule->new_type->makes_directory ? rule->new_type->generic_name
						       : rule->source;
	return has_target(module, rule) ? rule->target : rule->source;
}

static void require_types(const struct avow_module *module,
			  const struct avow_rule *const *rules, size_t count,
			  const char **names, struct avow_buf *out)
{
	for (size_t i = 0; i < count; i++) {
		names[2 * i] = rules[i]->source;
		names[2 * i + 1] = required_target(module, rules[i]);
	}
	qsort(names, 2 * count, sizeof(*names), by_text);
	for (size_t i = 0; i < 2 * count; i++)
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
			avow_buf_printf(out, "\ttype %s;\n", names[i]);
}

static int by_class(const void *left, const void *right)
{
	const struct avow_rule *a = *(const struct avow_rule *const *)left;
	const struct avow_rule *b = *(const struct avow_rule *const *)right;

	return strcmp(a->tclass, b->tclass);
}

static void require_classes(const struct avow_module *module,
			    const struct avow_rule **rules, size_t count,
			    struct avow_buf *out)
{
	qsort(rules, count, sizeof(*rules), by_class);
	for (size_t i = 0; i < count;) {
		uint16_t tclass = rules[i]->pair.tclass;
		uint32_t all = 0;
		const char *name = rules[i]->tclass;

		for (; i < count && rules[i]->pair.tclass == tclass; i++)
			all |= rules[i]->call ? 0 : rules[i]->permissions;
		if (!all)
			continue;
		if (avow_macros_know_class(&module->macros, module->sepol, tclass, all))
			continue;
		avow_buf_printf(out, "\tclass %s ", name);
		avow_module_permissions(module, tclass, all, out);
		avow_buf_puts(out, ";\n");
	}
}

/* Only what the rules use: checkmodule refuses a permission that is not required. */
static void write_require(const struct avow_module *module, struct avow_buf *out)
{
	struct avow_arena arena = { 0 };
	const struct avow_rule **rules = avow_arena_alloc(
		&arena, (module->rule_count + 1) * sizeof(const struct avow_rule *));
	const char **names = avow_arena_alloc(&arena, (2 * module->rule_count + 1) *
							      sizeof(const char *));
	size_t count = 0;

	if (rules && names) {
		for (size_t i = 0; i < module->rule_count; i++)
			if (is_writable(module, &module->rules[i]))
				rules[count++] = &module->rules[i];
		if (count > 0) {
			avow_buf_puts(out, forms[module->is_refpolicy].open);
			avow_module_require_attributes(module, out);
			require_types(module, rules, count, names, out);
			require_classes(module, rules, count, out);
			avow_buf_puts(out, forms[module->is_refpolicy].close);
		}
	} else {
		out->failed = true;
	}
	avow_arena_free(&arena);
}

/* A name that cannot be written may not be fit for a comment either. */
static void write_left_out(struct avow_buf *out)
{
	avow_buf_puts(out,
		      "# A rule is left out: a name in it is no .te identifier. It is "
		      "in the CIL form.\n");
}

/* The lines above the rules of one source type, as refpolicy has them. */
static void write_heading(const struct avow_module *module, const char *source,
			  struct avow_buf *out)
{
	avow_buf_putc(out, '\n');
	if (module->is_refpolicy && avow_module_is_te_name(source))
		avow_buf_printf(out,
				"########################################\n"
				"#\n"
				"# %s policy\n"
				"#\n"
				"\n",
				source);
}

static void write_call(const struct avow_call *call, uint64_t denials,
		       struct avow_buf *out)
{
	avow_buf_printf(out,
			"# %llu denial%s; permissions: %llu asked for, %llu beyond\n",
			(unsigned long long)denials, denials == 1 ? "" : "s",
			(unsigned long long)call->asked, (unsigned long long)call->extra);
	avow_buf_printf(out, call->is_optional ? "optional_policy(`\n\t%s\n')\n" : "%s\n",
			call->text);
}

/* The calls of one source type, whose rules end at @end. */
static void write_calls(const struct avow_module *module, size_t end,
			struct avow_buf *out)
{
	const uint32_t source = module->rules[end].pair.source;
	bool is_first = true;

	for (size_t call = 1; call <= module->call_count; call++) {
		uint64_t denials = 0;

		for (size_t i = end + 1;
		     i-- > 0 && module->rules[i].pair.source == source;)
			if (module->rules[i].call == call)
				denials += module->rules[i].count;
		if (denials && is_first && !module->rules[end].call)
			avow_buf_putc(out, '\n');
		if (denials)
			write_call(&module->calls[call - 1], denials, out);
		is_first &= denials == 0;
	}
}

/* Rules that say the same of other classes, which together are a set of the headers. */
struct group {
	const struct avow_rule *rules[AVOW_CLASS_SET_MAX];
	uint16_t classes[AVOW_CLASS_SET_MAX];
	size_t count;
	const char *set; /* NULL: they are none */
};

static bool is_bare(const struct avow_module *module, const struct avow_rule *rule)
{
	bool has_commands = false;

	for (size_t i = 0; i < AVOW_EXTENDED_KINDS; i++)
		has_commands |= !avow_commands_is_empty(&rule->commands[i]);
	return !rule->call && !rule->is_extended && !has_commands &&
	       is_writable(module, rule);
}

static bool is_of_pair(const struct avow_rule *a, const struct avow_rule *b)
{
	return a->pair.source == b->pair.source && a->pair.target == b->pair.target &&
	       strcmp(a->source, b->source) == 0 && strcmp(a->target, b->target) == 0;
}

/* By their names: the same permission is another bit in another class. */
static bool has_same_permissions(const struct avow_module *module,
				 const struct avow_rule *a, const struct avow_rule *b)
{
	struct avow_buf texts[2] = { { 0 }, { 0 } };
	bool is_same;

	avow_module_permissions(module, a->pair.tclass, a->permissions, &texts[0]);
	avow_module_permissions(module, b->pair.tclass, b->permissions, &texts[1]);
	is_same = !texts[0].failed && !texts[1].failed &&
		  avow_span_equal(avow_buf_span(&texts[0]), avow_buf_span(&texts[1]));
	avow_buf_free(&texts[0]);
	avow_buf_free(&texts[1]);
	return is_same;
}

static void find_group(const struct avow_module *module, size_t index, struct group *out)
{
	const struct avow_rule *rule = &module->rules[index];

	out->count = 0;
	out->set = NULL;
	if (!module->is_refpolicy || !is_bare(module, rule))
		return;
	while (index > 0 && is_of_pair(&module->rules[index - 1], rule))
		index--;
	for (; index < module->rule_count && is_of_pair(&module->rules[index], rule);
	     index++) {
		const struct avow_rule *other = &module->rules[index];

		if (other->is_dontaudit != rule->is_dontaudit ||
		    !is_bare(module, other) || !has_same_permissions(module, rule, other))
			continue;
		if (out->count == AVOW_CLASS_SET_MAX)
			return;
		out->rules[out->count] = other;
		out->classes[out->count++] = other->pair.tclass;
	}
	out->set = avow_macros_fit_classes(&module->macros, module->sepol, out->classes,
					   out->count);
}

/* One rule for all of them, behind what there is to say of each. */
static void write_group(const struct avow_module *module, const struct group *group,
			struct avow_buf *out)
{
	const struct avow_rule *rule = group->rules[0];

	for (size_t i = 0; i < group->count; i++)
		avow_module_comment(module, group->rules[i], "#", out);
	avow_buf_printf(out, "%s %s %s:%s ", rule->is_dontaudit ? "dontaudit" : "allow",
			rule->source,
			rule->pair.source == rule->pair.target ? "self" : rule->target,
			group->set);
	avow_module_permissions(module, rule->pair.tclass, rule->permissions, out);
	avow_buf_puts(out, ";\n");
}

static void write_rule(const struct avow_module *module, size_t index,
		       struct avow_buf *out)
{
	const struct avow_rule *rule = &module->rules[index];
	struct group group;

	if (rule->call)
		return;
	if (!is_writable(module, rule)) {
		write_left_out(out);
		return;
	}
	find_group(module, index, &group);
	if (group.set) {
		if (group.rules[0] == rule)
			write_group(module, &group, out);
		return;
	}
	avow_module_comment(module, rule, "#", out);
	avow_module_write_rule_with(module, rule, &module->macros, out);
	avow_buf_putc(out, '\n');
}

static void write_rest(const struct avow_module *module, unsigned minor,
		       struct avow_buf *out)
{
	avow_buf_printf(out, "%s%s%s1.%u%s\n", forms[module->is_refpolicy].before,
			module->name, forms[module->is_refpolicy].between, minor,
			forms[module->is_refpolicy].after);
	write_require(module, out);
	avow_module_declare_te(module, out);
	for (size_t i = 0; i < module->rule_count; i++) {
		const struct avow_rule *rule = &module->rules[i];

		if (i == 0 || rule->pair.source != module->rules[i - 1].pair.source)
			write_heading(module, rule->source, out);
		write_rule(module, i, out);
		if (i + 1 == module->rule_count ||
		    rule->pair.source != module->rules[i + 1].pair.source)
			write_calls(module, i, out);
	}
}

void avow_module_write_te(const struct avow_module *module, unsigned minor,
			  struct avow_buf *out)
{
	struct avow_buf rest = { 0 };

	write_rest(module, minor, &rest);
	avow_module_write_head('#', avow_buf_span(&rest), out);
	avow_buf_append(out, avow_buf_span(&rest));
	out->failed |= rest.failed;
	avow_buf_free(&rest);
}
