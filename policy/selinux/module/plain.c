/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The allow rules alone, one a line, in audit2allow's shape.
 */
#include "policy/selinux/module/module.h"

void avow_module_write_rule(const struct avow_module *module,
			    const struct avow_rule *rule, struct avow_buf *out)
{
	const char *target =
		rule->pair.source == rule->pair.target ? "self" : rule->target;

	if (!rule->is_extended) {
		avow_buf_printf(out, "allow %s %s:%s ", rule->source, target,
				rule->tclass);
		avow_module_permissions(module, rule->pair.tclass, rule->permissions,
					out);
		avow_buf_putc(out, ';');
	}
	if (avow_commands_is_empty(&rule->commands))
		return;
	avow_buf_printf(out, "%sallowxperm %s %s:%s %s ", rule->is_extended ? "" : "\n",
			rule->source, target, rule->tclass, avow_module_extended(rule));
	avow_commands_write_te(&rule->commands, out);
	avow_buf_putc(out, ';');
}

void avow_module_write_plain(const struct avow_module *module, struct avow_buf *out)
{
	for (size_t i = 0; i < module->rule_count; i++) {
		avow_module_write_rule(module, &module->rules[i], out);
		avow_buf_putc(out, '\n');
	}
}
