/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Makes the suggestion of what was refused: the module, proved, advised of in the
 * findings, planned with, and written. What was refused find.c has asked.
 */
#include <stdio.h>

#include "analyzer/base/escape.h"
#include "policy/selinux/finder.h"
#include "policy/selinux/module/proof.h"
#include "policy/selinux/plan/planner.h"

/* Every denial is asked again, allowed already, or of what the policy does not know. */
static void count_denials(const struct avow_finder *finder, struct avow_suggestion *out)
{
	for (size_t i = 0; i < finder->out->count; i++) {
		const struct avow_cluster *cluster =
			avow_clusters_at(finder->clusters, i);
		const char *const *codes = finder->out->of[i].access_reasons;

		if (!codes)
			continue;
		for (size_t j = 0; j < cluster->access_count; j++)
			if (strcmp(codes[j], avow_reason_allowed.code) == 0)
				out->already += cluster->accesses[j].count;
		out->unjudged += cluster->count;
	}
	out->unjudged -= out->already + out->asked;
}

/* What became of each cluster's denials with the module, by index. */
static int count_outcomes(const struct avow_finder *finder, struct avow_arena *arena,
			  struct avow_outcome **out)
{
	*out = avow_arena_alloc(arena, (finder->out->count + 1) * sizeof(**out));
	if (!*out)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < finder->asked_count; i++) {
		const struct avow_asked *asked = &finder->asked[i];
		const struct avow_cluster *cluster =
			avow_clusters_at(finder->clusters, asked->cluster);
		struct avow_outcome *outcome = &(*out)[asked->cluster];

		if (!asked->is_given_up && !asked->has_unknown)
			outcome->allowed += cluster->accesses[asked->access].count;
		else
			outcome->denied += cluster->accesses[asked->access].count;
	}
	for (size_t i = 0; i < finder->out->suggestion.unanswered_count; i++) {
		const struct avow_unanswered *left =
			&finder->out->suggestion.unanswered[i];

		if (!(*out)[left->cluster].code)
			(*out)[left->cluster].code = left->code;
	}
	return 0;
}

/* The risks of the rule, kept; the number of them is in @out. */
static int weigh_rule(struct avow_finder *finder, const struct avow_rule *rule,
		      struct avow_rule_advice *out)
{
	const struct avow_risk_case asked = { .sepol = finder->contexts.sepol,
					      .pair = rule->pair,
					      .permissions = rule->permissions };
	const struct avow_risk *found[AVOW_RISKS_MAX];
	const struct avow_risk **risks;

	out->risk_count = avow_risks_find(&asked, found);
	if (out->risk_count == 0)
		return 0;
	risks = avow_arena_alloc(&finder->out->arena,
				 out->risk_count * sizeof(const struct avow_risk *));
	if (!risks)
		return AVOW_E_NOMEM;
	memcpy(risks, found, out->risk_count * sizeof(const struct avow_risk *));
	out->risks = risks;
	return 0;
}

/* The lines of a new type, as the advice says them. */
static const char *describe_type(const struct avow_finder *finder,
				 const struct avow_new_type *type)
{
	struct avow_buf text = { 0 };
	const char *out = NULL;

	avow_buf_printf(&text, "type %s; # in the module, with its rules\n", type->name);
	avow_buf_printf(&text, "%s -> %s\n", type->pattern, type->name);
	avow_buf_puts(&text, "restorecon -R ");
	avow_escape_shell(&text, avow_span_of(type->directory));
	if (!text.failed)
		out = avow_arena_string(&finder->out->arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return out;
}

/* Gives the rule's clusters an advice as their last, each with its proof. */
static int give(struct avow_finder *finder, const struct avow_rule *rule,
		struct avow_rule_advice advice, const struct avow_outcome *outcomes)
{
	for (size_t i = 0; i < rule->cluster_count; i++) {
		size_t cluster = rule->clusters[i];
		struct avow_finding *finding = &finder->out->of[cluster];

		advice.proof = avow_outcome_text(&outcomes[cluster], &finder->out->arena);
		if (!advice.proof)
			return AVOW_E_NOMEM;
		advice.is_choice = outcomes[cluster].allowed > 0;
		finder->tried[cluster][finding->advice_count] =
			(struct avow_tried){ .kind = advice.kind,
					     .is_tried = true,
					     .outcome = outcomes[cluster] };
		avow_finding_add_rule(finding, &advice);
	}
	return 0;
}

/* Gives the clusters of a rule the type that would be better, before the rule. */
static int advise_type(struct avow_finder *finder, const struct avow_rule *rule,
		       const struct avow_outcome *outcomes)
{
	const struct avow_new_type *type = avow_newtypes_of(&finder->types, rule);
	struct avow_rule_advice advice = { .kind = &avow_advice_new_type };

	if (!type)
		return 0;
	advice.rule = describe_type(finder, type);
	return advice.rule ? give(finder, rule, advice, outcomes) : AVOW_E_NOMEM;
}

/* Gives the rule's clusters the rule as their last advice, with its proof. */
static int advise_rule(struct avow_finder *finder, const struct avow_rule *rule,
		       const char *text, const struct avow_outcome *outcomes)
{
	struct avow_rule_advice advice = {
		.kind = rule->is_extended ? &avow_advice_allow_xperm : &avow_advice_allow,
		.rule = text,
	};

	if (weigh_rule(finder, rule, &advice) < 0)
		return AVOW_E_NOMEM;
	return give(finder, rule, advice, outcomes);
}

static int advise_rules(struct avow_finder *finder, const struct avow_module *module)
{
	struct avow_outcome *outcomes;
	struct avow_buf line = { 0 };
	int code = count_outcomes(finder, &finder->scratch, &outcomes);

	for (size_t i = 0; i < module->rule_count && code == 0; i++) {
		const char *text;

		avow_buf_clear(&line);
		avow_module_write_rule(module, &module->rules[i], &line);
		text = line.failed ? NULL
				   : avow_arena_string(&finder->out->arena,
						       avow_buf_span(&line));
		code = text ? advise_type(finder, &module->rules[i], outcomes)
			    : AVOW_E_NOMEM;
		if (code == 0)
			code = advise_rule(finder, &module->rules[i], text, outcomes);
	}
	avow_buf_free(&line);
	return code;
}

/* Moves @text to the arena as one of the suggestion's forms. */
static int keep_form(struct avow_buf *text, struct avow_arena *arena,
		     struct avow_span *out)
{
	if (text->failed)
		return AVOW_E_NOMEM;
	*out = avow_arena_copy(arena, avow_buf_span(text));
	avow_buf_clear(text);
	return out->data ? 0 : AVOW_E_NOMEM;
}

/* Whether it has rules, and a .te can hold none of them. */
static bool is_cil_only(const struct avow_module *module)
{
	uint64_t denials;

	return module->rule_count &&
	       avow_module_te_left_out(module, &denials) == module->rule_count;
}

static int write_module(const struct avow_module *module, struct avow_span previous,
			struct avow_suggestion *out, struct avow_arena *arena)
{
	struct avow_buf text = { 0 };
	struct avow_span te, cil, plain, fc, interfaces;
	char version[16];
	unsigned minor;
	int code;

	avow_module_write_te_after(module, previous, &minor, &text);
	code = keep_form(&text, arena, &te);
	avow_module_write_cil(module, &text);
	if (code == 0)
		code = keep_form(&text, arena, &cil);
	avow_module_write_plain(module, &text);
	if (code == 0)
		code = keep_form(&text, arena, &plain);
	avow_module_write_fc(module, &text);
	if (code == 0)
		code = keep_form(&text, arena, &fc);
	avow_module_write_if(module, &text);
	if (code == 0)
		code = keep_form(&text, arena, &interfaces);
	snprintf(version, sizeof(version), "1.%u", minor);
	if (code == 0)
		code = avow_module_write_package(module, version, &text);
	if (code == 0)
		code = keep_form(&text, arena, &out->package);
	avow_buf_free(&text);
	if (code < 0)
		return code;
	/* checkmodule refuses a module without a rule. */
	out->te = is_cil_only(module) ? NULL : te.data;
	out->cil = cil.data;
	out->plain = plain.data;
	out->fc = fc.data;
	out->interfaces = interfaces.data;
	return 0;
}

static struct avow_module make_module(const struct avow_finder *finder, const char *name)
{
	return (struct avow_module){ .name = name,
				     .sepol = finder->contexts.sepol,
				     .clusters = finder->clusters,
				     .neverallow = finder->neverallow };
}

/* The rules that no suggestion may break; NULL when the user lets them be broken. */
static const struct avow_neverallow *binding(const struct avow_finder *finder)
{
	const struct avow_steering *steering = finder->options->steering;

	if (steering &&
	    avow_steering_lists(steering->allow_risky, avow_circumstance_neverallow.code))
		return NULL;
	return finder->neverallow;
}

/* Leaves in the list what is open still: what rules should answer, and cannot. */
static void keep_open(const struct avow_planned *planned, struct avow_suggestion *out)
{
	size_t kept = 0;

	for (size_t i = 0; i < out->unanswered_count; i++)
		if (planned[out->unanswered[i].cluster].is_open)
			out->unanswered[kept++] = out->unanswered[i];
	out->unanswered_count = kept;
}

/* The directories that are relabelled once the module is there. */
static int keep_directories(const struct avow_module *module, struct avow_arena *arena,
			    struct avow_suggestion *out)
{
	out->relabel = avow_arena_alloc(arena, (module->new_type_count + 1) *
						       sizeof(*out->relabel));
	if (!out->relabel)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < module->new_type_count; i++)
		out->relabel[out->relabel_count++] = module->new_types[i]->directory;
	return 0;
}

/* Turns the rules of clusters for which a new type was chosen. */
static int use_types(struct avow_finder *finder, const struct avow_planned *planned,
		     struct avow_module *module)
{
	bool *chosen = avow_arena_alloc(&finder->scratch,
					(module->rule_count + 1) * sizeof(*chosen));

	if (!chosen)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < module->rule_count; i++) {
		const struct avow_rule *rule = &module->rules[i];

		chosen[i] = rule->cluster_count > 0;
		for (size_t j = 0; j < rule->cluster_count; j++)
			chosen[i] &= planned[rule->clusters[j]].has_new_type;
	}
	if (avow_newtypes_apply(&finder->types, chosen, module) < 0)
		return AVOW_E_NOMEM;
	return keep_directories(module, &finder->out->arena, &finder->out->suggestion);
}

/* Plans with what was advised; the module is made again, of what the plan leaves it. */
static int plan(struct avow_finder *finder, struct avow_module *module)
{
	struct avow_findings *out = finder->out;
	struct avow_suggestion planned = { .name = out->suggestion.name };
	struct avow_planner planner = { .clusters = finder->clusters,
					.contexts = &finder->contexts,
					.findings = out,
					.tried = finder->tried,
					.asked = finder->asked,
					.asked_count = finder->asked_count,
					.neverallow = binding(finder),
					.steering = finder->options->steering,
					.arena = &out->arena,
					.scratch = &finder->scratch };
	const struct avow_planned *outcome;
	int code;

	avow_arena_free(&module->arena);
	*module = make_module(finder, planned.name);
	code = avow_plan_make(&planner, module, &planned, &out->plan);
	outcome = avow_planner_planned(&planner, &finder->scratch);
	if (!outcome)
		return AVOW_E_NOMEM;
	if (code == 0 && finder->types.count)
		code = use_types(finder, outcome, module);
	keep_open(outcome, &out->suggestion);
	return code;
}

/* Writes for refpolicy: with its sets of permissions, and calls of its interfaces. */
static int use_headers(struct avow_finder *finder, struct avow_module *module)
{
	const struct avow_interfaces_source source = {
		.headers = finder->options->headers,
		.cache = finder->options->cache,
	};
	int code = avow_macros_read(source.headers, &module->macros, &module->arena);

	module->is_refpolicy = true;
	return code < 0 ? code
			: avow_module_call_headers(module, &source,
						   &finder->out->suggestion,
						   &finder->out->arena);
}

/* What was asked and tried is known by the module and the plan now, and may be much. */
static void forget(struct avow_finder *finder)
{
	avow_arena_free(&finder->scratch);
	finder->asked = NULL;
	finder->tried = NULL;
	finder->servers = NULL;
	finder->asked_count = 0;
}

int avow_finder_suggest(struct avow_finder *finder)
{
	struct avow_suggestion *out = &finder->out->suggestion;
	struct avow_module module;
	int code;

	out->name = avow_arena_string(&finder->out->arena,
				      avow_span_of(finder->options->module));
	if (!out->name)
		return AVOW_E_NOMEM;
	module = make_module(finder, out->name);
	code = avow_proof_run(&module, finder->asked, finder->asked_count,
			      &finder->contexts, binding(finder), out,
			      &finder->out->arena);
	if (code == 0)
		code = avow_newtypes_find(&module, finder->labels, &finder->out->arena,
					  &finder->types);
	avow_labels_close(finder->labels);
	finder->labels = NULL;
	if (code == 0)
		code = advise_rules(finder, &module);
	if (code == 0 && finder->options->steering)
		code = plan(finder, &module);
	forget(finder);
	if (code == 0 && finder->options->headers)
		code = use_headers(finder, &module);
	if (code == 0 && finder->options->has_sources)
		code = write_module(&module, finder->options->previous, out,
				    &finder->out->arena);
	out->rules = module.rule_count;
	out->te_left_out = avow_module_te_left_out(&module, &out->te_left_out_denials);
	if (code == 0)
		count_denials(finder, out);
	avow_arena_free(&module.arena);
	return code;
}
