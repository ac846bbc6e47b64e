/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Proves the module. An access that is refused even with all rules gives its
 * rules up, and since a rule may lean on another (a bounded type's on that of
 * its bounds), the rest is asked again until nothing more is given up. What
 * still refuses an access is told by the reasons, not here.
 */
#include "policy/selinux/module/proof.h"

#include "policy/selinux/circumstance.h"
#include "policy/selinux/reason.h"

struct proof {
	struct avow_module *module;
	struct avow_arena *rules; /* of the module as it was tried last */
	struct avow_asked *asked;
	size_t count;
	struct avow_contexts *contexts;
	const struct avow_neverallow *neverallow;
	struct avow_arena *arena;
};

static const struct avow_access *access_of(const struct proof *proof,
					   const struct avow_asked *asked)
{
	const struct avow_cluster *cluster =
		avow_clusters_at(proof->module->clusters, asked->cluster);

	return &cluster->accesses[asked->access];
}

static int insert_rules(const struct proof *proof)
{
	for (size_t i = 0; i < proof->module->rule_count; i++)
		if (avow_sepol_allow(proof->module->sepol, &proof->module->rules[i].pair,
				     proof->module->rules[i].permissions) < 0)
			return AVOW_E_NOMEM;
	return 0;
}

/* Gives up what is still refused; how many there were, or a negative code. */
static int ask_again(const struct proof *proof)
{
	int given_up = 0;

	for (size_t i = 0; i < proof->count; i++) {
		struct avow_asked *asked = &proof->asked[i];
		const struct avow_access *access = access_of(proof, asked);
		struct avow_question question = { .pair = asked->pair,
						  .requested = asked->permissions,
						  .xperm = asked->needs_command
								   ? 0
								   : asked->xperm };
		struct avow_answer answer;

		if (asked->is_given_up)
			continue;
		if (avow_contexts_get(proof->contexts, access->scontext,
				      &question.source) < 0 ||
		    avow_contexts_get(proof->contexts, access->tcontext,
				      &question.target) < 0)
			return AVOW_E_NOMEM;
		avow_sepol_ask(proof->module->sepol, &question, &answer);
		asked->is_given_up = avow_answer_refused(&answer) != 0;
		given_up += asked->is_given_up;
	}
	return given_up;
}

static bool is_never(const struct proof *proof, const struct avow_asked *asked,
		     struct avow_neverallow_place *where)
{
	const struct avow_sepol_rule rule = { .pair = asked->pair,
					      .permissions = asked->permissions };

	if (!proof->neverallow)
		return false;
	if (asked->needs_command &&
	    avow_neverallow_breaks_command(proof->neverallow, proof->module->sepol,
					   &asked->pair, (uint16_t)asked->xperm, where))
		return true;
	return avow_neverallow_breaks(proof->neverallow, proof->module->sepol, &rule,
				      where);
}

static int settle(const struct proof *proof)
{
	struct avow_neverallow_place where;
	int given_up;

	for (size_t i = 0; proof->neverallow && i < proof->count; i++)
		proof->asked[i].is_given_up |= is_never(proof, &proof->asked[i], &where);
	do {
		int code;

		avow_arena_clear(proof->rules);
		code = avow_module_build(proof->module, proof->asked, proof->count,
					 proof->rules);
		if (code < 0)
			return code;
		given_up = insert_rules(proof);
		if (given_up == 0)
			given_up = ask_again(proof);
		avow_sepol_restore(proof->module->sepol);
	} while (given_up > 0);
	return given_up;
}

/* The reason that no rule helps against, or the first when there is none. */
static const struct avow_reason *deciding_reason(const struct avow_finding *finding)
{
	for (size_t i = 0; i < finding->reason_count; i++)
		if (avow_reason_is_final(finding->reasons[i].code))
			return &finding->reasons[i];
	return &finding->reasons[0];
}

static bool keep(const struct proof *proof, const char *text, const char **out)
{
	*out = text ? avow_arena_string(proof->arena, avow_span_of(text)) : NULL;
	return *out || !text;
}

/* Of the user's rules, not of the policy's. */
static int explain_never(const struct proof *proof,
			 const struct avow_neverallow_place *where,
			 struct avow_unanswered *out)
{
	struct avow_buf text = { 0 };

	avow_neverallow_sentence(where, &text);
	out->code = avow_circumstance_neverallow.code;
	out->text = text.failed ? NULL
				: avow_arena_string(proof->arena, avow_buf_span(&text));
	out->evidence = avow_arena_string(proof->arena, avow_span_of(where->text));
	avow_buf_free(&text);
	return out->text && out->evidence ? 0 : AVOW_E_NOMEM;
}

static int explain(const struct proof *proof, const struct avow_asked *asked,
		   struct avow_unanswered *out)
{
	struct avow_neverallow_place where;
	const struct avow_access *access = access_of(proof, asked);
	struct avow_groups groups = { 0 };
	struct avow_finding finding = { 0 };
	const struct avow_reason *reason;
	struct avow_membership membership;
	struct avow_subject subject;
	struct avow_case ask;
	int code;

	out->cluster = asked->cluster;
	out->scontext = access->scontext;
	out->tcontext = access->tcontext;
	out->permissions = access->permissions;
	out->count = access->count;
	if (is_never(proof, asked, &where))
		return explain_never(proof, &where, out);
	avow_subject_init(&subject, proof->module->sepol, proof->contexts->atoms,
			  avow_clusters_at(proof->module->clusters, asked->cluster));
	code = avow_case_ask(&ask, proof->contexts, &subject, access);
	if (code == 0)
		code = avow_groups_add(&groups, &ask, &membership);
	if (code == 0)
		code = avow_groups_write(&groups, &finding, &groups.arena);
	if (code == 0) {
		reason = deciding_reason(&finding);
		out->code = reason->code;
		if (!keep(proof, reason->text, &out->text) ||
		    !keep(proof, reason->evidence, &out->evidence))
			code = AVOW_E_NOMEM;
	}
	avow_arena_free(&groups.arena);
	return code;
}

/*
 * Tells of an access that nothing answers: once for all those of one fold, which one
 * thing refuses. They are neighbours only by cluster, so @rows has the row of each.
 */
static int add_unanswered(const struct proof *proof, const struct avow_asked *asked,
			  struct avow_suggestion *out, struct avow_unanswered **rows)
{
	struct avow_unanswered *row = rows[asked->fold];

	if (row) {
		row->count += access_of(proof, asked)->count;
		row->others++;
		return 0;
	}
	row = &out->unanswered[out->unanswered_count++];
	rows[asked->fold] = row;
	return explain(proof, asked, row);
}

static size_t count_folds(const struct avow_asked *asked, size_t count)
{
	size_t out = 0;

	for (size_t i = 0; i < count; i++)
		if (asked[i].fold >= out)
			out = asked[i].fold + 1;
	return out;
}

int avow_proof_run(struct avow_module *module, struct avow_asked *asked, size_t count,
		   struct avow_contexts *contexts,
		   const struct avow_neverallow *neverallow, struct avow_suggestion *out,
		   struct avow_arena *arena)
{
	struct proof proof = { module,   &module->arena, asked, count,
			       contexts, neverallow,     arena };
	size_t folds = count_folds(asked, count);
	struct avow_arena scratch = { 0 };
	struct avow_unanswered **rows = avow_arena_alloc(
		&scratch, (folds + 1) * sizeof(struct avow_unanswered *));
	int code = settle(&proof);

	out->unanswered = avow_arena_alloc(arena, (folds + 1) * sizeof(*out->unanswered));
	if (code == 0 && (!out->unanswered || !rows))
		code = AVOW_E_NOMEM;
	for (size_t i = 0; i < count && code == 0; i++) {
		uint64_t denials = access_of(&proof, &asked[i])->count;

		out->asked += denials;
		if (!asked[i].is_given_up && !asked[i].has_unknown)
			out->covered += denials;
		else
			code = add_unanswered(&proof, &asked[i], out, rows);
	}
	avow_arena_free(&scratch);
	return code;
}
