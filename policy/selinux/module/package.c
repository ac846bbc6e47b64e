/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The module as a policy package, for semodule; libsepol's part is sepol/package.c. */
#include "policy/selinux/module/module.h"
#include "policy/selinux/sepol/package.h"

/* The place of a new type among those that are declared, from 1 on; 0: none. */
static size_t number_of(const struct avow_module *module,
			const struct avow_new_type *type)
{
	for (size_t i = 0; type && i < module->new_type_count; i++)
		if (module->new_types[i] == type)
			return i + 1;
	return 0;
}

static void declare(const struct avow_module *module, struct avow_package_type *out)
{
	for (size_t i = 0; i < module->new_type_count; i++) {
		const struct avow_new_type *type = module->new_types[i];

		out[i].name = type->name;
		for (size_t j = 0; j < AVOW_ARRAY_SIZE(out[i].attributes) - 1; j++)
			out[i].attributes[j] =
				avow_module_type_attribute(module, type, j);
	}
}

static struct avow_package_rule transition(const struct avow_module *module, size_t index)
{
	const struct avow_new_type *type = module->new_types[index];

	return (struct avow_package_rule){
		.pair = { .source = type->source,
			  .target = type->generic,
			  .tclass = avow_sepol_class(module->sepol, "dir") },
		.transition = index + 1,
	};
}

static void fill(const struct avow_module *module, struct avow_package *out,
		 struct avow_package_rule *rules)
{
	for (size_t i = 0; i < module->new_type_count; i++)
		if (module->new_types[i]->makes_directory)
			rules[out->rule_count++] = transition(module, i);
	for (size_t i = 0; i < module->rule_count; i++) {
		const struct avow_rule *rule = &module->rules[i];

		rules[out->rule_count++] = (struct avow_package_rule){
			.pair = rule->pair,
			.own_target = number_of(module, rule->new_type),
			.is_dontaudit = rule->is_dontaudit,
			.permissions = rule->is_extended ? 0 : rule->permissions,
			.commands = rule->commands[AVOW_EXTENDED_IOCTL].bits,
			.messages = rule->commands[AVOW_EXTENDED_NLMSG].bits,
		};
	}
}

int avow_module_write_package(const struct avow_module *module, const char *version,
			      struct avow_buf *out)
{
	struct avow_arena arena = { 0 };
	struct avow_buf contexts = { 0 };
	struct avow_package_rule *rules =
		avow_arena_alloc(&arena, (module->rule_count + module->new_type_count +
					  1) * sizeof(*rules));
	struct avow_package_type *types =
		avow_arena_alloc(&arena, (module->new_type_count + 1) * sizeof(*types));
	struct avow_module plain = *module;
	struct avow_package package = { .name = module->name,
					.version = version,
					.rules = rules,
					.types = types,
					.type_count = module->new_type_count };
	int code = rules && types ? 0 : AVOW_E_NOMEM;

	plain.is_refpolicy = false; /* no macro is expanded in a package */
	avow_module_write_fc(&plain, &contexts);
	if (contexts.length)
		package.file_contexts = avow_buf_string(&contexts);
	if (code == 0) {
		declare(module, types);
		fill(module, &package, rules);
		code = avow_sepol_package(module->sepol, &package, out);
	}
	avow_buf_free(&contexts);
	avow_arena_free(&arena);
	return code;
}
