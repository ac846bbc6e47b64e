/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The allow rules alone, one a line, in audit2allow's shape.
 */
#include "policy/selinux/module.h"

void avow_module_write_rule(const struct avow_module *module,
			    const struct avow_rule *rule, struct avow_buf *out)
{
	bool is_self = rule->pair.source == rule->pair.target;

	avow_buf_printf(out, "allow %s %s:%s ", rule->source,
			is_self ? "self" : rule->target, rule->tclass);
	avow_module_permissions(module, rule->pair.tclass, rule->permissions, out);
	avow_buf_putc(out, ';');
}

void avow_module_write_plain(const struct avow_module *module, struct avow_buf *out)
{
	for (size_t i = 0; i < module->rule_count; i++) {
		avow_module_write_rule(module, &module->rules[i], out);
		avow_buf_putc(out, '\n');
	}
}
