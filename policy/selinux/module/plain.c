/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The allow rules alone, one a line, in audit2allow's shape.
 */
#include "policy/selinux/module/module.h"

static void write_allow(const struct avow_module *module, const struct avow_rule *rule,
			const struct avow_macros *macros, struct avow_buf *out)
{
	const char *set = macros ? avow_macros_fit(macros, module->sepol,
						   rule->pair.tclass, rule->permissions)
				 : NULL;

	avow_buf_printf(out, "%s %s %s:%s ", rule->is_dontaudit ? "dontaudit" : "allow",
			rule->source,
			rule->pair.source == rule->pair.target ? "self" : rule->target,
			rule->tclass);
	if (set)
		avow_buf_puts(out, set);
	else
		avow_module_permissions(module, rule->pair.tclass, rule->permissions,
					out);
	avow_buf_putc(out, ';');
	/* SELint would have a set of the headers that grants more than was asked for. */
	if (macros && !set && (rule->permissions & (rule->permissions - 1)) != 0 &&
	    avow_macros_has_sets(macros, rule->tclass))
		avow_buf_puts(out, " #selint-disable:S-010");
}

void avow_module_write_rule_with(const struct avow_module *module,
				 const struct avow_rule *rule,
				 const struct avow_macros *macros, struct avow_buf *out)
{
	bool is_next = !rule->is_extended;

	if (!rule->is_extended)
		write_allow(module, rule, macros, out);
	for (enum avow_extended i = 0; i < AVOW_EXTENDED_KINDS; i++) {
		if (avow_commands_is_empty(&rule->commands[i]))
			continue;
		avow_buf_printf(out, "%sallowxperm %s %s:%s %s ", is_next ? "\n" : "",
				rule->source,
				rule->pair.source == rule->pair.target ? "self"
								       : rule->target,
				rule->tclass, avow_extended_name(i));
		avow_commands_write_te(&rule->commands[i], out);
		avow_buf_putc(out, ';');
		is_next = true;
	}
}

void avow_module_write_rule(const struct avow_module *module,
			    const struct avow_rule *rule, struct avow_buf *out)
{
	avow_module_write_rule_with(module, rule, NULL, out);
}

void avow_module_write_plain(const struct avow_module *module, struct avow_buf *out)
{
	for (size_t i = 0; i < module->rule_count; i++) {
		avow_module_write_rule(module, &module->rules[i], out);
		avow_buf_putc(out, '\n');
	}
}
