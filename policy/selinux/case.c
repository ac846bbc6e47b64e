/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Puts one access to the policy; when no rule allows it, also with each set of
 * booleans that could. It only collects facts; the reasons read them.
 */
#include "policy/selinux/case.h"

/* The words of the permission set, and the bits of those that the class has. */
static uint32_t read_permissions(struct avow_case *out)
{
	struct avow_span rest = avow_atoms_text(out->atoms, out->access->permissions);
	uint32_t known = 0;

	while (!avow_span_is_empty(rest) && out->word_count < AVOW_PERMISSIONS_MAX) {
		size_t length = avow_span_find(rest, ' ');
		char name[128];
		uint32_t bit = 0;

		if (out->subject->pair.tclass && length < sizeof(name)) {
			memcpy(name, rest.data, length);
			name[length] = '\0';
			bit = avow_sepol_permission(out->sepol, out->subject->pair.tclass,
						    name);
		}
		out->words[out->word_count] = avow_span_first(rest, length);
		out->bits[out->word_count++] = bit;
		known |= bit;
		rest = avow_span_skip(rest, length + 1);
	}
	return known;
}

/* Turns a set over and asks again: bounds and the like may depend on booleans too. */
static bool is_effective(const struct avow_case *ask, const struct avow_boolean_set *set)
{
	struct avow_answer answer;

	for (size_t i = 0; i < set->count; i++)
		avow_sepol_flip(ask->sepol, set->booleans[i]);
	avow_sepol_ask(ask->sepol, &ask->question, &answer);
	for (size_t i = 0; i < set->count; i++)
		avow_sepol_flip(ask->sepol, set->booleans[i]);
	return avow_answer_refused(&answer) == 0;
}

/*
 * Those that answer all of it go first; of these the fewest booleans, and of as many
 * those whose rules name the types themselves, and then those that open the fewest
 * pairs of types.
 */
static bool is_better(const struct avow_boolean_set *a, const struct avow_boolean_set *b)
{
	if (a->is_effective != b->is_effective)
		return a->is_effective;
	if (!a->is_effective)
		return false;
	if (a->count != b->count)
		return a->count < b->count;
	return a->distance != b->distance ? a->distance < b->distance
					  : a->opens < b->opens;
}

static void put_in_order(struct avow_boolean_set *sets, size_t at)
{
	struct avow_boolean_set set = sets[at];

	for (; at > 0 && is_better(&set, &sets[at - 1]); at--)
		sets[at] = sets[at - 1];
	sets[at] = set;
}

static int measure(const struct avow_case *ask, struct avow_boolean_set *set)
{
	struct avow_sepol_opening opening;
	int code =
		avow_sepol_open_booleans(ask->sepol, set->booleans, set->count, &opening);

	set->opens = opening.pairs;
	return code;
}

static int try_booleans(struct avow_case *out)
{
	out->set_count =
		avow_subject_sets(out->subject, out->sepol, out->question.requested,
				  out->answer.untyped, out->sets);
	for (size_t i = 0; i < out->set_count; i++) {
		struct avow_boolean_set *set = &out->sets[i];

		set->is_effective =
			set->supplies == out->answer.untyped && is_effective(out, set);
		if (set->is_effective && out->set_count > 1 && measure(out, set) < 0)
			return AVOW_E_NOMEM;
		out->is_switched |= set->is_effective;
		put_in_order(out->sets, i);
	}
	return 0;
}

int avow_case_ask(struct avow_case *out, struct avow_contexts *contexts,
		  const struct avow_subject *subject, const struct avow_access *access)
{
	memset(out, 0, sizeof(*out));
	out->sepol = contexts->sepol;
	out->atoms = contexts->atoms;
	out->subject = subject;
	out->access = access;
	if (avow_contexts_get(contexts, access->scontext, &out->question.source) < 0 ||
	    avow_contexts_get(contexts, access->tcontext, &out->question.target) < 0)
		return AVOW_E_NOMEM;
	out->question.pair = subject->pair;
	out->question.requested = read_permissions(out);
	out->question.xperm = access->xperm;
	if (!out->question.source || !out->question.target || !out->question.requested)
		return 0;
	out->is_asked = true;
	avow_sepol_ask(out->sepol, &out->question, &out->answer);
	return out->answer.untyped ? try_booleans(out) : 0;
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
