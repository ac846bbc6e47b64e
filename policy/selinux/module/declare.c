/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Types that the module declares, in each form: .te, CIL, file contexts, interfaces. They
 * have the attributes of plain files, as far as the generic type has them, which is what
 * files_type() of refpolicy gives.
 */
#include "policy/selinux/module/module.h"

#include "policy/selinux/sepol/types.h"

static const char *const attributes[] = { "file_type", "non_security_file_type",
					  "non_auth_file_type" };

static bool has(const struct avow_module *module, const struct avow_new_type *type,
		const char *attribute)
{
	uint32_t number = avow_sepol_attribute(module->sepol, attribute);

	return number && avow_sepol_is_member(module->sepol, type->generic, number);
}

const char *avow_module_type_attribute(const struct avow_module *module,
				       const struct avow_new_type *type, size_t index)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(attributes); i++)
		if (has(module, type, attributes[i]) && index-- == 0)
			return attributes[i];
	return NULL;
}

static bool is_any(const struct avow_module *module, const char *attribute)
{
	for (size_t i = 0; i < module->new_type_count; i++)
		if (has(module, module->new_types[i], attribute))
			return true;
	return false;
}

void avow_module_require_attributes(const struct avow_module *module,
				    struct avow_buf *out)
{
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(attributes); i++)
		if (!module->is_refpolicy && is_any(module, attributes[i]))
			avow_buf_printf(out, "\tattribute %s;\n", attributes[i]);
}

static void put_comment(const struct avow_new_type *type, const char *mark,
			struct avow_buf *out)
{
	avow_buf_printf(out, "%s %s is used by %s alone: %zu%s path%s below it\n", mark,
			type->directory, type->source_name, type->paths,
			type->has_more_paths ? " or more" : "",
			type->paths == 1 ? "" : "s");
}

void avow_module_declare_te(const struct avow_module *module, struct avow_buf *out)
{
	const char *attribute;

	for (size_t i = 0; i < module->new_type_count; i++) {
		const struct avow_new_type *type = module->new_types[i];

		avow_buf_putc(out, '\n');
		put_comment(type, "#", out);
		avow_buf_printf(out, "type %s", type->name);
		for (size_t j = 0;
		     !module->is_refpolicy &&
		     (attribute = avow_module_type_attribute(module, type, j)) != NULL;
		     j++)
			avow_buf_printf(out, ", %s", attribute);
		avow_buf_puts(out, ";\n");
		if (module->is_refpolicy)
			avow_buf_printf(out, "files_type(%s)\n", type->name);
		if (type->makes_directory)
			avow_buf_printf(out, "type_transition %s %s:dir %s;\n",
					type->source_name, type->generic_name,
					type->name);
	}
}

/* USER:ROLE:TYPE[:LEVEL] apart; the level may hold colons. */
static bool split_context(const char *context, struct avow_span parts[4])
{
	struct avow_span rest = avow_span_of(context);

	for (size_t i = 0; i < 3; i++) {
		size_t length = avow_span_find(rest, ':');

		parts[i] = avow_span_first(rest, length);
		rest = avow_span_skip(rest, length + 1);
	}
	parts[3] = rest;
	return parts[2].length > 0;
}

/* CIL has levels as lists; one with categories is left to the .fc. */
static void declare_place(const struct avow_new_type *type, struct avow_buf *out)
{
	struct avow_span parts[4];

	if (!type->context || !split_context(type->context, parts) ||
	    avow_span_find(parts[3], ':') < parts[3].length ||
	    avow_span_find(parts[3], '-') < parts[3].length || !parts[3].length)
		return;
	avow_buf_printf(out, "(filecon \"%s\" any (%.*s %.*s %s ((%.*s) (%.*s))))\n",
			type->pattern, (int)parts[0].length, parts[0].data,
			(int)parts[1].length, parts[1].data, type->name,
			(int)parts[3].length, parts[3].data, (int)parts[3].length,
			parts[3].data);
}

void avow_module_declare_cil(const struct avow_module *module, struct avow_buf *out)
{
	const char *attribute;

	for (size_t i = 0; i < module->new_type_count; i++) {
		const struct avow_new_type *type = module->new_types[i];

		avow_buf_putc(out, '\n');
		put_comment(type, ";", out);
		avow_buf_printf(out, "(type %s)\n(roletype object_r %s)\n", type->name,
				type->name);
		for (size_t j = 0;
		     (attribute = avow_module_type_attribute(module, type, j)) != NULL;
		     j++)
			avow_buf_printf(out, "(typeattributeset %s (%s))\n", attribute,
					type->name);
		if (type->makes_directory)
			avow_buf_printf(out, "(typetransition %s %s dir %s)\n",
					type->source_name, type->generic_name,
					type->name);
		declare_place(type, out);
	}
}

void avow_module_write_fc(const struct avow_module *module, struct avow_buf *out)
{
	for (size_t i = 0; i < module->new_type_count; i++) {
		const struct avow_new_type *type = module->new_types[i];
		struct avow_span parts[4] = { AVOW_SPAN("system_u"),
					      AVOW_SPAN("object_r"), AVOW_SPAN(""),
					      AVOW_SPAN("s0") };

		if (type->context)
			split_context(type->context, parts);
		if (!avow_sepol_is_mls(module->sepol))
			parts[3].length = 0;
		avow_buf_printf(out,
				module->is_refpolicy ? "%s\tgen_context(%.*s:%.*s:%s%s"
						     : "%s\t%.*s:%.*s:%s%s",
				type->pattern, (int)parts[0].length, parts[0].data,
				(int)parts[1].length, parts[1].data, type->name,
				parts[3].length == 0   ? ""
				: module->is_refpolicy ? ","
						       : ":");
		avow_buf_append(out, parts[3]);
		avow_buf_puts(out, module->is_refpolicy ? ")\n" : "\n");
	}
}

void avow_module_write_if(const struct avow_module *module, struct avow_buf *out)
{
	if (module->new_type_count)
		avow_buf_printf(out, "## <summary>Files of the module %s.</summary>\n",
				module->name);
	for (size_t i = 0; i < module->new_type_count; i++) {
		const struct avow_new_type *type = module->new_types[i];

		avow_buf_printf(
			out,
			"\n########################################\n## <summary>\n"
			"##\tRead what is in %s.\n## </summary>\n"
			"## <param name=\"domain\">\n##\t<summary>\n"
			"##\tDomain allowed access.\n##\t</summary>\n## </param>\n#\n"
			"interface(`%s_read_%.*s_files',`\n"
			"\tgen_require(`\n\t\ttype %s;\n\t')\n\n"
			"\tallow $1 %s:dir list_dir_perms;\n"
			"\tallow $1 %s:file read_file_perms;\n')\n",
			type->directory, module->name, (int)strlen(type->name) - 2,
			type->name, type->name, type->name, type->name);
	}
}
