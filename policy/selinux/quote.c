/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The words that the texts of reasons share: permissions, the triple of a rule,
 * and the policy's rules written out. Log text is escaped here, since it is put
 * between words of our own.
 */
#include "policy/selinux/quote.h"

#include "policy/selinux/reason.h"

#include "analyzer/base/escape.h"

#define RULES_QUOTED_MAX 6

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

struct walk {
	const struct avow_quoting *quoting;
	struct avow_buf *out;
	size_t count;
};

static void append_conditional(const struct avow_sepol *sepol,
			       const struct avow_sepol_rule *rule, struct avow_buf *out)
{
	if (!rule->conditional)
		return;
	avow_buf_puts(out, rule->is_else ? " [ else of " : " [ ");
	avow_sepol_expression(sepol, rule->conditional, out);
	avow_buf_puts(out, " ]");
}

static void append_rule(const struct walk *walk, const struct avow_sepol_rule *rule)
{
	const struct avow_sepol *sepol = walk->quoting->sepol;
	uint32_t bits = rule->permissions & walk->quoting->wanted;

	avow_buf_printf(walk->out, "%s %s %s:%s {",
			rule->is_dontaudit ? "dontaudit" : "allow",
			avow_sepol_type_name(sepol, rule->pair.source),
			avow_sepol_type_name(sepol, rule->pair.target),
			avow_sepol_class_name(sepol, rule->pair.tclass));
	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name =
			avow_sepol_permission_name(sepol, rule->pair.tclass, bit);

		if ((bits & (UINT32_C(1) << bit)) && name)
			avow_buf_printf(walk->out, " %s", name);
	}
	avow_buf_puts(walk->out, " };");
	append_conditional(sepol, rule, walk->out);
	avow_buf_putc(walk->out, '\n');
}

static void quote_rule(void *data, const struct avow_sepol_rule *rule)
{
	struct walk *walk = data;
	unsigned kind = rule->is_dontaudit ? AVOW_QUOTE_DONTAUDIT : AVOW_QUOTE_ALLOW;
	unsigned state = rule->is_enabled ? AVOW_QUOTE_IN_FORCE : AVOW_QUOTE_SWITCHED_OFF;

	if (!(walk->quoting->kinds & kind) || !(walk->quoting->kinds & state) ||
	    !(rule->permissions & walk->quoting->wanted))
		return;
	if (walk->count++ < RULES_QUOTED_MAX)
		append_rule(walk, rule);
}

size_t avow_quote_rules(const struct avow_quoting *quoting, struct avow_buf *out)
{
	struct walk walk = { quoting, out, 0 };

	avow_sepol_rules(quoting->sepol, quoting->pair, quote_rule, &walk);
	if (walk.count > RULES_QUOTED_MAX)
		avow_buf_printf(out, "and %zu rules more\n",
				walk.count - RULES_QUOTED_MAX);
	return walk.count;
}

void avow_group_rules(const struct avow_group *group, bool is_dontaudit,
		      struct avow_buf *out)
{
	const struct avow_quoting quoting = {
		.sepol = group->sepol,
		.pair = &group->subject->pair,
		.wanted = group_bits(group),
		.kinds = AVOW_QUOTE_IN_FORCE |
			 (is_dontaudit ? AVOW_QUOTE_DONTAUDIT : AVOW_QUOTE_ALLOW),
	};

	avow_quote_rules(&quoting, out);
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
