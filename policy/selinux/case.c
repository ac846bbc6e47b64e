/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Puts one access to the policy: first as it is; when no rule allows it, with
 * each boolean that could, turned over, and then as if a rule did, to see what
 * would refuse it next. It only collects facts; the reasons read them.
 */
#include "policy/selinux/case.h"

struct candidates {
	const struct avow_sepol *sepol;
	struct avow_subject *subject;
};

static void note_candidate(struct avow_subject *subject, uint32_t boolean,
			   uint32_t permissions)
{
	for (size_t i = 0; i < subject->candidate_count; i++) {
		if (subject->candidates[i].boolean != boolean)
			continue;
		subject->candidates[i].permissions |= permissions;
		return;
	}
	if (subject->candidate_count == AVOW_BOOLEANS_MAX)
		return;
	subject->candidates[subject->candidate_count].boolean = boolean;
	subject->candidates[subject->candidate_count++].permissions = permissions;
}

static void consider_rule(void *data, const struct avow_sepol_rule *rule)
{
	struct candidates *walk = data;
	uint32_t booleans[AVOW_BOOLEANS_MAX];
	size_t count;

	if (rule->is_dontaudit || rule->is_enabled || rule->conditional == 0)
		return;
	count = avow_sepol_booleans(walk->sepol, rule->conditional, booleans,
				    AVOW_BOOLEANS_MAX);
	for (size_t i = 0; i < count; i++)
		note_candidate(walk->subject, booleans[i], rule->permissions);
}

/* By name, so that what is printed does not depend on the policy's numbering. */
static void sort_candidates(struct avow_subject *subject, const struct avow_sepol *sepol)
{
	struct avow_candidate *all = subject->candidates;

	for (size_t i = 1; i < subject->candidate_count; i++) {
		struct avow_candidate one = all[i];
		const char *name = avow_sepol_boolean_name(sepol, one.boolean);
		size_t at = i;

		for (; at > 0; at--) {
			if (strcmp(avow_sepol_boolean_name(sepol, all[at - 1].boolean),
				   name) <= 0)
				break;
			all[at] = all[at - 1];
		}
		all[at] = one;
	}
}

void avow_subject_init(struct avow_subject *subject, const struct avow_sepol *sepol,
		       const struct avow_atoms *atoms, const struct avow_cluster *cluster)
{
	struct candidates walk = { sepol, subject };

	memset(subject, 0, sizeof(*subject));
	subject->cluster = cluster;
	subject->source =
		avow_sepol_type(sepol, avow_atoms_string(atoms, cluster->scontext_type));
	subject->target =
		avow_sepol_type(sepol, avow_atoms_string(atoms, cluster->tcontext_type));
	subject->tclass =
		avow_sepol_class(sepol, avow_atoms_string(atoms, cluster->tclass));
	if (!subject->source || !subject->target || !subject->tclass)
		return;
	avow_sepol_rules(sepol, subject->source, subject->target, subject->tclass,
			 consider_rule, &walk);
	sort_candidates(subject, sepol);
}

/* The words of the permission set, and the bits of those that the class has. */
static uint32_t read_permissions(struct avow_case *out)
{
	struct avow_span rest = avow_atoms_text(out->atoms, out->access->permissions);
	uint32_t known = 0;

	while (!avow_span_is_empty(rest) && out->word_count < AVOW_PERMISSIONS_MAX) {
		size_t length = avow_span_find(rest, ' ');
		char name[128];
		uint32_t bit = 0;

		if (out->subject->tclass && length < sizeof(name)) {
			memcpy(name, rest.data, length);
			name[length] = '\0';
			bit = avow_sepol_permission(out->sepol, out->subject->tclass,
						    name);
		}
		out->words[out->word_count] = avow_span_first(rest, length);
		out->bits[out->word_count++] = bit;
		known |= bit;
		rest = avow_span_skip(rest, length + 1);
	}
	return known;
}

/* Turns each candidate over and asks again; a boolean is never believed unasked. */
static int try_booleans(struct avow_case *out)
{
	const struct avow_subject *subject = out->subject;
	uint32_t missing = out->answer.untyped;

	for (size_t i = 0; i < subject->candidate_count; i++) {
		const struct avow_candidate *candidate = &subject->candidates[i];
		struct avow_answer answer;
		int code;

		if (!(candidate->permissions & missing))
			continue;
		avow_sepol_flip(out->sepol, candidate->boolean);
		code = avow_sepol_ask(out->sepol, &out->question, &answer);
		avow_sepol_flip(out->sepol, candidate->boolean);
		if (code < 0)
			return code;
		if (avow_answer_refused(&answer) == 0) {
			out->answering[out->answering_count++] = candidate->boolean;
		} else if (missing & ~answer.untyped) {
			out->helped[out->helping_count] = missing & ~answer.untyped;
			out->helping[out->helping_count++] = candidate->boolean;
		}
	}
	return 0;
}

/* Lets the policy allow all that @ask asks, until the restoring. */
static int allow_all(const struct avow_case *ask)
{
	struct avow_sepol_rule rule = {
		.source = ask->subject->source,
		.target = ask->subject->target,
		.tclass = ask->subject->tclass,
		.permissions = ask->question.requested,
	};

	return avow_sepol_allow(ask->sepol, &rule);
}

static int try_rule(struct avow_case *out)
{
	int code = allow_all(out);

	if (code == 0)
		code = avow_sepol_ask(out->sepol, &out->question, &out->second);
	avow_sepol_restore(out->sepol);
	return code;
}

int avow_case_ask(struct avow_case *out, struct avow_sids *sids,
		  const struct avow_subject *subject, const struct avow_access *access)
{
	int code;

	memset(out, 0, sizeof(*out));
	out->sepol = sids->sepol;
	out->atoms = sids->atoms;
	out->subject = subject;
	out->access = access;
	code = avow_sids_pair(sids, access->scontext, access->tcontext,
			      &out->question.source, &out->question.target);
	if (code < 0)
		return code;
	out->question.tclass = subject->tclass;
	out->question.requested = read_permissions(out);
	if (!out->question.source || !out->question.target || !out->question.requested)
		return 0;
	out->is_asked = true;
	code = avow_sepol_ask(out->sepol, &out->question, &out->answer);
	out->second = out->answer;
	if (code < 0 || !out->answer.untyped)
		return code;
	code = try_booleans(out);
	if (code < 0 || out->answering_count == 0)
		return code < 0 ? code : try_rule(out);
	memset(&out->second, 0, sizeof(out->second));
	return 0;
}

int avow_case_constraints(const struct avow_case *ask, struct avow_buf *out)
{
	struct avow_question question = ask->question;
	int code = allow_all(ask);

	question.requested = ask->second.constrained;
	if (code == 0)
		avow_sepol_constraints(ask->sepol, &question, out);
	avow_sepol_restore(ask->sepol);
	return code;
}

uint64_t avow_case_words(const struct avow_case *ask, uint32_t permissions)
{
	uint64_t words = 0;

	for (size_t i = 0; i < ask->word_count; i++)
		if (ask->bits[i] & permissions)
			words |= UINT64_C(1) << i;
	return words;
}

uint64_t avow_case_unknown_words(const struct avow_case *ask)
{
	uint64_t words = 0;

	for (size_t i = 0; i < ask->word_count; i++)
		if (!ask->bits[i])
			words |= UINT64_C(1) << i;
	return words;
}

uint64_t avow_case_all_words(const struct avow_case *ask)
{
	return avow_case_words(ask, UINT32_MAX) | avow_case_unknown_words(ask);
}
