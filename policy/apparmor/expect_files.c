/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether a profile grants something for any path that a pattern matches, or for each.
 * The rules are those of cover.c: the highest priority decides, and of one priority
 * deny; they are put as searches for a path that some patterns match and others do not.
 *
 * A rule counts as certain when its path alone decides whether it is about an access.
 */
#include <stdlib.h>

#include "policy/apparmor/expecting.h"
#include "policy/apparmor/pattern/escape.h"
#include "policy/apparmor/pattern/search.h"
#include "policy/apparmor/profiles/variables.h"

/* Steps of automata for one expectation of one profile: well under a second. */
#define BUDGET UINT64_C(16000000)

/* What is done to files, and the permissions that it may be done by. */
static const struct {
	const char *word;
	unsigned bits[2]; /* where it must not: any of these; where it must: the first */
	size_t count;
} actions[] = {
	{ "read", { AVOW_FILE_READ }, 1 },
	{ "write", { AVOW_FILE_WRITE, AVOW_FILE_APPEND }, 2 },
	{ "append", { AVOW_FILE_APPEND }, 1 },
	{ "exec", { AVOW_FILE_EXEC }, 1 },
	{ "map", { AVOW_FILE_MMAP }, 1 },
	{ "link", { AVOW_FILE_LINK }, 1 },
	{ "lock", { AVOW_FILE_LOCK }, 1 },
};

/* A rule that may decide over the permission. */
struct candidate {
	const struct avow_profile_rule
		*rule;                      /* NULL: what an unconfined profile allows */
	const struct avow_pattern *pattern; /* NULL: of every path */
	bool is_deny, is_certain;
	bool is_of_some; /* for each of its paths something is surely allowed or denied */
};

struct judging {
	struct expecting *e;
	struct candidate *all;
	size_t count;
	const struct avow_pattern **must, **avoid; /* room for each rule and pattern */
	const struct avow_pattern *pattern;        /* that is asked about */
	const struct avow_pattern **except;
	size_t except_count;
	bool has_owner,
		has_owner_denied; /* a rule, or one that denies, is of some owners */
	bool tells_owner;         /* a witness is of one owner */
	bool is_owner;            /* whose files are asked about */
	uint64_t budget;
};

static const struct avow_pattern *make_pattern(struct expecting *e, const char *word)
{
	struct avow_variables variables = {
		.first = (struct avow_variable *)e->profile->variables
	};
	struct avow_arena *arena = &e->profiles->arena;
	struct avow_buf plain = { 0 }, text = { 0 };
	struct avow_pattern *pattern = NULL;
	const char *defect;

	avow_aare_unquote(avow_span_of(word), &plain);
	defect = avow_variables_expand(&variables, arena, avow_buf_span(&plain), &text);
	if (!defect && (!text.length || !strchr("/{", text.data[0])))
		defect = "it does not begin with a /";
	if (!defect && avow_pattern_compile(arena, avow_buf_span(&text), true, &pattern,
					    &defect) == AVOW_E_NOMEM)
		e->failed = true;
	if (defect)
		avow_expecting_refuse(e, "the pattern \"%s\" is none in profile %s: %s",
				      word, e->profile->name, defect);
	avow_buf_free(&plain);
	avow_buf_free(&text);
	return pattern;
}

static void add_rule(struct judging *j, const struct avow_profile_rule *rule)
{
	struct candidate *new = &j->all[j->count];
	struct avow_rule_condition *path = NULL;

	*new = (struct candidate){ .rule = rule,
				   .is_deny = rule->mode == AVOW_RULE_DENY };
	for (size_t i = 0; i < rule->condition_count; i++)
		if (strcmp(rule->conditions[i].key, "path") == 0)
			path = rule->conditions + i;
	if (path && path->value_count == 1)
		new->pattern = avow_rule_pattern(&j->e->profiles->arena, rule, "path",
						 path->values);
	/* `link A -> B` is about some links of A alone. */
	new->is_of_some = !rule->doubt && (!path || new->pattern);
	new->is_certain = new->is_of_some && rule->condition_count == (path != NULL);
	j->has_owner |= rule->owner != AVOW_OWNER_ANY;
	j->has_owner_denied |= rule->owner != AVOW_OWNER_ANY && new->is_deny;
	j->count++;
}

static void gather(struct judging *j, unsigned bit)
{
	const struct avow_profile *profile = j->e->profile;

	j->count = 0;
	j->has_owner = j->has_owner_denied = false;
	for (const struct avow_profile_rule *rule = profile->rules; rule;
	     rule = rule->next)
		if (avow_rule_is_about(rule, AVOW_RULE_FILE, bit))
			add_rule(j, rule);
	if (profile->state == AVOW_PROFILE_UNCONFINED ||
	    profile->state == AVOW_PROFILE_DEFAULT_ALLOW)
		j->all[j->count++] =
			(struct candidate){ .is_certain = true, .is_of_some = true };
}

static bool fits(const struct judging *j, const struct candidate *c)
{
	enum avow_rule_owner owner = c->rule ? c->rule->owner : AVOW_OWNER_ANY;

	return owner == AVOW_OWNER_ANY || (owner == AVOW_OWNER_ONLY) == j->is_owner;
}

/* Whether @deny goes before @allow. */
static bool is_stronger(const struct candidate *deny, const struct candidate *allow)
{
	return !allow->rule || deny->rule->priority >= allow->rule->priority;
}

/* What a search for one pattern of many may cost, which most often answers by itself. */
#define BUDGET_OF_ONE UINT64_C(100000)

/* Whether one of the patterns to avoid leaves nothing by itself. */
static bool is_covered(struct judging *j, const struct avow_search *search)
{
	struct avow_buf path = { 0 };
	bool is_covered = false;

	for (size_t i = 0; i < search->avoid_count && !is_covered && j->budget; i++) {
		struct avow_search one = *search;
		uint64_t budget = j->budget < BUDGET_OF_ONE ? j->budget : BUDGET_OF_ONE;

		one.avoid += i;
		one.avoid_count = 1;
		one.budget = budget;
		is_covered = avow_pattern_search(&one, &path) == AVOW_SEARCH_NONE;
		j->budget -= budget - one.budget;
	}
	avow_buf_free(&path);
	return is_covered;
}

static void tell_path(struct judging *j, struct avow_span path)
{
	struct avow_buf *witness = &j->e->witness;

	avow_buf_clear(witness);
	avow_buf_append(witness, path);
	if (j->tells_owner)
		avow_buf_puts(witness,
			      j->is_owner ? ", by its owner" : ", of another owner");
}

/* A path that @must and the pattern match; @avoid_count of avoid, and of except, none. */
static enum avow_search_result look(struct judging *j, const struct avow_pattern *must,
				    size_t avoid_count)
{
	struct avow_search search = {
		.must = j->must,
		.must_count = 1 + (must != NULL),
		.avoid = j->avoid,
		.avoid_count = avoid_count + j->except_count,
	};
	struct avow_buf path = { 0 };
	enum avow_search_result result = AVOW_SEARCH_NONE;

	if (!j->budget) {
		avow_expecting_doubt(j->e, NULL, "its patterns are too many to compare");
		return AVOW_SEARCH_SPENT;
	}
	j->must[0] = j->pattern;
	j->must[1] = must;
	for (size_t i = 0; i < j->except_count; i++)
		j->avoid[avoid_count + i] = j->except[i];
	if (search.avoid_count < 2 || !is_covered(j, &search)) {
		search.budget = j->budget;
		result = avow_pattern_search(&search, &path);
		j->budget = search.budget;
	}
	j->e->failed |= result == AVOW_SEARCH_NOMEM;
	if (result == AVOW_SEARCH_FOUND)
		tell_path(j, avow_buf_span(&path));
	else if (result == AVOW_SEARCH_SPENT)
		avow_expecting_doubt(j->e, NULL, "its patterns are too many to compare");
	avow_buf_free(&path);
	return result;
}

/* Whether @allow grants something that was not to be granted. */
static void try_allow(struct judging *j, const struct candidate *allow)
{
	size_t sure = 0, all = 0;
	bool may_be_denied = false;

	j->tells_owner = j->has_owner_denied ||
			 (allow->rule && allow->rule->owner != AVOW_OWNER_ANY);
	/* Those that surely deny at the front, then those that may. */
	for (int is_second = 0; is_second < 2; is_second++)
		for (size_t i = 0; i < j->count; i++) {
			const struct candidate *c = j->all + i;

			if (!c->is_deny || !fits(j, c) || !is_stronger(c, allow) ||
			    c->is_certain == is_second)
				continue;
			if (c->is_certain && !c->pattern)
				return; /* nothing of it is left */
			may_be_denied |= !c->pattern;
			if (c->pattern)
				j->avoid[all++] = c->pattern;
			sure += c->is_certain;
		}
	if (allow->is_of_some && !may_be_denied) {
		if (look(j, allow->pattern, all) == AVOW_SEARCH_FOUND) {
			avow_expecting_fail(j->e, allow->rule, "it is granted");
			return;
		}
		if (all == sure)
			return;
	}
	if (j->e->state == AVOW_ASSERTION_HOLDS &&
	    look(j, allow->pattern, sure) == AVOW_SEARCH_FOUND)
		avow_expecting_doubt(
			j->e, allow->rule,
			"it may be granted: what a rule is about is not known");
}

static void judge_not(struct judging *j)
{
	for (size_t i = 0; i < j->count && j->e->state != AVOW_ASSERTION_FAILS; i++)
		if (!j->all[i].is_deny && fits(j, j->all + i))
			try_allow(j, j->all + i);
}

struct allowed {
	size_t sure, all;
	bool is_everything; /* a certain one is of every path */
	bool may_be;        /* an uncertain one may be of any */
};

/* Puts patterns of allow rules stronger than @deny (NULL: all) into `avoid`. */
static struct allowed put_allowed(struct judging *j, const struct candidate *deny)
{
	struct allowed out = { 0 };

	for (int is_second = 0; is_second < 2; is_second++)
		for (size_t i = 0; i < j->count; i++) {
			const struct candidate *c = j->all + i;

			if (c->is_deny || !fits(j, c) || c->is_certain == is_second ||
			    (deny && is_stronger(deny, c)))
				continue;
			out.is_everything |= c->is_certain && !c->pattern;
			out.may_be |= !c->is_certain && !c->pattern;
			if (c->pattern)
				j->avoid[out.all++] = c->pattern;
			out.sure += c->is_certain && c->pattern;
		}
	return out;
}

/* Whether a path is left that is not granted: denied by @deny, or by no rule at all. */
static void try_gap(struct judging *j, const struct candidate *deny)
{
	struct allowed allowed = put_allowed(j, deny);
	const struct avow_pattern *must = deny ? deny->pattern : NULL;
	const struct avow_profile_rule *rule = deny ? deny->rule : NULL;
	bool is_certain = !deny || deny->is_certain;

	j->tells_owner = j->has_owner;
	if (allowed.is_everything)
		return;
	if (is_certain && !allowed.may_be) {
		if (look(j, must, allowed.all) == AVOW_SEARCH_FOUND) {
			avow_expecting_fail(j->e, rule,
					    deny ? "it is denied" : "no rule grants it");
			return;
		}
		if (allowed.all == allowed.sure)
			return;
	}
	if (j->e->state == AVOW_ASSERTION_HOLDS &&
	    look(j, must, allowed.sure) == AVOW_SEARCH_FOUND)
		avow_expecting_doubt(
			j->e, rule,
			"it may not be granted: what a rule is about is not known");
}

static void judge_each(struct judging *j)
{
	try_gap(j, NULL);
	for (size_t i = 0; i < j->count && j->e->state != AVOW_ASSERTION_FAILS; i++)
		if (j->all[i].is_deny && fits(j, j->all + i))
			try_gap(j, j->all + i);
}

static void judge_bit(struct judging *j, unsigned bit)
{
	gather(j, bit);
	for (int is_owner = 0; is_owner < 2; is_owner++) {
		j->is_owner = is_owner != 0;
		if (j->e->state != AVOW_ASSERTION_FAILS && (j->has_owner || !is_owner)) {
			if (j->e->expected->is_positive)
				judge_each(j);
			else
				judge_not(j);
		}
	}
}

static void judge_action(struct judging *j, const char *word)
{
	bool is_positive = j->e->expected->is_positive;

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(actions); i++) {
		size_t count = is_positive ? 1 : actions[i].count;

		if (strcmp(actions[i].word, word) != 0)
			continue;
		for (size_t at = 0; at < count; at++)
			if (j->e->state != AVOW_ASSERTION_FAILS)
				judge_bit(j, actions[i].bits[at]);
		return;
	}
	avow_expecting_refuse(j->e,
			      "\"%s\" is nothing done to files: that is read, write, "
			      "append, exec, map, link, lock",
			      word);
}

static bool begin(struct judging *j)
{
	const struct avow_expectation *expected = j->e->expected;
	size_t excepted = expected->subjects.count ? expected->except.count : 0;
	size_t rules = 2; /* one for what is not written, one for none */

	for (const struct avow_profile_rule *at = j->e->profile->rules; at; at = at->next)
		rules++;
	j->all = calloc(rules, sizeof(*j->all));
	j->must = calloc(2, sizeof(*j->must));
	j->avoid = calloc(rules + excepted, sizeof(*j->avoid));
	j->except = calloc(excepted + 1, sizeof(*j->except));
	if (!j->all || !j->must || !j->avoid || !j->except) {
		j->e->failed = true;
		return false;
	}
	j->pattern = make_pattern(j->e, expected->objects.at[0]);
	for (size_t i = 0; i < excepted && j->pattern; i++) {
		j->except[i] = make_pattern(j->e, expected->except.at[i]);
		if (!j->except[i])
			return false;
		j->except_count++;
	}
	return j->pattern != NULL;
}

void avow_expecting_files(struct expecting *e)
{
	struct judging j = { .e = e, .budget = BUDGET };

	if (begin(&j))
		for (size_t i = 0; i < e->expected->words.count; i++)
			if (e->state != AVOW_ASSERTION_FAILS &&
			    e->state != AVOW_ASSERTION_WRONG)
				judge_action(&j, e->expected->words.at[i]);
	free(j.all);
	free(j.must);
	free(j.avoid);
	free(j.except);
}
