/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The words that the texts of reasons share: permissions, the triple of a rule,
 * and the policy's rules written out. Log text is escaped here, since it is put
 * between words of our own.
 */
#include "policy/selinux/reason.h"

#include "analyzer/base/escape.h"

#define RULES_QUOTED_MAX 4

void avow_group_permissions(const struct avow_group *group, struct avow_buf *out)
{
	bool is_set = group->word_count != 1 || group->has_more_words;

	if (is_set)
		avow_buf_puts(out, "{ ");
	for (size_t i = 0; i < group->word_count; i++) {
		if (i > 0)
			avow_buf_putc(out, ' ');
		avow_escape_display(out, group->words[i]);
	}
	if (group->has_more_words)
		avow_buf_puts(out, " ...");
	if (is_set)
		avow_buf_puts(out, " }");
}

void avow_group_triple(const struct avow_group *group, struct avow_buf *out)
{
	const struct avow_cluster *cluster = group->subject->cluster;
	bool is_self = cluster->scontext_type == cluster->tcontext_type;

	avow_escape_display(out, avow_atoms_text(group->atoms, cluster->scontext_type));
	avow_buf_putc(out, ' ');
	if (is_self)
		avow_buf_puts(out, "self");
	else
		avow_escape_display(
			out, avow_atoms_text(group->atoms, cluster->tcontext_type));
	avow_buf_putc(out, ':');
	avow_escape_display(out, avow_atoms_text(group->atoms, cluster->tclass));
}

static uint32_t group_bits(const struct avow_group *group)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < group->word_count; i++) {
		char name[128];

		if (group->words[i].length >= sizeof(name))
			continue;
		memcpy(name, group->words[i].data, group->words[i].length);
		name[group->words[i].length] = '\0';
		bits |= avow_sepol_permission(group->sepol, group->subject->pair.tclass,
					      name);
	}
	return bits;
}

struct quoting {
	const struct avow_group *group;
	struct avow_buf *out;
	uint32_t wanted;
	bool is_dontaudit;
	size_t count;
};

static void append_rule(const struct quoting *quoting, const struct avow_sepol_rule *rule)
{
	const struct avow_sepol *sepol = quoting->group->sepol;
	uint32_t bits = rule->permissions & quoting->wanted;

	avow_buf_printf(quoting->out, "%s %s %s:%s {",
			rule->is_dontaudit ? "dontaudit" : "allow",
			avow_sepol_type_name(sepol, rule->pair.source),
			avow_sepol_type_name(sepol, rule->pair.target),
			avow_sepol_class_name(sepol, rule->pair.tclass));
	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name =
			avow_sepol_permission_name(sepol, rule->pair.tclass, bit);

		if ((bits & (UINT32_C(1) << bit)) && name)
			avow_buf_printf(quoting->out, " %s", name);
	}
	avow_buf_puts(quoting->out, " };");
	if (rule->conditional) {
		avow_buf_puts(quoting->out, rule->is_else ? " [ else of " : " [ ");
		avow_sepol_expression(sepol, rule->conditional, quoting->out);
		avow_buf_puts(quoting->out, " ]");
	}
	avow_buf_putc(quoting->out, '\n');
}

static void quote_rule(void *data, const struct avow_sepol_rule *rule)
{
	struct quoting *quoting = data;

	if (rule->is_dontaudit != quoting->is_dontaudit || !rule->is_enabled ||
	    !(rule->permissions & quoting->wanted))
		return;
	if (quoting->count++ < RULES_QUOTED_MAX)
		append_rule(quoting, rule);
}

void avow_group_rules(const struct avow_group *group, bool is_dontaudit,
		      struct avow_buf *out)
{
	struct quoting quoting = { group, out, group_bits(group), is_dontaudit, 0 };
	const struct avow_subject *subject = group->subject;

	avow_sepol_rules(group->sepol, &subject->pair, quote_rule, &quoting);
	if (quoting.count > RULES_QUOTED_MAX)
		avow_buf_printf(out, "and %zu rules more\n",
				quoting.count - RULES_QUOTED_MAX);
}

void avow_boolean_set_write(const struct avow_boolean_set *set,
			    const struct avow_sepol *sepol, const char *separator,
			    struct avow_buf *out)
{
	for (size_t i = 0; i < set->count; i++)
		avow_buf_printf(out, "%s%s = %s", i > 0 ? separator : "",
				avow_sepol_boolean_name(sepol, set->booleans[i]),
				avow_sepol_boolean_state(sepol, set->booleans[i]) ? "off"
										  : "on");
}
