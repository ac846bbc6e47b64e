/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The module as a policy package, for semodule; libsepol's part is sepol/package.c. */
#include "policy/selinux/module/module.h"
#include "policy/selinux/sepol/package.h"

int avow_module_write_package(const struct avow_module *module, const char *version,
			      struct avow_buf *out)
{
	struct avow_arena arena = { 0 };
	struct avow_package_rule *rules =
		avow_arena_alloc(&arena, (module->rule_count + 1) * sizeof(*rules));
	const struct avow_package package = { .name = module->name,
					      .version = version,
					      .rules = rules,
					      .rule_count = module->rule_count };
	int code = rules ? 0 : AVOW_E_NOMEM;

	for (size_t i = 0; rules && i < module->rule_count; i++) {
		const struct avow_rule *rule = &module->rules[i];

		rules[i] = (struct avow_package_rule){
			.pair = rule->pair,
			.is_dontaudit = rule->is_dontaudit,
			.permissions = rule->is_extended ? 0 : rule->permissions,
			.commands = rule->commands[AVOW_EXTENDED_IOCTL].bits,
			.messages = rule->commands[AVOW_EXTENDED_NLMSG].bits,
		};
	}
	if (code == 0)
		code = avow_sepol_package(module->sepol, &package, out);
	avow_arena_free(&arena);
	return code;
}
