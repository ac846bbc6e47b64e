/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a cluster's types and class are in the policy, and which booleans would
 * switch on the rules that are missing. Sets are tried by size on the expressions of
 * the few conditionals that matter, so that nothing in the policy is touched; whether
 * the layers after the rules agree is asked by case.c.
 */
#include "policy/selinux/subject.h"

/* Sets tried for one access; a policy needs some hundred at most (tests). */
#define TRIES_MAX 20000

struct walk {
	const struct avow_sepol *sepol;
	struct avow_subject *subject;
};

static void consider_rule(void *data, const struct avow_sepol_rule *rule)
{
	struct walk *walk = data;
	struct avow_subject *subject = walk->subject;
	unsigned distance = (rule->pair.source == subject->pair.source ? 0u : 2u) +
			    (rule->pair.target == subject->pair.target ? 0u : 1u);
	struct avow_switched *last;

	if (rule->is_dontaudit)
		return;
	if (rule->conditional == 0) {
		subject->always |= rule->permissions;
		return;
	}
	for (size_t i = 0; i < subject->switched_count; i++) {
		last = &subject->switched[i];
		if (last->conditional == rule->conditional &&
		    last->is_else == rule->is_else && last->distance == distance) {
			last->permissions |= rule->permissions;
			return;
		}
	}
	if (subject->switched_count == AVOW_SWITCHED_MAX) {
		subject->has_more = true;
		return;
	}
	subject->switched[subject->switched_count++] =
		(struct avow_switched){ rule->conditional, rule->is_else, distance,
					rule->permissions };
}

/* By name, so that what is printed does not depend on the policy's numbering. */
static void add_boolean(struct avow_subject *subject, const struct avow_sepol *sepol,
			uint32_t boolean)
{
	const char *name = avow_sepol_boolean_name(sepol, boolean);
	size_t at = subject->boolean_count;

	for (size_t i = 0; i < subject->boolean_count; i++)
		if (subject->booleans[i] == boolean)
			return;
	if (subject->boolean_count == AVOW_BOOLEANS_MAX) {
		subject->has_more = true;
		return;
	}
	for (; at > 0; at--) {
		if (strcmp(avow_sepol_boolean_name(sepol, subject->booleans[at - 1]),
			   name) <= 0)
			break;
		subject->booleans[at] = subject->booleans[at - 1];
	}
	subject->booleans[at] = boolean;
	subject->boolean_count++;
}

void avow_subject_init(struct avow_subject *subject, const struct avow_sepol *sepol,
		       const struct avow_atoms *atoms, const struct avow_cluster *cluster)
{
	struct walk walk = { sepol, subject };
	uint32_t booleans[AVOW_BOOLEANS_MAX];

	memset(subject, 0, sizeof(*subject));
	subject->cluster = cluster;
	subject->pair.source =
		avow_sepol_type(sepol, avow_atoms_string(atoms, cluster->scontext_type));
	subject->pair.target =
		avow_sepol_type(sepol, avow_atoms_string(atoms, cluster->tcontext_type));
	subject->pair.tclass =
		avow_sepol_class(sepol, avow_atoms_string(atoms, cluster->tclass));
	if (!subject->pair.source || !subject->pair.target || !subject->pair.tclass)
		return;
	avow_sepol_rules(sepol, &subject->pair, consider_rule, &walk);
	for (size_t i = 0; i < subject->switched_count; i++) {
		size_t count =
			avow_sepol_booleans(sepol, subject->switched[i].conditional,
					    booleans, AVOW_BOOLEANS_MAX);

		for (size_t j = 0; j < count && j < AVOW_BOOLEANS_MAX; j++)
			add_boolean(subject, sepol, booleans[j]);
	}
}

/* One access's search. */
struct search {
	const struct avow_subject *subject;
	const struct avow_sepol *sepol;
	uint32_t requested, missing;
	uint32_t booleans[AVOW_BOOLEANS_MAX]; /* that may still be in a set */
	size_t boolean_count;
	struct avow_boolean_set *sets;
	size_t set_count;
	unsigned tries;
};

/* What the rules allow of what is requested with @booleans turned over. */
static uint32_t allowed_with(const struct search *search, const uint32_t *booleans,
			     size_t count)
{
	uint32_t allowed = search->subject->always;

	for (size_t i = 0; i < search->subject->switched_count; i++) {
		const struct avow_switched *rule = &search->subject->switched[i];

		if ((rule->permissions & search->requested & ~allowed) &&
		    avow_sepol_evaluate(search->sepol, rule->conditional, booleans,
					count) == !rule->is_else)
			allowed |= rule->permissions;
	}
	return allowed & search->requested;
}

/* How far the nearest rules of the set that supply what is missing are from the pair. */
static unsigned distance_of(const struct search *search, const uint32_t *booleans,
			    size_t count)
{
	uint32_t left = search->missing;

	for (unsigned distance = 0; distance < 3; distance++) {
		for (size_t i = 0; i < search->subject->switched_count; i++) {
			const struct avow_switched *rule = &search->subject->switched[i];

			if (rule->distance == distance &&
			    avow_sepol_evaluate(search->sepol, rule->conditional,
						booleans, count) == !rule->is_else)
				left &= ~rule->permissions;
		}
		if (!left)
			return distance;
	}
	return 3;
}

static bool has_boolean(const uint32_t *booleans, size_t count, uint32_t boolean)
{
	for (size_t i = 0; i < count; i++)
		if (booleans[i] == boolean)
			return true;
	return false;
}

/* Whether a set that was found is a part of @booleans. */
static bool has_set(const struct search *search, const uint32_t *booleans, size_t count)
{
	for (size_t i = 0; i < search->set_count; i++) {
		const struct avow_boolean_set *set = &search->sets[i];
		size_t shared = 0;

		while (shared < set->count &&
		       has_boolean(booleans, count, set->booleans[shared]))
			shared++;
		if (shared == set->count)
			return true;
	}
	return false;
}

static void try_set(struct search *search, const uint32_t *booleans, size_t count)
{
	struct avow_boolean_set *set = &search->sets[search->set_count];

	search->tries++;
	if (allowed_with(search, booleans, count) != search->requested ||
	    has_set(search, booleans, count))
		return;
	memset(set, 0, sizeof(*set));
	memcpy(set->booleans, booleans, count * sizeof(*booleans));
	set->count = count;
	set->supplies = search->missing;
	set->distance = distance_of(search, booleans, count);
	search->set_count++;
}

/* Every set of @size booleans, in the order of their names. */
static void try_size(struct search *search, size_t size)
{
	size_t places[AVOW_SET_MAX];
	uint32_t booleans[AVOW_SET_MAX];
	size_t at = 0;

	for (size_t i = 0; i < size; i++)
		places[i] = i;
	while (search->tries < TRIES_MAX && search->set_count < AVOW_SETS_MAX) {
		for (size_t i = 0; i < size; i++)
			booleans[i] = search->booleans[places[i]];
		try_set(search, booleans, size);
		/* The next combination: the last place that can go on does. */
		for (at = size; at > 0; at--)
			if (places[at - 1] < search->boolean_count - size + at - 1)
				break;
		if (at == 0)
			return;
		places[at - 1]++;
		for (size_t i = at; i < size; i++)
			places[i] = places[i - 1] + 1;
	}
}

/* A boolean that does alone is in no larger set. */
static void drop_found(struct search *search)
{
	size_t kept = 0;

	for (size_t i = 0; i < search->boolean_count; i++)
		if (!has_set(search, &search->booleans[i], 1))
			search->booleans[kept++] = search->booleans[i];
	search->boolean_count = kept;
}

static void find_parts(struct search *search)
{
	const struct avow_subject *subject = search->subject;

	for (size_t i = 0;
	     i < subject->boolean_count && search->set_count < AVOW_SETS_MAX; i++) {
		struct avow_boolean_set *set = &search->sets[search->set_count];
		uint32_t allowed = allowed_with(search, &subject->booleans[i], 1);
		uint32_t supplied = allowed & search->missing;

		/* One that takes a permission away is no part of an answer. */
		if (!supplied || (search->requested & ~search->missing & ~allowed))
			continue;
		*set = (struct avow_boolean_set){ .booleans = { subject->booleans[i] },
						  .count = 1,
						  .supplies = supplied };
		search->set_count++;
	}
}

size_t avow_subject_sets(const struct avow_subject *subject,
			 const struct avow_sepol *sepol, uint32_t requested,
			 uint32_t missing, struct avow_boolean_set *out)
{
	struct search search = { .subject = subject,
				 .sepol = sepol,
				 .requested = requested,
				 .missing = missing,
				 .boolean_count = subject->boolean_count,
				 .sets = out };
	uint32_t most = subject->always;

	for (size_t i = 0; i < subject->switched_count; i++)
		most |= subject->switched[i].permissions;
	if (!(most & missing))
		return 0;
	memcpy(search.booleans, subject->booleans, sizeof(search.booleans));
	for (size_t size = 1; size <= AVOW_SET_MAX && !(requested & ~most); size++) {
		if (size <= search.boolean_count)
			try_size(&search, size);
		if (size == 1)
			drop_found(&search);
	}
	if (search.set_count == 0)
		find_parts(&search);
	return search.set_count;
}
