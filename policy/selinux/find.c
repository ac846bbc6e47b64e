/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Walks the clusters once: asks for every access, groups the reasons, and keeps
 * what is refused for the module. Then the module is made, proved and written.
 */
#include "policy/selinux/selinux.h"

#include "policy/selinux/advice.h"
#include "policy/selinux/module.h"
#include "policy/selinux/policy.h"
#include "policy/selinux/proof.h"

struct finder {
	const struct avow_clusters *clusters;
	struct avow_sids sids;
	struct avow_findings *out;
	struct avow_arena scratch;
	struct avow_asked *asked;
	size_t asked_count;
};

static size_t count_accesses(const struct avow_clusters *clusters)
{
	size_t count = 0;

	for (size_t i = 0; i < avow_clusters_count(clusters); i++)
		count += avow_clusters_at(clusters, i)->access_count;
	return count;
}

/* Remembers an access that is refused, for the module to answer. */
static void keep(struct finder *finder, const struct avow_case *ask, size_t cluster,
		 size_t access)
{
	struct avow_asked *asked;

	if (!ask->is_asked || avow_answer_refused(&ask->answer) == 0)
		return;
	asked = &finder->asked[finder->asked_count++];
	asked->cluster = cluster;
	asked->access = access;
	asked->source = ask->subject->source;
	asked->target = ask->subject->target;
	asked->tclass = ask->question.tclass;
	asked->permissions = ask->question.requested;
	asked->has_unknown = avow_case_unknown_words(ask) != 0;
	asked->is_quiet = (ask->answer.untyped & ask->answer.quiet) != 0;
}

/* The booleans that the cluster's accesses have in common, for the comments. */
static void note_booleans(struct finder *finder, const struct avow_finding *finding,
			  size_t from)
{
	const char *booleans = NULL;

	for (size_t i = 0; i < finding->reason_count && !booleans; i++)
		if (strcmp(finding->reasons[i].code, avow_reason_boolean.code) == 0)
			booleans = finding->reasons[i].evidence;
	for (size_t i = from; i < finder->asked_count; i++)
		finder->asked[i].booleans = booleans;
}

static int ask_accesses(struct finder *finder, const struct avow_subject *subject,
			size_t index, struct avow_groups *groups, const char **codes)
{
	const struct avow_cluster *cluster = subject->cluster;
	struct avow_case ask;
	int code = 0;

	for (size_t i = 0; i < cluster->access_count && code == 0; i++) {
		code = avow_case_ask(&ask, &finder->sids, subject, &cluster->accesses[i]);
		if (code < 0)
			return code;
		keep(finder, &ask, index, i);
		code = avow_groups_add(groups, &ask, &codes[i]);
	}
	return code;
}

static int find_cluster(struct finder *finder, size_t index)
{
	const struct avow_cluster *cluster = avow_clusters_at(finder->clusters, index);
	struct avow_finding *finding = &finder->out->of[index];
	struct avow_arena *arena = &finder->out->arena;
	struct avow_groups groups = { 0 };
	struct avow_subject subject;
	size_t first = finder->asked_count;
	const char **codes =
		avow_arena_alloc(arena, (cluster->access_count + 1) * sizeof(*codes));
	int code = AVOW_E_NOMEM;

	if (!codes)
		return code;
	finding->access_reasons = codes;
	finding->access_count = cluster->access_count;
	avow_subject_init(&subject, finder->sids.sepol, finder->sids.atoms, cluster);
	code = ask_accesses(finder, &subject, index, &groups, codes);
	if (code == 0)
		code = avow_groups_write(&groups, finding, arena);
	if (code == 0)
		code = avow_advice_write(&groups, finding, arena);
	note_booleans(finder, finding, first);
	avow_arena_free(&groups.arena);
	return code;
}

/* Every denial is asked again, allowed already, or of what the policy does not know. */
static void count_denials(const struct finder *finder, struct avow_suggestion *out)
{
	for (size_t i = 0; i < finder->out->count; i++) {
		const struct avow_cluster *cluster =
			avow_clusters_at(finder->clusters, i);
		const char *const *codes = finder->out->of[i].access_reasons;

		if (cluster->lsm != AVOW_LSM_SELINUX)
			continue;
		for (size_t j = 0; j < cluster->access_count; j++)
			if (strcmp(codes[j], avow_reason_allowed.code) == 0)
				out->already += cluster->accesses[j].count;
		out->unjudged += cluster->count;
	}
	out->unjudged -= out->already + out->asked;
}

/* Each cluster that has a rule gets it as its last advice. */
static int advise_rules(struct finder *finder, const struct avow_module *module)
{
	struct avow_buf line = { 0 };
	int code = 0;

	for (size_t i = 0; i < module->rule_count && code == 0; i++) {
		const struct avow_rule *rule = &module->rules[i];
		const char *text;

		avow_buf_clear(&line);
		avow_module_write_rule(module, rule, &line);
		text = line.failed ? NULL
				   : avow_arena_string(&finder->out->arena,
						       avow_buf_span(&line));
		if (!text)
			code = AVOW_E_NOMEM;
		for (size_t j = 0; text && j < rule->cluster_count; j++)
			avow_advice_add_rule(&finder->out->of[rule->clusters[j]], text);
	}
	avow_buf_free(&line);
	return code;
}

static int write_module(const struct avow_module *module, struct avow_suggestion *out,
			struct avow_arena *arena)
{
	const struct {
		void (*write)(const struct avow_module *module, struct avow_buf *out);
		const char **text;
	} forms[] = {
		{ avow_module_write_te, &out->te },
		{ avow_module_write_cil, &out->cil },
		{ avow_module_write_plain, &out->plain },
	};
	struct avow_buf text = { 0 };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(forms); i++) {
		avow_buf_clear(&text);
		forms[i].write(module, &text);
		*forms[i].text = text.failed
					 ? NULL
					 : avow_arena_string(arena, avow_buf_span(&text));
	}
	avow_buf_free(&text);
	out->rules = module->rule_count;
	out->te_left_out = avow_module_te_left_out(module, &out->te_left_out_denials);
	return out->te && out->cil && out->plain ? 0 : AVOW_E_NOMEM;
}

static int suggest(struct finder *finder, const char *name)
{
	struct avow_suggestion *out = &finder->out->suggestion;
	struct avow_module module = { .sepol = finder->sids.sepol,
				      .clusters = finder->clusters };
	int code;

	module.name = avow_arena_string(&finder->out->arena, avow_span_of(name));
	if (!module.name)
		return AVOW_E_NOMEM;
	out->name = module.name;
	code = avow_proof_run(&module, finder->asked, finder->asked_count, &finder->sids,
			      out, &finder->out->arena);
	if (code == 0)
		code = write_module(&module, out, &finder->out->arena);
	if (code == 0)
		code = advise_rules(finder, &module);
	if (code == 0)
		count_denials(finder, out);
	return code;
}

static int find(struct finder *finder, const char *module)
{
	struct avow_findings *out = finder->out;
	size_t accesses = count_accesses(finder->clusters);
	int code = 0;

	out->count = avow_clusters_count(finder->clusters);
	out->of = avow_arena_alloc(&out->arena, (out->count + 1) * sizeof(*out->of));
	finder->asked = avow_arena_alloc(&finder->scratch,
					 (accesses + 1) * sizeof(*finder->asked));
	if (!out->of || !finder->asked)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < out->count && code == 0; i++)
		if (avow_clusters_at(finder->clusters, i)->lsm == AVOW_LSM_SELINUX)
			code = find_cluster(finder, i);
	return code < 0 ? code : suggest(finder, module);
}

int avow_selinux_check_module(const char *name, struct avow_error *error)
{
	return avow_module_check_name(name, error);
}

int avow_selinux_find(struct avow_selinux_policy *policy,
		      const struct avow_clusters *clusters, const char *module,
		      struct avow_findings *out, struct avow_error *error)
{
	struct finder finder = { .clusters = clusters, .out = out };
	int code = avow_module_check_name(module, error);

	if (code < 0)
		return code;
	out->policy = policy->info;
	out->policy.source =
		avow_arena_string(&out->arena, avow_span_of(policy->info.source));
	code = out->policy.source ? avow_sids_init(&finder.sids, policy->sepol,
						   avow_clusters_atoms(clusters))
				  : AVOW_E_NOMEM;
	if (code == 0)
		code = find(&finder, module);
	avow_sids_free(&finder.sids);
	avow_arena_free(&finder.scratch);
	if (code == AVOW_E_LIBRARY)
		return avow_error_set(error, code,
				      "%s: libsepol cannot decide by this policy",
				      policy->info.source);
	return code < 0 ? avow_error_nomem(error) : 0;
}
