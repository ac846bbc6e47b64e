/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which interfaces can be called for one thing, and their rules by class. */
#include "policy/selinux/interfaces/internal.h"
#include "policy/selinux/sepol/types.h"

#define ATTRIBUTES_MAX 8 /* target attributes; with more it is for whole systems */

static bool is_attribute(const struct avow_interfaces *interfaces, uint32_t type)
{
	return type && !avow_sepol_is_type(interfaces->sepol, type);
}

/*
 * The parameters that it uses; 0 where it is wide, or uses others than the first two. A
 * second one beside an attribute is what to leave out of it: `{ file_type $2 }` is
 * called with -shadow_t, and with a type would be all files.
 */
static unsigned parameters(const struct avow_interfaces *interfaces,
			   const struct avow_interface *interface)
{
	size_t attributes = 0;
	unsigned out = 1;

	for (size_t i = 0; i < interface->count; i++) {
		const struct avow_interface_rule *rule =
			&interfaces->rules[interface->first + i];

		if (rule->source.parameter > 2 || rule->target.parameter > 2 ||
		    rule->to.parameter > 2 || is_attribute(interfaces, rule->source.type))
			return 0;
		if (rule->source.parameter == 2 || rule->target.parameter == 2 ||
		    rule->to.parameter == 2)
			out = 2;
		attributes += is_attribute(interfaces, rule->target.type);
	}
	if (out == 2 && attributes)
		return 0;
	return attributes <= ATTRIBUTES_MAX ? out : 0;
}

static bool is_usable(const struct avow_interface *interface)
{
	return !interface->is_deprecated && !interface->is_unusable &&
	       !interface->is_wide && interface->count > 0;
}

static bool is_entry(const struct avow_interface_rule *rule)
{
	return !rule->is_conditional && !rule->is_transition &&
	       rule->source.parameter == 1;
}

static uint16_t last_class(const struct avow_interfaces *interfaces)
{
	uint16_t out = 0;

	for (size_t i = 0; i < interfaces->rule_count; i++)
		if (interfaces->rules[i].tclass > out)
			out = interfaces->rules[i].tclass;
	return out;
}

/* Calls for each entry: to count them first, and then to put them in their places. */
static void walk(struct avow_interfaces *interfaces, bool is_counted)
{
	for (size_t i = 0; i < interfaces->count; i++) {
		const struct avow_interface *interface = &interfaces->at[i];

		for (size_t k = 0; interface->used && k < interface->count; k++) {
			size_t rule = interface->first + k;
			uint16_t tclass = interfaces->rules[rule].tclass;

			if (!is_entry(&interfaces->rules[rule]))
				continue;
			if (is_counted)
				interfaces->classes[tclass + 1]++;
			else
				interfaces->entries[interfaces->classes[tclass]++] =
					(struct avow_interface_entry){ (uint32_t)i,
								       (uint32_t)rule };
		}
	}
}

int avow_interfaces_index(struct avow_interfaces *interfaces)
{
	size_t *classes;

	for (size_t i = 0; i < interfaces->count; i++)
		if (is_usable(&interfaces->at[i]))
			interfaces->at[i].used =
				parameters(interfaces, &interfaces->at[i]);
	interfaces->class_count = (size_t)last_class(interfaces) + 1;
	classes = avow_arena_alloc(&interfaces->arena,
				   (interfaces->class_count + 2) * sizeof(*classes));
	interfaces->entries = avow_arena_alloc(&interfaces->arena,
					       (interfaces->rule_count + 1) *
						       sizeof(*interfaces->entries));
	if (!classes || !interfaces->entries)
		return AVOW_E_NOMEM;
	interfaces->classes = classes;
	walk(interfaces, true);
	for (size_t i = 1; i <= interfaces->class_count; i++)
		classes[i] += classes[i - 1];
	walk(interfaces, false);
	/* Filling has moved each beginning to the next one's. */
	for (size_t i = interfaces->class_count; i > 0; i--)
		classes[i] = classes[i - 1];
	classes[0] = 0;
	return 0;
}
