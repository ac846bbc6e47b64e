/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Walks the clusters once: asks for every access, groups the reasons, and keeps
 * what is refused for the module, which suggest.c makes.
 */
#include "policy/selinux/selinux.h"

#include "policy/selinux/finder.h"
#include "policy/selinux/layer.h"
#include "policy/selinux/policy.h"
#include "policy/selinux/sepol/types.h"

#define ALONE_MAX 16

static size_t count_accesses(const struct avow_clusters *clusters)
{
	size_t count = 0;

	for (size_t i = 0; i < avow_clusters_count(clusters); i++)
		count += avow_clusters_at(clusters, i)->access_count;
	return count;
}

/* Remembers an access that is refused, for the module to answer. */
static void keep(struct avow_finder *finder, const struct avow_fold *fold,
		 const struct avow_subject *subject, size_t cluster, size_t access)
{
	if (fold->is_refused)
		finder->asked[finder->asked_count++] = (struct avow_asked){
			.cluster = cluster,
			.access = access,
			.pair = subject->pair,
			.permissions = fold->question.requested,
			.xperm = fold->xperm,
			.fold = fold->number,
			.has_unknown = fold->has_unknown,
			.is_quiet = fold->is_quiet,
			.is_untyped = fold->is_untyped,
			.needs_command = fold->xperm && (fold->is_unextended ||
							 (finder->options->has_commands &&
							  fold->is_untyped)),
		};
}

/* The booleans that the cluster's accesses have in common, for the comments. */
static void note_booleans(struct avow_finder *finder, const struct avow_finding *finding,
			  size_t from)
{
	const char *booleans = NULL;

	for (size_t i = 0; i < finding->reason_count && !booleans; i++)
		if (strcmp(finding->reasons[i].code, avow_reason_boolean.code) == 0)
			booleans = finding->reasons[i].evidence;
	for (size_t i = from; i < finder->asked_count; i++)
		finder->asked[i].booleans = booleans;
}

/* What the questions of one cluster share. */
struct asking {
	struct avow_finder *finder;
	struct avow_subject subject;
	struct avow_groups groups;
	struct avow_folds folds;
	struct avow_fold alone; /* of an access that no fold takes */
	size_t alone_count;
	bool has_decisions, has_layers;
};

static int ask_anew(struct asking *asking, const struct avow_access *access,
		    struct avow_fold *fold)
{
	struct avow_case ask;
	int code =
		avow_case_ask(&ask, &asking->finder->contexts, &asking->subject, access);

	if (code < 0)
		return code;
	fold->number = asking->finder->fold_count++;
	fold->first = access;
	fold->question = ask.question;
	fold->is_asked = ask.is_asked;
	fold->has_unknown = avow_case_unknown_words(&ask) != 0;
	fold->is_refused = ask.is_asked && avow_answer_refused(&ask.answer) != 0;
	fold->is_untyped = ask.answer.untyped != 0;
	fold->is_unextended = ask.answer.unextended != 0;
	fold->is_quiet = (ask.answer.untyped & ask.answer.quiet) != 0;
	code = avow_groups_add(&asking->groups, &ask, &fold->membership);
	if (code == 0 && asking->has_layers)
		code = avow_layers_write(&ask, &asking->finder->out->arena, &fold->layers,
					 &fold->layer_count);
	return code;
}

/*
 * A fold for an access that the policy cannot compare with others. Some are kept to be
 * shown; the rest use one place, since there may be many.
 */
static struct avow_fold *alone(struct asking *asking)
{
	if (asking->has_decisions && asking->alone_count < ALONE_MAX) {
		asking->alone_count++;
		return avow_folds_add(&asking->folds);
	}
	memset(&asking->alone, 0, sizeof(asking->alone));
	return &asking->alone;
}

/* The question's fold, answered, and the access counted in it. NULL: memory is out. */
static const struct avow_fold *ask_access(struct asking *asking,
					  const struct avow_access *access)
{
	struct avow_contexts *contexts = &asking->finder->contexts;
	const struct avow_sepol_context *source, *target;
	struct avow_fold *fold;
	bool is_new = true;

	if (avow_contexts_get(contexts, access->scontext, &source) < 0 ||
	    avow_contexts_get(contexts, access->tcontext, &target) < 0)
		return NULL;
	if (source && target)
		fold = avow_folds_find(&asking->folds, source, target, access, &is_new);
	else
		fold = alone(asking);
	if (!fold || (is_new && ask_anew(asking, access, fold) < 0))
		return NULL;
	if (!is_new)
		avow_groups_count(&fold->membership, access);
	fold->count += access->count;
	fold->access_count++;
	return fold;
}

static int ask_accesses(struct asking *asking, size_t index, const char **codes)
{
	const struct avow_cluster *cluster = asking->subject.cluster;

	for (size_t i = 0; i < cluster->access_count; i++) {
		const struct avow_fold *fold = ask_access(asking, &cluster->accesses[i]);

		if (!fold)
			return AVOW_E_NOMEM;
		codes[i] = fold->membership.code;
		keep(asking->finder, fold, &asking->subject, index, i);
	}
	return 0;
}

/* Looks at what surrounds the accesses, and turns all of it into advice. */
static int tell(struct asking *asking, size_t index, struct avow_finding *finding)
{
	struct avow_finder *finder = asking->finder;
	struct avow_telling telling = {
		.sepol = finder->contexts.sepol,
		.subject = &asking->subject,
		.folds = &asking->folds,
		.arena = &finder->out->arena,
		.scratch = &finder->scratch,
	};
	const struct avow_scene scene = {
		.neverallow = finder->neverallow,
		.sepol = finder->contexts.sepol,
		.labels = finder->labels,
		.atoms = finder->contexts.atoms,
		.subject = &asking->subject,
		.finding = finding,
		.servers = finder->servers,
	};
	int code = avow_advice_from_groups(&asking->groups, &telling);

	if (code == 0)
		code = avow_circumstances_look(&scene, &telling);
	return code == 0 ? avow_telling_write(&telling, finding, &finder->tried[index])
			 : code;
}

/* The questions with what every layer says of them, in the order of accesses. */
static int write_decisions(const struct asking *asking, struct avow_finding *finding,
			   struct avow_arena *arena)
{
	size_t count = 0;

	for (const struct avow_fold *fold = asking->folds.first; fold; fold = fold->later)
		count++;
	finding->decisions = avow_arena_alloc(arena, count * sizeof(*finding->decisions));
	if (!finding->decisions)
		return AVOW_E_NOMEM;
	for (const struct avow_fold *fold = asking->folds.first; fold; fold = fold->later)
		finding->decisions[finding->decision_count++] = (struct avow_decision){
			.scontext = fold->first->scontext,
			.tcontext = fold->first->tcontext,
			.permissions = fold->first->permissions,
			.xperm = fold->first->xperm,
			.count = fold->count,
			.others = fold->access_count - 1,
			.code = fold->membership.code,
			.layers = fold->layers,
			.layer_count = fold->layer_count,
		};
	return 0;
}

static int find_cluster(struct avow_finder *finder, size_t index)
{
	const struct avow_cluster *cluster = avow_clusters_at(finder->clusters, index);
	struct avow_finding *finding = &finder->out->of[index];
	struct avow_arena *arena = &finder->out->arena;
	const struct avow_selinux_options *options = finder->options;
	bool is_full = !options->in_full || options->in_full[index];
	struct asking asking = { .finder = finder,
				 .groups.arena = finder->cluster_scratch,
				 .has_decisions = is_full && options->has_decisions,
				 .has_layers = is_full && options->has_layers };
	size_t first = finder->asked_count;
	const char **codes =
		avow_arena_alloc(arena, cluster->access_count * sizeof(*codes));
	int code;

	if (!codes)
		return AVOW_E_NOMEM;
	finding->access_reasons = codes;
	finding->access_count = cluster->access_count;
	avow_subject_init(&asking.subject, finder->contexts.sepol, finder->contexts.atoms,
			  cluster);
	finding->is_unconfined = asking.subject.pair.source &&
				 avow_sepol_is_unconfined(finder->contexts.sepol,
							  asking.subject.pair.source);
	code = avow_folds_init(&asking.folds, cluster->access_count,
			       &asking.groups.arena);
	if (code == 0)
		code = ask_accesses(&asking, index, codes);
	if (code == 0)
		code = avow_groups_write(&asking.groups, finding, arena);
	if (code == 0 && !finder->options->is_verdict)
		code = tell(&asking, index, finding);
	if (code == 0 && asking.has_decisions)
		code = write_decisions(&asking, finding, arena);
	note_booleans(finder, finding, first);
	finder->cluster_scratch = asking.groups.arena;
	avow_arena_clear(&finder->cluster_scratch);
	return code;
}

static bool is_meant(const struct avow_finder *finder, const struct avow_cluster *cluster)
{
	const char *begin = finder->options->cluster;

	return cluster->lsm == AVOW_LSM_SELINUX &&
	       (!begin || avow_span_starts_with(avow_span_of(cluster->id), begin));
}

static int find(struct avow_finder *finder)
{
	struct avow_findings *out = finder->out;
	size_t accesses = count_accesses(finder->clusters);
	int code = 0;

	out->count = avow_clusters_count(finder->clusters);
	out->of = avow_arena_alloc(&out->arena, (out->count + 1) * sizeof(*out->of));
	finder->asked = avow_arena_alloc(&finder->scratch,
					 (accesses + 1) * sizeof(*finder->asked));
	finder->tried = avow_arena_alloc(&finder->scratch,
					 (out->count + 1) * sizeof(*finder->tried));
	if (!out->of || !finder->asked || !finder->tried)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < out->count && code == 0; i++)
		if (is_meant(finder, avow_clusters_at(finder->clusters, i)))
			code = find_cluster(finder, i);
	if (code < 0 || !finder->options->module)
		return code;
	return avow_finder_suggest(finder);
}

int avow_selinux_check_module(const char *name, struct avow_error *error)
{
	return avow_module_check_name(name, error);
}

/* A directory that is only guessed may be unfit: then there is none. */
static int open_labels(struct avow_finder *finder, const char *policy,
		       struct avow_error *error)
{
	struct avow_buf guess = { 0 };
	int code = 0;

	if (finder->options->is_verdict)
		return 0;
	if (finder->options->contexts)
		return avow_labels_open(finder->options->contexts, &finder->labels,
					error);
	if (avow_labels_guess(policy, &guess) &&
	    avow_labels_open(avow_buf_string(&guess), &finder->labels, NULL) ==
		    AVOW_E_NOMEM)
		code = avow_error_nomem(error);
	avow_buf_free(&guess);
	return code;
}

/* AVOW_E_INPUT, with the sentence in @error: the file cannot be read. */
static int read_neverallow(struct avow_finder *finder,
			   const struct avow_selinux_policy *policy,
			   struct avow_error *error)
{
	int code = avow_neverallow_load(finder->options->neverallow, policy->sepol,
					&finder->neverallow, error);

	return code < 0 ? code
			: avow_neverallow_tell(finder->neverallow, policy->sepol,
					       &finder->out->neverallow,
					       &finder->out->arena);
}

int avow_selinux_find(struct avow_selinux_policy *policy,
		      const struct avow_clusters *clusters,
		      const struct avow_selinux_options *options,
		      struct avow_findings *out, struct avow_error *error)
{
	struct avow_finder finder = { .clusters = clusters,
				      .options = options,
				      .out = out };
	int code = options->module ? avow_module_check_name(options->module, error) : 0;

	if (code == 0)
		code = open_labels(&finder, policy->info.source, error);
	if (code < 0)
		return code;
	out->policy = policy->info;
	out->policy.source =
		avow_arena_string(&out->arena, avow_span_of(policy->info.source));
	code = out->policy.source ? avow_contexts_init(&finder.contexts, policy->sepol,
						       avow_clusters_atoms(clusters))
				  : AVOW_E_NOMEM;
	finder.servers =
		avow_arena_alloc(&finder.scratch, avow_sepol_type_max(policy->sepol) + 1);
	if (!finder.servers)
		code = AVOW_E_NOMEM;
	if (code == 0 && options->neverallow)
		code = read_neverallow(&finder, policy, error);
	if (code == 0)
		code = find(&finder);
	avow_labels_close(finder.labels);
	avow_neverallow_free(finder.neverallow);
	avow_contexts_free(&finder.contexts);
	avow_arena_free(&finder.scratch);
	avow_arena_free(&finder.cluster_scratch);
	if (code == AVOW_E_LIBRARY)
		return avow_error_set(error, code,
				      "%s: libsepol cannot decide by this policy",
				      policy->info.source);
	if (code == AVOW_E_INPUT)
		return code;
	return code < 0 ? avow_error_nomem(error) : 0;
}
