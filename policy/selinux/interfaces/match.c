/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Chooses calls. An interface is a candidate when its rules allow all of one thing that
 * is wanted; what else they allow, and the policy does not allow already, is its cost.
 * The candidate that answers most for least is taken, and so on until none is worth it.
 */
#include <stdlib.h>
#include <string.h>

#include "policy/selinux/interfaces/internal.h"
#include "policy/selinux/sepol/types.h"

#define GRANTS_MAX 256 /* pairs and classes: a call that adds more is no candidate */
#define SPARE 4        /* cost, whatever was asked */
#define CHANGE_COST 4  /* of a permission that changes something; to look costs 1 */

/* A permission vector, or a transition, that a call would add. */
struct grant {
	struct avow_sepol_pair pair;
	uint32_t permissions;
	uint32_t to; /* 0: no transition */
};

struct candidate {
	size_t interface;
	uint32_t bound; /* what the second parameter is; 0: there is none */
	uint64_t extra, cost;
	uint64_t *covers; /* a bit for each thing that is wanted */
	size_t other;     /* candidate of the same interface, plus 1 */
	bool is_taken;    /* or never to be */
};

struct matcher {
	const struct avow_interfaces *interfaces;
	uint32_t source;
	const struct avow_wanted *wanted;
	size_t count;
	bool (*is_forbidden)(const void *data, const struct avow_sepol_pair *pair,
			     uint32_t permissions);
	const void *data;
	uint64_t *answered; /* bits, as of a candidate */
	size_t words;       /* of such bits */
	uint32_t *got;      /* by interface: what it gives of one thing */
	size_t *heads;      /* by interface: its last candidate, plus 1 */
	struct avow_arena arena;
	struct candidate *candidates;
	size_t candidate_count, candidate_capacity;
	struct grant *grants; /* while one call is weighed */
	size_t grant_count, grant_capacity;
	bool is_contrary; /* it has a transition that it may not have */
	bool failed;
};

static uint32_t resolve(const struct matcher *matcher,
			const struct avow_interface_term *term, uint32_t bound)
{
	if (term->is_self || term->parameter == 1)
		return matcher->source;
	return term->parameter == 2 ? bound : term->type;
}

/* Whether @set, a type or an attribute, is or has @type. */
static bool has_type(const struct matcher *matcher, uint32_t set, uint32_t type)
{
	return set == type || avow_sepol_is_member(matcher->interfaces->sepol, type, set);
}

/* What the interface gives of @wanted to the caller. */
static uint32_t given(const struct matcher *matcher,
		      const struct avow_interface *interface, uint32_t bound,
		      const struct avow_wanted *wanted)
{
	const struct avow_interface_rule *rules =
		&matcher->interfaces->rules[interface->first];
	uint32_t out = 0;

	for (size_t i = 0; i < interface->count; i++)
		if (rules[i].tclass == wanted->tclass && !rules[i].is_conditional &&
		    !rules[i].is_transition && rules[i].source.parameter == 1 &&
		    (rules[i].permissions & wanted->permissions & ~out)) {
			uint32_t target = resolve(matcher, &rules[i].target, bound);

			if (target && has_type(matcher, target, wanted->target))
				out |= rules[i].permissions & wanted->permissions;
		}
	return out;
}

static void keep_grant(struct matcher *matcher, const struct grant *grant)
{
	if (matcher->grant_count == matcher->grant_capacity) {
		size_t capacity = 2 * matcher->grant_capacity + 256;
		struct grant *grants =
			realloc(matcher->grants, capacity * sizeof(*grants));

		matcher->failed |= !grants;
		if (!grants)
			return;
		matcher->grants = grants;
		matcher->grant_capacity = capacity;
	}
	matcher->grants[matcher->grant_count++] = *grant;
}

/* The grant of the pair, to that type; NULL: there is none yet. */
static struct grant *find_grant(struct matcher *matcher,
				const struct avow_sepol_pair *pair, uint32_t to)
{
	for (size_t i = 0; i < matcher->grant_count; i++)
		if (matcher->grants[i].to == to &&
		    memcmp(&matcher->grants[i].pair, pair, sizeof(*pair)) == 0)
			return &matcher->grants[i];
	return NULL;
}

static void add_grant(struct matcher *matcher, const struct avow_sepol_pair *pair,
		      uint32_t permissions)
{
	struct grant *grant;
	uint32_t left =
		permissions & ~avow_sepol_allowed(matcher->interfaces->sepol, pair);

	for (size_t i = 0; i < matcher->count && pair->source == matcher->source; i++)
		if (matcher->wanted[i].target == pair->target &&
		    matcher->wanted[i].tclass == pair->tclass)
			left &= ~matcher->wanted[i].permissions;
	if (!left)
		return;
	grant = find_grant(matcher, pair, 0);
	if (grant)
		grant->permissions |= left;
	else
		keep_grant(matcher, &(struct grant){ *pair, left, 0 });
}

static bool is_process(const struct matcher *matcher, uint16_t tclass)
{
	return strcmp(avow_sepol_class_name(matcher->interfaces->sepol, tclass),
		      "process") == 0;
}

/* Whether the domain is to start a process of that type: this one answers to it. */
static bool is_child(const struct matcher *matcher, uint32_t type)
{
	for (size_t i = 0; i < matcher->count; i++)
		if (matcher->wanted[i].target == type &&
		    is_process(matcher, matcher->wanted[i].tclass) &&
		    (matcher->wanted[i].permissions &
		     avow_sepol_permission(matcher->interfaces->sepol,
					   matcher->wanted[i].tclass, "transition")))
			return true;
	return false;
}

/*
 * A second rule that says something else for the pair would not link, and nobody gets
 * another domain without having asked for it.
 */
static void add_transition(struct matcher *matcher, const struct avow_sepol_pair *pair,
			   uint32_t to)
{
	uint32_t now = avow_sepol_transition(matcher->interfaces->sepol, pair->source,
					     pair->target, pair->tclass);

	matcher->is_contrary |= now && now != to;
	matcher->is_contrary |=
		now != to && is_process(matcher, pair->tclass) && !is_child(matcher, to);
	if (now != to && !find_grant(matcher, pair, to))
		keep_grant(matcher, &(struct grant){ *pair, 0, to });
}

/* The types that @set is, one after the other from *@at on; 0 at the end. */
static uint32_t next_type(const struct matcher *matcher, uint32_t set, uint32_t *at)
{
	const struct avow_sepol *sepol = matcher->interfaces->sepol;

	if (avow_sepol_is_type(sepol, set))
		return (*at)++ == 0 ? set : 0;
	while (*at < avow_sepol_type_max(sepol)) {
		uint32_t type = ++*at;

		if (avow_sepol_is_type(sepol, type) &&
		    avow_sepol_is_member(sepol, type, set))
			return type;
	}
	return 0;
}

static void add_rule_grants(struct matcher *matcher,
			    const struct avow_interface_rule *rule, uint32_t bound)
{
	uint32_t sources = resolve(matcher, &rule->source, bound);
	uint32_t source_at = 0, source;

	while (sources && (source = next_type(matcher, sources, &source_at)) &&
	       matcher->grant_count <= GRANTS_MAX) {
		uint32_t targets = rule->target.is_self
					   ? source
					   : resolve(matcher, &rule->target, bound);
		uint32_t target_at = 0, target;

		while (targets && (target = next_type(matcher, targets, &target_at)) &&
		       matcher->grant_count <= GRANTS_MAX) {
			struct avow_sepol_pair pair;

			memset(&pair, 0, sizeof(pair));
			pair.source = source;
			pair.target = target;
			pair.tclass = rule->tclass;
			if (rule->is_transition)
				add_transition(matcher, &pair,
					       resolve(matcher, &rule->to, bound));
			else
				add_grant(matcher, &pair, rule->permissions);
		}
	}
}

/* What changes nothing by itself. */
static uint32_t looking(const struct matcher *matcher, uint16_t tclass)
{
	static const char *const names[] = { "getattr", "read",   "open",   "lock",
					     "ioctl",   "map",    "search", "use",
					     "getopt",  "getpgid" };
	uint32_t out = 0;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		out |= avow_sepol_permission(matcher->interfaces->sepol, tclass,
					     names[i]);
	return out;
}

/*
 * A transition is a change. What a child has of its parent, its descriptors and the
 * signal that it has ended, goes with every transition, and is no reason against one.
 */
static uint64_t cost_of(const struct matcher *matcher, const struct grant *grant)
{
	uint32_t changes = grant->permissions & ~looking(matcher, grant->pair.tclass);

	if (grant->to)
		return CHANGE_COST;
	if (grant->pair.target == matcher->source &&
	    is_child(matcher, grant->pair.source))
		return 0;
	return (uint64_t)__builtin_popcount(grant->permissions) +
	       (CHANGE_COST - 1) * (uint64_t)__builtin_popcount(changes);
}

/* What the call grants that nobody asked for; what a boolean decides about counts too. */
static void weigh(struct matcher *matcher, struct candidate *candidate)
{
	const struct avow_interface *interface =
		&matcher->interfaces->at[candidate->interface];

	matcher->grant_count = 0;
	matcher->is_contrary = false;
	for (size_t i = 0; i < interface->count && matcher->grant_count <= GRANTS_MAX;
	     i++)
		add_rule_grants(matcher,
				&matcher->interfaces->rules[interface->first + i],
				candidate->bound);
	/* The rest was not counted, so that what it costs is not known. */
	candidate->is_taken = matcher->grant_count > GRANTS_MAX || matcher->is_contrary;
	for (size_t i = 0; i < matcher->grant_count; i++) {
		const struct grant *grant = &matcher->grants[i];

		candidate->is_taken |= matcher->is_forbidden &&
				       matcher->is_forbidden(matcher->data, &grant->pair,
							     grant->permissions);
		candidate->extra += (uint64_t)__builtin_popcount(grant->permissions) +
				    (grant->to != 0);
		candidate->cost += cost_of(matcher, grant);
	}
}

static void find_covers(struct matcher *matcher, struct candidate *candidate)
{
	const struct avow_interface *interface =
		&matcher->interfaces->at[candidate->interface];

	candidate->covers =
		avow_arena_alloc(&matcher->arena, matcher->words * sizeof(uint64_t));
	matcher->failed |= !candidate->covers;
	for (size_t i = 0; candidate->covers && i < matcher->count; i++)
		if (given(matcher, interface, candidate->bound, &matcher->wanted[i]) ==
		    matcher->wanted[i].permissions)
			candidate->covers[i / 64] |= UINT64_C(1) << i % 64;
}

static void add_candidate(struct matcher *matcher, size_t interface, uint32_t bound)
{
	struct candidate *candidates = matcher->candidates;
	size_t at = matcher->heads[interface];

	while (at && candidates[at - 1].bound != bound)
		at = candidates[at - 1].other;
	if (at)
		return;
	if (matcher->candidate_count == matcher->candidate_capacity) {
		matcher->candidate_capacity = 2 * matcher->candidate_capacity + 64;
		candidates = realloc(candidates,
				     matcher->candidate_capacity * sizeof(*candidates));
		matcher->failed |= !candidates;
		if (!candidates)
			return;
		matcher->candidates = candidates;
	}
	candidates = &matcher->candidates[matcher->candidate_count++];
	*candidates = (struct candidate){ .interface = interface,
					  .bound = bound,
					  .other = matcher->heads[interface] };
	matcher->heads[interface] = matcher->candidate_count;
	weigh(matcher, candidates);
	find_covers(matcher, candidates);
}

/* Adds the interfaces that give all of @wanted. */
static void find_candidates(struct matcher *matcher, const struct avow_wanted *wanted)
{
	const struct avow_interfaces *all = matcher->interfaces;
	size_t first =
		wanted->tclass < all->class_count ? all->classes[wanted->tclass] : 0;
	size_t end =
		wanted->tclass < all->class_count ? all->classes[wanted->tclass + 1] : 0;

	for (size_t i = first; i < end; i++)
		matcher->got[all->entries[i].interface] = 0;
	for (size_t i = first; i < end && !matcher->failed; i++) {
		const struct avow_interface_entry *entry = &all->entries[i];
		const struct avow_interface_rule *rule = &all->rules[entry->rule];
		uint32_t bound = all->at[entry->interface].used == 2 ? wanted->target : 0;
		uint32_t *got = &matcher->got[entry->interface];
		uint32_t gives = rule->permissions & wanted->permissions & ~*got;
		uint32_t target;

		if (!gives)
			continue;
		target = resolve(matcher, &rule->target, bound);
		if (!target || !has_type(matcher, target, wanted->target))
			continue;
		*got |= gives;
		if (*got == wanted->permissions)
			add_candidate(matcher, entry->interface, bound);
	}
}

/* Permissions that the candidate answers, of what is open still. */
static uint64_t answers(const struct matcher *matcher, const struct candidate *candidate)
{
	uint64_t asked = 0;

	for (size_t i = 0; i < matcher->words; i++)
		for (uint64_t left = candidate->covers[i] & ~matcher->answered[i]; left;
		     left &= left - 1) {
			size_t at = 64 * i + (size_t)__builtin_ctzll(left);

			asked += (uint64_t)__builtin_popcount(
				matcher->wanted[at].permissions);
		}
	return asked;
}

/* Whether the interface is of the module that the type is named for. */
static bool is_owner(const struct matcher *matcher, const struct candidate *candidate)
{
	const char *module = matcher->interfaces->at[candidate->interface].module;

	for (size_t i = 0; i < matcher->count; i++)
		if (strncmp(avow_sepol_type_name(matcher->interfaces->sepol,
						 matcher->wanted[i].target),
			    module, strlen(module)) == 0)
			return true;
	return false;
}

/* Whether @a, with what it answers, is better than @b. */
static bool is_better(const struct matcher *matcher, const struct candidate *a,
		      uint64_t asked_a, const struct candidate *b, uint64_t asked_b)
{
	const struct avow_interface *all = matcher->interfaces->at;
	int64_t gain_a = 4 * (int64_t)asked_a - (int64_t)a->cost;
	int64_t gain_b = 4 * (int64_t)asked_b - (int64_t)b->cost;
	size_t length_a, length_b;

	if (gain_a != gain_b)
		return gain_a > gain_b;
	if (is_owner(matcher, a) != is_owner(matcher, b))
		return is_owner(matcher, a);
	length_a = strlen(all[a->interface].name);
	length_b = strlen(all[b->interface].name);
	if (length_a != length_b)
		return length_a < length_b;
	return strcmp(all[a->interface].name, all[b->interface].name) < 0;
}

static struct candidate *choose(struct matcher *matcher)
{
	struct candidate *best = NULL;
	uint64_t best_asked = 0;

	for (size_t i = 0; i < matcher->candidate_count; i++) {
		struct candidate *candidate = &matcher->candidates[i];
		uint64_t asked;

		if (candidate->is_taken)
			continue;
		asked = answers(matcher, candidate);
		if (asked == 0 || candidate->cost > 3 * asked + SPARE)
			continue;
		if (!best || is_better(matcher, candidate, asked, best, best_asked)) {
			best = candidate;
			best_asked = asked;
		}
	}
	return best;
}

static int write_call(struct matcher *matcher, const struct candidate *candidate,
		      struct avow_arena *arena, struct avow_call *out)
{
	const struct avow_interface *interface =
		&matcher->interfaces->at[candidate->interface];
	const struct avow_sepol *sepol = matcher->interfaces->sepol;
	struct avow_buf text = { 0 };

	out->extra = candidate->extra;
	out->is_bound = candidate->bound != 0;
	out->is_optional = !interface->is_base;
	for (size_t i = 0; i < matcher->count; i++) {
		const uint64_t bit = UINT64_C(1) << i % 64;

		if (!(candidate->covers[i / 64] & ~matcher->answered[i / 64] & bit) ||
		    out->answer_count == AVOW_CALL_ANSWERS_MAX)
			continue;
		out->answers[out->answer_count++] = i;
		out->asked +=
			(uint64_t)__builtin_popcount(matcher->wanted[i].permissions);
		matcher->answered[i / 64] |= bit;
	}
	out->module = avow_arena_string(arena, avow_span_of(interface->module));
	avow_buf_printf(&text, "%s(%s", interface->name,
			avow_sepol_type_name(sepol, matcher->source));
	if (candidate->bound)
		avow_buf_printf(&text, ", %s",
				avow_sepol_type_name(sepol, candidate->bound));
	avow_buf_putc(&text, ')');
	out->text = text.failed ? NULL : avow_arena_string(arena, avow_buf_span(&text));
	avow_buf_free(&text);
	return out->text && out->module ? 0 : AVOW_E_NOMEM;
}

int avow_interfaces_match(const struct avow_interfaces *interfaces,
			  const struct avow_wanted_set *set, struct avow_arena *arena,
			  struct avow_call **calls, size_t *call_count)
{
	const size_t count = set->count;
	struct matcher matcher = {
		.interfaces = interfaces,
		.source = set->source,
		.wanted = set->at,
		.count = count,
		.is_forbidden = set->is_forbidden,
		.data = set->data,
		.words = count / 64 + 1,
		.got = calloc(interfaces->count + 1, sizeof(uint32_t)),
		.heads = calloc(interfaces->count + 1, sizeof(size_t)),
	};
	struct candidate *best;
	int code = 0;

	*call_count = 0;
	*calls = avow_arena_alloc(arena, (count + 1) * sizeof(**calls));
	matcher.answered = avow_arena_alloc(&matcher.arena,
					    matcher.words * sizeof(*matcher.answered));
	if (!*calls || !matcher.answered || !matcher.got || !matcher.heads)
		code = AVOW_E_NOMEM;
	for (size_t i = 0; i < count && code == 0; i++)
		find_candidates(&matcher, &set->at[i]);
	while (code == 0 && !matcher.failed && (best = choose(&matcher))) {
		best->is_taken = true;
		code = write_call(&matcher, best, arena, &(*calls)[(*call_count)++]);
	}
	avow_arena_free(&matcher.arena);
	free(matcher.got);
	free(matcher.heads);
	free(matcher.candidates);
	free(matcher.grants);
	return matcher.failed ? AVOW_E_NOMEM : code;
}
