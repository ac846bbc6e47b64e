/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The module in CIL. It declares nothing, so it is compiled with the policy that
 * it is for. Names with dots are paths into blocks there, and need nothing more.
 */
#include "policy/selinux/module/module.h"

static void write_permissions(const struct avow_module *module,
			      const struct avow_rule *rule, struct avow_buf *out)
{
	struct avow_buf set = { 0 };
	struct avow_span names;

	avow_module_permissions(module, rule->pair.tclass, rule->permissions, &set);
	names = avow_buf_span(&set);
	if (avow_span_starts_with(names, "{ "))
		names = avow_span_make(names.data + 2, names.length - 4);
	out->failed |= set.failed;
	avow_buf_append(out, names);
	avow_buf_free(&set);
}

static void write_rest(const struct avow_module *module, struct avow_buf *out)
{
	avow_buf_printf(out, "; module %s\n", module->name);
	avow_module_declare_cil(module, out);
	for (size_t i = 0; i < module->rule_count; i++) {
		const struct avow_rule *rule = &module->rules[i];
		bool is_self = rule->pair.source == rule->pair.target;

		if (i == 0 || rule->pair.source != module->rules[i - 1].pair.source)
			avow_buf_putc(out, '\n');
		avow_module_comment(module, rule, ";", out);
		if (!rule->is_extended) {
			avow_buf_printf(out, "(%s %s %s (%s (",
					rule->is_dontaudit ? "dontaudit" : "allow",
					rule->source, is_self ? "self" : rule->target,
					rule->tclass);
			write_permissions(module, rule, out);
			avow_buf_puts(out, ")))\n");
		}
		for (enum avow_extended kind = 0; kind < AVOW_EXTENDED_KINDS; kind++) {
			if (avow_commands_is_empty(&rule->commands[kind]))
				continue;
			avow_buf_printf(out, "(allowx %s %s (%s %s ", rule->source,
					is_self ? "self" : rule->target,
					avow_extended_name(kind), rule->tclass);
			avow_commands_write_cil(&rule->commands[kind], out);
			avow_buf_puts(out, "))\n");
		}
	}
}

void avow_module_write_cil(const struct avow_module *module, struct avow_buf *out)
{
	struct avow_buf rest = { 0 };

	write_rest(module, &rest);
	avow_module_write_head(';', avow_buf_span(&rest), out);
	avow_buf_append(out, avow_buf_span(&rest));
	out->failed |= rest.failed;
	avow_buf_free(&rest);
}
