/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Merges the accesses that rules can answer into one allow rule for each source
 * type, target type and class. Whether a rule helps is not judged here
 * (proof.c), and how it is written neither (te.c, cil.c, plain.c).
 */
#include "policy/selinux/module/module.h"

#include <stdlib.h>

#include "analyzer/base/escape.h"
#include "policy/selinux/risk.h"

#define COMMS_NAMED_MAX 5

int avow_module_check_name(const char *name, struct avow_error *error)
{
	bool is_good =
		avow_module_is_alnum(name[0]) && !(name[0] >= '0' && name[0] <= '9');

	for (const char *at = name; is_good && *at; at++)
		is_good = avow_module_is_alnum(*at) || *at == '_';
	if (is_good && !avow_module_is_te_name(name))
		return avow_error_set(error, AVOW_E_USAGE,
				      "%s: a word of the policy language cannot be the "
				      "name of a module",
				      name);
	if (is_good)
		return 0;
	return avow_error_set(
		error, AVOW_E_USAGE,
		"%s: a module's name is a letter, then letters, digits and _", name);
}

static int by_names(const void *left, const void *right)
{
	const struct avow_rule *a = left, *b = right;
	int order = strcmp(a->source, b->source);

	if (order == 0)
		order = strcmp(a->target, b->target);
	if (order == 0)
		order = strcmp(a->tclass, b->tclass);
	if (order == 0)
		order = (a->clusters[0] > b->clusters[0]) -
			(a->clusters[0] < b->clusters[0]);
	return order;
}

static bool is_same(const struct avow_rule *a, const struct avow_rule *b)
{
	return a->pair.source == b->pair.source && a->pair.target == b->pair.target &&
	       a->pair.tclass == b->pair.tclass;
}

/* Sockets of netlink have both: what the record's number is of, the permission says. */
static enum avow_extended extended_of(const struct avow_module *module,
				      const struct avow_asked *asked)
{
	return asked->permissions == avow_sepol_permission(module->sepol,
							   asked->pair.tclass, "nlmsg")
		       ? AVOW_EXTENDED_NLMSG
		       : AVOW_EXTENDED_IOCTL;
}

/* A rule for one access; its one cluster is allocated alone. */
static int make_rule(const struct avow_module *module, const struct avow_asked *asked,
		     struct avow_rule *out, struct avow_arena *arena)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(module->clusters, asked->cluster);

	memset(out, 0, sizeof(*out));
	out->pair = asked->pair;
	out->permissions = asked->permissions;
	out->source = avow_sepol_type_name(module->sepol, asked->pair.source);
	out->target = avow_sepol_type_name(module->sepol, asked->pair.target);
	out->tclass = avow_sepol_class_name(module->sepol, asked->pair.tclass);
	out->count = cluster->accesses[asked->access].count;
	out->booleans = asked->booleans;
	out->is_quiet = asked->is_quiet;
	out->is_extended = !asked->is_untyped;
	if (asked->needs_command &&
	    avow_commands_add(&out->commands[extended_of(module, asked)],
			      (uint16_t)asked->xperm, arena) < 0)
		return AVOW_E_NOMEM;
	out->clusters = avow_arena_alloc(arena, sizeof(*out->clusters));
	if (!out->clusters)
		return AVOW_E_NOMEM;
	out->clusters[0] = asked->cluster;
	out->cluster_count = 1;
	return 0;
}

static int add_rule(struct avow_rule *into, const struct avow_rule *from,
		    struct avow_arena *arena)
{
	into->permissions |= from->permissions;
	into->count += from->count;
	into->is_quiet |= from->is_quiet;
	into->is_extended &= from->is_extended;
	if (!into->booleans)
		into->booleans = from->booleans;
	for (unsigned i = 0; i < AVOW_EXTENDED_KINDS; i++)
		if (avow_commands_merge(&into->commands[i], &from->commands[i], arena) <
		    0)
			return AVOW_E_NOMEM;
	return 0;
}

/* Joins neighbours that an alias of a type has kept apart. */
static int merge_rules(struct avow_module *module, struct avow_arena *arena)
{
	size_t kept = 0;

	for (size_t i = 0; i < module->rule_count; i++) {
		struct avow_rule *last = kept > 0 ? &module->rules[kept - 1] : NULL;
		struct avow_rule *rule = &module->rules[i];
		size_t *clusters;

		if (!last || !is_same(last, rule)) {
			module->rules[kept++] = *rule;
			continue;
		}
		if (add_rule(last, rule, arena) < 0)
			return AVOW_E_NOMEM;
		clusters = avow_arena_alloc(arena, (last->cluster_count + 1) *
							   sizeof(*clusters));
		if (!clusters)
			return AVOW_E_NOMEM;
		memcpy(clusters, last->clusters, last->cluster_count * sizeof(*clusters));
		clusters[last->cluster_count++] = rule->clusters[0];
		last->clusters = clusters;
	}
	module->rule_count = kept;
	return 0;
}

int avow_module_build(struct avow_module *module, const struct avow_asked *asked,
		      size_t count, struct avow_arena *arena)
{
	module->rule_count = 0;
	module->rules = avow_arena_alloc(arena, (count + 1) * sizeof(*module->rules));
	if (!module->rules)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++) {
		struct avow_rule *last = module->rule_count > 0
						 ? &module->rules[module->rule_count - 1]
						 : NULL;
		struct avow_rule rule;

		if (asked[i].is_given_up)
			continue;
		if (make_rule(module, &asked[i], &rule, arena) < 0)
			return AVOW_E_NOMEM;
		if (!last || last->clusters[0] != asked[i].cluster)
			module->rules[module->rule_count++] = rule;
		else if (add_rule(last, &rule, arena) < 0)
			return AVOW_E_NOMEM;
	}
	qsort(module->rules, module->rule_count, sizeof(*module->rules), by_names);
	return merge_rules(module, arena);
}

int avow_module_hide(struct avow_module *module, const struct avow_sepol_pair *pair,
		     uint32_t permissions, size_t cluster)
{
	struct avow_rule *rules = avow_arena_alloc(
		&module->arena, (module->rule_count + 2) * sizeof(*rules));
	struct avow_rule rule = {
		.pair = *pair,
		.permissions = permissions,
		.source = avow_sepol_type_name(module->sepol, pair->source),
		.target = avow_sepol_type_name(module->sepol, pair->target),
		.tclass = avow_sepol_class_name(module->sepol, pair->tclass),
		.count = avow_clusters_at(module->clusters, cluster)->count,
		.is_dontaudit = true,
	};

	rule.clusters = avow_arena_alloc(&module->arena, sizeof(*rule.clusters));
	if (!rules || !rule.clusters)
		return AVOW_E_NOMEM;
	rule.clusters[rule.cluster_count++] = cluster;
	if (module->rule_count)
		memcpy(rules, module->rules, module->rule_count * sizeof(*rules));
	rules[module->rule_count++] = rule;
	module->rules = rules;
	qsort(module->rules, module->rule_count, sizeof(*module->rules), by_names);
	return 0;
}

static int by_name(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void avow_module_permissions(const struct avow_module *module, uint16_t tclass,
			     uint32_t permissions, struct avow_buf *out)
{
	const char *names[32];
	size_t count = 0;

	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name = avow_sepol_permission_name(module->sepol, tclass, bit);

		if ((permissions & (UINT32_C(1) << bit)) && name)
			names[count++] = name;
	}
	qsort(names, count, sizeof(names[0]), by_name);
	if (count != 1)
		avow_buf_puts(out, "{ ");
	for (size_t i = 0; i < count; i++)
		avow_buf_printf(out, "%s%s", i > 0 ? " " : "", names[i]);
	if (count != 1)
		avow_buf_puts(out, " }");
}

/* A program's name may hold anything; what could end the comment, or m4 act on, goes. */
static void append_comm(struct avow_span comm, struct avow_buf *out)
{
	struct avow_buf shown = { 0 };

	avow_escape_display(&shown, comm);
	for (size_t i = 0; i < shown.length; i++) {
		char byte = shown.data[i];
		bool is_safe = avow_module_is_alnum(byte) || strchr("._/:+@-", byte);

		avow_buf_putc(out, is_safe ? byte : '?');
	}
	avow_buf_free(&shown);
}

/* The programs of all the rule's clusters, most frequent first within each. */
static void append_comms(const struct avow_module *module, const struct avow_rule *rule,
			 struct avow_buf *out)
{
	struct avow_span named[COMMS_NAMED_MAX];
	size_t count = 0, more = 0;
	bool has_more = false;

	for (size_t i = 0; i < rule->cluster_count; i++) {
		const struct avow_tally *comms =
			&avow_clusters_at(module->clusters, rule->clusters[i])->comms;

		has_more |= comms->has_more;
		for (size_t j = 0; j < comms->length; j++) {
			struct avow_span comm = comms->entries[j].value;
			size_t at = 0;

			while (at < count && !avow_span_equal(named[at], comm))
				at++;
			if (at < count)
				continue;
			if (count == COMMS_NAMED_MAX) {
				more++;
				continue;
			}
			named[count++] = comm;
			avow_buf_puts(out, count == 1 ? " by " : ", ");
			append_comm(comm, out);
		}
	}
	if (more > 0 || has_more)
		avow_buf_printf(out, " and %s%zu more", has_more ? "at least " : "",
				more > 0 ? more : 1);
}

static void append_commands(const struct avow_rule *rule, const char *mark,
			    struct avow_buf *out)
{
	const struct avow_commands *commands = &rule->commands[AVOW_EXTENDED_IOCTL];
	struct avow_buf names = { 0 };

	if (avow_commands_is_empty(commands))
		return;
	avow_commands_write_names(commands, &names);
	if (names.length)
		avow_buf_printf(out, "%s commands: %s\n", mark, avow_buf_string(&names));
	avow_buf_free(&names);
}

/* A neverallow rule of the user's that was overridden. */
static void append_broken(const struct avow_module *module, const struct avow_rule *rule,
			  const char *mark, struct avow_buf *out)
{
	const struct avow_sepol_rule asked = { .pair = rule->pair,
					       .permissions = rule->permissions };
	struct avow_neverallow_place where;

	if (module->neverallow && !rule->is_dontaudit &&
	    avow_neverallow_breaks(module->neverallow, module->sepol, &asked, &where))
		avow_buf_printf(out,
				"%s WARNING SEL-NEVERALLOW: it breaks the rule of line "
				"%zu\n",
				mark, where.line);
}

/* What a reviewer has to know of the rule. */
static void append_risks(const struct avow_module *module, const struct avow_rule *rule,
			 const char *mark, struct avow_buf *out)
{
	const struct avow_risk_case asked = { .sepol = module->sepol,
					      .pair = rule->pair,
					      .permissions = rule->permissions };
	const struct avow_risk *risks[AVOW_RISKS_MAX];
	size_t count = rule->is_extended || rule->is_dontaudit
			       ? 0
			       : avow_risks_find(&asked, risks);

	for (size_t i = 0; i < count; i++)
		avow_buf_printf(out, "%s %s %s: it %s\n", mark,
				risks[i]->is_refused ? "WARNING" : "risk", risks[i]->code,
				risks[i]->title);
	append_broken(module, rule, mark, out);
}

void avow_module_comment(const struct avow_module *module, const struct avow_rule *rule,
			 const char *mark, struct avow_buf *out)
{
	if (!rule->cluster_count) { /* it comes with a new type */
		avow_buf_printf(out,
				strcmp(rule->tclass, "dir") == 0
					? "%s to reach what is in it\n"
					: "%s what it may do with the generic type\n",
				mark);
		return;
	}
	avow_buf_printf(out, "%s %llu denial%s", mark, (unsigned long long)rule->count,
			rule->count == 1 ? "" : "s");
	append_comms(module, rule, out);
	avow_buf_putc(out, '\n');
	if (rule->is_quiet)
		avow_buf_printf(out,
				"%s the policy hides some of it on purpose (dontaudit)\n",
				mark);
	if (!rule->new_type)
		append_risks(module, rule, mark, out);
	append_commands(rule, mark, out);
	if (!rule->booleans)
		return;
	avow_buf_printf(out, "%s a boolean would answer some of it:", mark);
	for (const char *at = rule->booleans; *at; at++) {
		if (at == rule->booleans || at[-1] == '\n')
			avow_buf_putc(out, ' ');
		if (*at != '\n')
			avow_buf_putc(out, *at);
		else if (at[1])
			avow_buf_putc(out, ',');
	}
	avow_buf_putc(out, '\n');
}
