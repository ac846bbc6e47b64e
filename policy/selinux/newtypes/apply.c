/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules of a generic type turned to a new one. A file that gets the new type loses what
 * rules of the generic one grant by its name, so the domain keeps what it had. The new
 * type has the attributes of plain files, so rules and constraints of these hold for it.
 */
#include "policy/selinux/newtypes/newtypes.h"

/* What one needs of directories to reach anything in them. */
static const char *const walking[] = { "search", "getattr" };

static uint32_t had(const struct avow_module *module, const struct avow_new_type *type,
		    uint16_t tclass)
{
	const struct avow_sepol_pair pair = { .source = type->source,
					      .target = type->generic,
					      .tclass = tclass };

	return avow_sepol_allowed(module->sepol, &pair);
}

static void turn(struct avow_module *module, const struct avow_new_type *type,
		 struct avow_rule *rule)
{
	rule->new_type = type;
	rule->target = type->name;
	rule->permissions |= had(module, type, rule->pair.tclass);
}

/* A rule that no denial asked for: what the domain has of the class, and to get there. */
static bool keep(struct avow_module *module, const struct avow_new_type *type,
		 const char *name, struct avow_rule *out)
{
	uint16_t tclass = avow_sepol_class(module->sepol, name);

	if (!tclass)
		return false;
	*out = (struct avow_rule){
		.pair = { .source = type->source,
			  .target = type->generic,
			  .tclass = tclass },
		.source = type->source_name,
		.target = type->name,
		.tclass = avow_sepol_class_name(module->sepol, tclass),
		.new_type = type,
		.permissions = had(module, type, tclass),
	};
	for (size_t i = 0; strcmp(name, "dir") == 0 && i < AVOW_ARRAY_SIZE(walking); i++)
		out->permissions |=
			avow_sepol_permission(module->sepol, tclass, walking[i]);
	return out->permissions;
}

static bool has_class(const struct avow_rule *rules, size_t count, const char *tclass)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rules[i].tclass, tclass) == 0)
			return true;
	return false;
}

static bool is_directory(const struct avow_rule *rule)
{
	return strcmp(rule->tclass, "dir") == 0;
}

/*
 * The rules of one type: a rule of the directory above stays beside its copy for the new
 * type.
 */
static size_t turn_rules(const struct avow_new_type *type, const bool *is_chosen,
			 struct avow_module *module, const struct avow_rule *old,
			 size_t old_count, struct avow_rule *out)
{
	const struct avow_new_types one = { (struct avow_new_type *)type, 1 };
	size_t count = 0;
	const char *tclass;

	for (size_t i = 0; i < old_count; i++) {
		if (!is_chosen[i] || !avow_newtypes_of(&one, old + i))
			continue;
		out[count] = old[i];
		turn(module, type, out + count++);
	}
	for (size_t i = 0; count && (tclass = avow_newtypes_class(i)) != NULL; i++)
		if (!has_class(out, count, tclass) &&
		    keep(module, type, tclass, out + count))
			count++;
	return count;
}

/* Whether the rule stays as it is, for the directory above the new type's. */
static bool stays(const struct avow_new_type *type, const struct avow_rule *rule)
{
	return type->touches_root && is_directory(rule);
}

int avow_newtypes_apply(const struct avow_new_types *types, const bool *is_chosen,
			struct avow_module *module)
{
	size_t room = 2 * module->rule_count + 1, count = 0;
	struct avow_rule *rules;
	const struct avow_rule *old = module->rules;
	const struct avow_new_type **used =
		avow_arena_alloc(&module->arena, (types->count + 1) * sizeof(*used));

	for (size_t i = 0; avow_newtypes_class(i); i++)
		room += types->count;
	rules = avow_arena_alloc(&module->arena, room * sizeof(*rules));
	if (!rules || !used)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < module->rule_count; i++) {
		const struct avow_new_type *type =
			is_chosen[i] ? avow_newtypes_of(types, old + i) : NULL;
		bool is_last = i + 1 == module->rule_count ||
			       old[i + 1].pair.source != old[i].pair.source;

		if (!type || stays(type, old + i))
			rules[count++] = old[i];
		for (size_t j = 0; is_last && j < types->count; j++) {
			size_t added =
				types->at[j].source != old[i].pair.source
					? 0
					: turn_rules(types->at + j, is_chosen, module,
						     old, module->rule_count,
						     rules + count);

			if (added)
				used[module->new_type_count++] = types->at + j;
			count += added;
		}
	}
	module->rules = rules;
	module->rule_count = count;
	module->new_types = used;
	return 0;
}
