/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A policy package made by hand: the module's tables as checkpolicy's
 * module_compiler.c fills them, written by libsepol. Every name is required, none is
 * declared.
 */
#include "policy/selinux/sepol/package.h"

#include <sepol/module.h>
#include <sepol/policydb/policydb.h>
#include <stdio.h>
#include <stdlib.h>

#include "policy/selinux/sepol/internal.h"

#define XPERM_NLMSG 0x03 /* since libsepol 3.8 */
#define DECL 1           /* the one block that policydb_init() makes */

struct builder {
	const struct avow_sepol *sepol;
	policydb_t *db;
	avrule_decl_t *decl;
	uint32_t *types;         /* the module's numbers, by the policy's */
	uint32_t *own;           /* those of the declared types, by their order */
	class_datum_t **classes; /* the module's, by the policy's numbers */
	avrule_t **end;
};

/* A required symbol: its number in the module, or 0 when memory is out. */
static uint32_t require(struct builder *builder, uint32_t kind, const char *name,
			symtab_datum_t *datum)
{
	char *key = strdup(name);
	uint32_t value = 0;

	if (!key ||
	    symtab_insert(builder->db, kind, key, datum, SCOPE_REQ, DECL, &value) != 0) {
		free(key);
		return 0;
	}
	datum->value = value;
	if (ebitmap_set_bit(&builder->decl->required.scope[kind], value - 1, 1) != 0)
		return 0;
	return value;
}

static uint32_t require_type(struct builder *builder, uint32_t type)
{
	type_datum_t *datum;

	if (builder->types[type])
		return builder->types[type];
	datum = calloc(1, sizeof(*datum));
	if (!datum)
		return 0;
	datum->primary = 1;
	datum->flavor = TYPE_TYPE;
	builder->types[type] =
		require(builder, SYM_TYPES, avow_sepol_type_name(builder->sepol, type),
			&datum->s);
	if (!builder->types[type])
		free(datum);
	return builder->types[type];
}

/*
 * The attribute, required and with a copy in the block, as checkpolicy has it where the
 * block adds a type to it (get_local_type() in module_compiler.c).
 */
static int add_to_attribute(struct builder *builder, const char *name, uint32_t type)
{
	type_datum_t *datum = hashtab_search(builder->db->p_types.table, name);
	type_datum_t *local = hashtab_search(builder->decl->p_types.table, name);
	char *key;

	if (!datum) {
		datum = calloc(1, sizeof(*datum));
		if (!datum)
			return AVOW_E_NOMEM;
		datum->primary = 1;
		datum->flavor = TYPE_ATTRIB;
		if (!require(builder, SYM_TYPES, name, &datum->s)) {
			free(datum);
			return AVOW_E_NOMEM;
		}
	}
	if (!local) {
		local = calloc(1, sizeof(*local));
		key = strdup(name);
		if (!local || !key ||
		    hashtab_insert(builder->decl->p_types.table, key, local) != 0) {
			free(local);
			free(key);
			return AVOW_E_NOMEM;
		}
		local->primary = 1;
		local->flavor = TYPE_ATTRIB;
		local->s.value = datum->s.value;
	}
	return ebitmap_set_bit(&local->types, type - 1, 1) == 0 ? 0 : AVOW_E_NOMEM;
}

/* A type of the module's own (declare_type() there). */
static int declare_type(struct builder *builder, const struct avow_package_type *type,
			uint32_t *out)
{
	type_datum_t *datum = calloc(1, sizeof(*datum));
	char *key = strdup(type->name);
	uint32_t value = 0;
	int code = 0;

	if (!datum || !key ||
	    symtab_insert(builder->db, SYM_TYPES, key, datum, SCOPE_DECL, DECL, &value) !=
		    0) {
		free(datum);
		free(key);
		return AVOW_E_NOMEM;
	}
	datum->primary = 1;
	datum->flavor = TYPE_TYPE;
	datum->s.value = value;
	if (ebitmap_set_bit(&builder->decl->declared.scope[SYM_TYPES], value - 1, 1) != 0)
		return AVOW_E_NOMEM;
	for (size_t i = 0; type->attributes[i] && code == 0; i++)
		code = add_to_attribute(builder, type->attributes[i], value);
	*out = value;
	return code;
}

/* Room for the permissions of the class with the number @value. */
static int add_class_map(scope_index_t *required, uint32_t value)
{
	ebitmap_t *maps = realloc(required->class_perms_map, value * sizeof(*maps));

	if (!maps)
		return AVOW_E_NOMEM;
	for (uint32_t i = required->class_perms_len; i < value; i++)
		ebitmap_init(&maps[i]);
	required->class_perms_map = maps;
	required->class_perms_len = value;
	return 0;
}

static class_datum_t *require_class(struct builder *builder, uint16_t tclass)
{
	class_datum_t *datum = builder->classes[tclass];

	if (datum)
		return datum;
	datum = calloc(1, sizeof(*datum));
	if (!datum || symtab_init(&datum->permissions, PERM_SYMTAB_SIZE) != 0) {
		free(datum);
		return NULL;
	}
	if (!require(builder, SYM_CLASSES, avow_sepol_class_name(builder->sepol, tclass),
		     &datum->s)) {
		hashtab_destroy(datum->permissions.table);
		free(datum);
		return NULL;
	}
	if (add_class_map(&builder->decl->required, datum->s.value) < 0)
		return NULL;
	builder->classes[tclass] = datum;
	return datum;
}

/* The permission's number in the module's class, from 1 on; 0 when memory is out. */
static uint32_t require_permission(struct builder *builder, class_datum_t *class,
				   const char *name)
{
	perm_datum_t *datum = hashtab_search(class->permissions.table, name);
	char *key;

	if (datum)
		return datum->s.value;
	datum = calloc(1, sizeof(*datum));
	key = strdup(name);
	if (!datum || !key || hashtab_insert(class->permissions.table, key, datum) != 0) {
		free(datum);
		free(key);
		return 0;
	}
	datum->s.value = ++class->permissions.nprim;
	if (ebitmap_set_bit(&builder->decl->required.class_perms_map[class->s.value - 1],
			    datum->s.value - 1, 1) != 0)
		return 0;
	return datum->s.value;
}

/* The rule's permissions as the module has them; false when memory is out. */
static bool require_permissions(struct builder *builder, class_datum_t *class,
				const struct avow_sepol_pair *pair, uint32_t permissions,
				uint32_t *out)
{
	*out = 0;
	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name =
			avow_sepol_permission_name(builder->sepol, pair->tclass, bit);
		uint32_t value;

		if (!(permissions & (UINT32_C(1) << bit)) || !name)
			continue;
		value = require_permission(builder, class, name);
		if (!value)
			return false;
		*out |= UINT32_C(1) << (value - 1);
	}
	return true;
}

/* An empty rule for the pair, at the end of the module's; NULL when memory is out. */
static avrule_t *add_rule_of(struct builder *builder, const struct avow_sepol_pair *pair,
			     uint32_t target, uint32_t permissions)
{
	uint32_t source = require_type(builder, pair->source);
	class_datum_t *class = require_class(builder, pair->tclass);
	avrule_t *rule = calloc(1, sizeof(*rule));
	class_perm_node_t *node = calloc(1, sizeof(*node));

	if (rule)
		avrule_init(rule);
	if (!rule || !node || !source || !target || !class ||
	    !require_permissions(builder, class, pair, permissions, &node->data) ||
	    ebitmap_set_bit(&rule->stypes.types, source - 1, 1) != 0 ||
	    (source != target &&
	     ebitmap_set_bit(&rule->ttypes.types, target - 1, 1) != 0)) {
		if (rule)
			avrule_destroy(rule);
		free(rule);
		free(node);
		return NULL;
	}
	node->tclass = class->s.value;
	rule->perms = node;
	rule->flags = source == target ? RULE_SELF : 0;
	*builder->end = rule;
	builder->end = &rule->next;
	return rule;
}

static avrule_t *add_rule(struct builder *builder, const struct avow_sepol_pair *pair,
			  uint32_t permissions)
{
	return add_rule_of(builder, pair, require_type(builder, pair->target),
			   permissions);
}

/* type_transition SOURCE TARGET:CLASS TYPE, whose permissions are the type. */
static int add_transition(struct builder *builder, const struct avow_package_rule *from)
{
	avrule_t *rule = add_rule(builder, &from->pair, 0);

	if (!rule)
		return AVOW_E_NOMEM;
	rule->specified = AVRULE_TRANSITION;
	rule->perms->data = builder->own[from->transition - 1];
	return 0;
}

/*
 * One rule a driver, the upper byte of the commands; or, for all drivers that are
 * allowed whole, one of the drivers themselves (checkpolicy, policy_define.c,
 * avrule_ioctl_ranges()).
 */
static int add_commands(struct builder *builder, const struct avow_sepol_pair *pair,
			const uint32_t *commands, const char *name, uint8_t specified)
{
	uint32_t permission = avow_sepol_permission(builder->sepol, pair->tclass, name);

	if (!commands || !permission)
		return 0;
	for (unsigned driver = 0; driver < 256; driver++) {
		const uint32_t *words = &commands[driver * EXTENDED_PERMS_LEN];
		av_extended_perms_t *xperms;
		uint32_t any = 0;
		avrule_t *rule;

		for (unsigned i = 0; i < EXTENDED_PERMS_LEN; i++)
			any |= words[i];
		if (!any)
			continue;
		rule = add_rule(builder, pair, permission);
		xperms = calloc(1, sizeof(*xperms));
		if (!rule || !xperms) {
			free(xperms);
			return AVOW_E_NOMEM;
		}
		xperms->specified = specified;
		xperms->driver = (uint8_t)driver;
		memcpy(xperms->perms, words, sizeof(xperms->perms));
		rule->specified = AVRULE_XPERMS_ALLOWED;
		rule->xperms = xperms;
	}
	return 0;
}

static int add_rules(struct builder *builder, const struct avow_package *package)
{
	for (size_t i = 0; i < package->rule_count; i++) {
		const struct avow_package_rule *from = &package->rules[i];
		avrule_t *rule;

		if (from->transition && add_transition(builder, from) < 0)
			return AVOW_E_NOMEM;
		if (from->permissions) {
			rule = from->own_target
				       ? add_rule_of(builder, &from->pair,
						     builder->own[from->own_target - 1],
						     from->permissions)
				       : add_rule(builder, &from->pair,
						  from->permissions);
			if (!rule)
				return AVOW_E_NOMEM;
			rule->specified =
				from->is_dontaudit ? AVRULE_DONTAUDIT : AVRULE_ALLOWED;
		}
		if (add_commands(builder, &from->pair, from->commands, "ioctl",
				 AVRULE_XPERMS_IOCTLFUNCTION) < 0 ||
		    add_commands(builder, &from->pair, from->messages, "nlmsg",
				 XPERM_NLMSG) < 0)
			return AVOW_E_NOMEM;
	}
	return 0;
}

static int fill(const struct avow_sepol *sepol, const struct avow_package *package,
		policydb_t *db)
{
	struct builder builder = {
		.sepol = sepol,
		.db = db,
		.decl = db->global->branch_list,
		.types = calloc(sepol->db->p_types.nprim + 1, sizeof(uint32_t)),
		.classes =
			calloc(sepol->db->p_classes.nprim + 1, sizeof(class_datum_t *)),
		.own = calloc(package->type_count + 1, sizeof(uint32_t)),
	};
	int code = builder.types && builder.classes && builder.own ? 0 : AVOW_E_NOMEM;

	db->policy_type = POLICY_MOD;
	db->policyvers = MOD_POLICYDB_VERSION_XPERMS_IOCTL;
	db->mls = sepol->db->mls;
	db->name = strdup(package->name);
	db->version = strdup(package->version);
	db->global->branch_list->enabled = 1;
	db->global->enabled = db->global->branch_list;
	builder.end = &builder.decl->avrules;
	if (!db->name || !db->version)
		code = AVOW_E_NOMEM;
	for (size_t i = 0; i < package->type_count && code == 0; i++)
		code = declare_type(&builder, &package->types[i], &builder.own[i]);
	if (code == 0)
		code = add_rules(&builder, package);
	free(builder.own);
	free(builder.types);
	free(builder.classes);
	return code;
}

static int write_package(sepol_module_package_t *module, struct avow_buf *out)
{
	struct sepol_policy_file *file = NULL;
	char *bytes = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&bytes, &length);
	int code = stream && sepol_policy_file_create(&file) == 0 ? 0 : AVOW_E_NOMEM;

	if (code == 0) {
		sepol_policy_file_set_fp(file, stream);
		code = sepol_module_package_write(module, file) == 0 ? 0 : AVOW_E_LIBRARY;
	}
	if (stream && fclose(stream) != 0)
		code = AVOW_E_NOMEM;
	if (code == 0)
		avow_buf_append(out, avow_span_make(bytes, length));
	sepol_policy_file_free(file);
	free(bytes);
	return out->failed ? AVOW_E_NOMEM : code;
}

int avow_sepol_package(const struct avow_sepol *sepol, const struct avow_package *package,
		       struct avow_buf *out)
{
	sepol_module_package_t *module = NULL;
	int code;

	if (sepol_module_package_create(&module) != 0)
		return AVOW_E_NOMEM;
	code = fill(sepol, package, &sepol_module_package_get_policy(module)->p);
	if (code == 0 && package->file_contexts &&
	    sepol_module_package_set_file_contexts(
		    module, (char *)(uintptr_t)package->file_contexts,
		    strlen(package->file_contexts)) != 0)
		code = AVOW_E_NOMEM;
	if (code == 0)
		code = write_package(module, out);
	sepol_module_package_free(module);
	return code;
}
