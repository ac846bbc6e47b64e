/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Answers what people expect of profiles: which of them are asked, and what is known of
 * a profile at once. Files and sockets are judged in expect_files.c, expect_network.c.
 */
#include "policy/apparmor/assertions.h"

#include <stdarg.h>
#include <stdio.h>

#include "policy/apparmor/case.h"
#include "policy/apparmor/expecting.h"

static void tell(struct expecting *e, enum avow_assertion_state state,
		 const struct avow_profile_rule *rule, const char *why)
{
	e->state = state;
	avow_buf_clear(&e->why);
	avow_buf_clear(&e->rule);
	avow_buf_clear(&e->place);
	avow_buf_printf(&e->why, "profile %s: %s", e->profile->name, why);
	if (rule)
		avow_case_put_rule(&e->rule, rule);
	avow_case_put_place(&e->place, rule ? &rule->place : &e->profile->place);
}

void avow_expecting_fail(struct expecting *e, const struct avow_profile_rule *rule,
			 const char *why)
{
	if (e->state == AVOW_ASSERTION_HOLDS || e->state == AVOW_ASSERTION_UNTOLD)
		tell(e, AVOW_ASSERTION_FAILS, rule, why);
}

void avow_expecting_doubt(struct expecting *e, const struct avow_profile_rule *rule,
			  const char *why)
{
	if (e->state == AVOW_ASSERTION_HOLDS)
		tell(e, AVOW_ASSERTION_UNTOLD, rule, why);
}

void avow_expecting_refuse(struct expecting *e, const char *format, ...)
{
	char text[512];
	va_list arguments;

	if (e->state == AVOW_ASSERTION_WRONG)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	e->state = AVOW_ASSERTION_WRONG;
	avow_buf_clear(&e->why);
	avow_buf_clear(&e->rule);
	avow_buf_clear(&e->place);
	avow_buf_clear(&e->witness);
	avow_buf_puts(&e->why, text);
}

/* `NAME`, or `:NAMESPACE:NAME` as the kernel writes it, with // behind the colon or not.
 */
static bool is_named(const struct avow_profile *profile, const char *word)
{
	struct avow_span name = avow_span_of(word), namespace = avow_span_of("");

	if (name.length && name.data[0] == ':') {
		size_t colon;

		name = avow_span_skip(name, 1);
		colon = avow_span_find(name, ':');
		namespace = avow_span_first(name, colon);
		name = avow_span_skip(name, colon + 1);
		if (avow_span_starts_with(name, "//"))
			name = avow_span_skip(name, 2);
	}
	return avow_span_is(name, profile->name) &&
	       avow_span_is(namespace, profile->namespace ? profile->namespace : "");
}

static const struct avow_profile *find_named(const struct expecting *e, const char *word)
{
	const struct avow_profile *profile = e->profiles->first;

	while (profile && !is_named(profile, word))
		profile = profile->next;
	return profile;
}

static void judge_capability(struct expecting *e)
{
	const struct avow_class *class = avow_class_of(AVOW_RULE_CAPABILITY);
	const struct avow_names *names = &e->expected->words;
	struct avow_profile_access access = { .class = AVOW_RULE_CAPABILITY };

	for (size_t i = 0; i < names->count && e->state != AVOW_ASSERTION_FAILS; i++) {
		struct avow_cover cover;
		unsigned bit;

		if (!avow_class_bit(class, avow_span_of(names->at[i]), &bit)) {
			avow_expecting_refuse(e, "there is no capability \"%s\"",
					      names->at[i]);
			return;
		}
		cover = avow_profile_cover(&e->profiles->arena, e->profile, &access, bit);
		if (cover.coverage == AVOW_COVER_UNKNOWN)
			avow_expecting_doubt(e, cover.rule,
					     "a rule that may decide is not understood");
		else if ((cover.coverage == AVOW_COVER_ALLOWED) !=
			 e->expected->is_positive)
			avow_expecting_fail(e, cover.rule,
					    e->expected->is_positive ? "it is not granted"
								     : "it is granted");
		if (e->state == AVOW_ASSERTION_FAILS)
			avow_buf_printf(&e->witness, "capability %s", names->at[i]);
	}
}

static void judge_mode(struct expecting *e)
{
	enum avow_profile_state state = e->profile->state;
	bool is_enforced = state == AVOW_PROFILE_ENFORCE || state == AVOW_PROFILE_KILL;
	char why[64];

	if (is_enforced == e->expected->is_positive)
		return;
	snprintf(why, sizeof(why), "its mode is %s", avow_profile_state_name(state));
	avow_expecting_fail(e, NULL, why);
}

static void judge_state(struct expecting *e)
{
	const char *mode = e->expected->words.at[0];
	enum avow_profile_state state = e->profile->state;
	bool is_so =
		strcmp(mode, avow_profile_state_name(state)) == 0 ||
		(strcmp(mode, "unconfined") == 0 && state == AVOW_PROFILE_DEFAULT_ALLOW);
	char why[64];

	snprintf(why, sizeof(why), "its mode is %s", avow_profile_state_name(state));
	if (is_so)
		avow_expecting_fail(e, NULL, why);
}

static void judge(struct expecting *e)
{
	switch (e->expected->kind) {
	case AVOW_EXPECT_FILE:
		avow_expecting_files(e);
		break;
	case AVOW_EXPECT_CAPABILITY:
		judge_capability(e);
		break;
	case AVOW_EXPECT_NETWORK:
		avow_expecting_network(e);
		break;
	case AVOW_EXPECT_ENFORCED:
		judge_mode(e);
		break;
	case AVOW_EXPECT_NO_STATE:
		judge_state(e);
		break;
	case AVOW_EXPECT_EXISTENCE:
		if (!e->expected->is_positive)
			avow_expecting_fail(e, NULL, "it exists");
		break;
	case AVOW_EXPECT_ACCESS:
	case AVOW_EXPECT_NO_PERMISSIVE:
	case AVOW_EXPECT_NO_UNCONFINED:
	case AVOW_EXPECT_NO_TRANSITION:
	case AVOW_EXPECT_NO_PATH:
		break;
	}
}

static const char *root_path(const struct avow_profile_source *source)
{
	while (source->includer)
		source = source->includer;
	return source->path;
}

/*
 * What is wrong in a file of profiles may hide rules, and a rule of no class that is
 * known may be about anything: then none is known to lack one.
 */
static void doubt_reading(struct expecting *e)
{
	const struct avow_profile_defect *at = e->profiles->defects;
	const char *own = root_path(e->profile->place.source);

	for (const struct avow_profile_rule *rule = e->profile->rules; rule;
	     rule = rule->next)
		if (rule->class == AVOW_RULE_UNKNOWN)
			avow_expecting_doubt(e, rule, "a rule of it is not understood");

	for (; at && e->state == AVOW_ASSERTION_HOLDS; at = at->next) {
		const char *path =
			at->place.source ? root_path(at->place.source) : at->path;

		if (at->is_unknown || !path || strcmp(path, own) != 0)
			continue;
		avow_expecting_doubt(e, NULL, "its file is not understood");
		avow_buf_printf(&e->why, ": %s", at->text);
		avow_buf_clear(&e->place);
		if (at->place.source)
			avow_case_put_place(&e->place, &at->place);
		else
			avow_buf_puts(&e->place, path);
	}
}

static bool is_asked(const struct expecting *e, const struct avow_profile *profile)
{
	const struct avow_expectation *expected = e->expected;

	if (expected->subjects.count)
		return is_named(profile, expected->subjects.at[0]);
	for (size_t i = 0; i < expected->except.count; i++)
		if (is_named(profile, expected->except.at[i]))
			return false;
	return true;
}

/* Names of profiles that are none are as wrong as unknown types. */
static bool are_known(struct expecting *e)
{
	const struct avow_expectation *expected = e->expected;
	const struct avow_names *names =
		expected->subjects.count ? &expected->subjects : &expected->except;

	for (size_t i = 0; i < names->count; i++)
		if (!find_named(e, names->at[i])) {
			avow_expecting_refuse(e, "there is no profile \"%s\"",
					      names->at[i]);
			return false;
		}
	return true;
}

static void ask_existence(struct expecting *e)
{
	const char *name = e->expected->subjects.at[0];

	e->profile = find_named(e, name);
	if (e->profile) {
		judge(e);
	} else if (e->expected->is_positive) {
		e->state = AVOW_ASSERTION_FAILS;
		avow_buf_puts(&e->why, "there is no such profile");
	}
}

static void ask(struct expecting *e)
{
	e->state = AVOW_ASSERTION_HOLDS;
	if (e->expected->kind == AVOW_EXPECT_EXISTENCE) {
		ask_existence(e);
		return;
	}
	if (!are_known(e))
		return;
	for (const struct avow_profile *at = e->profiles->first;
	     at && e->state != AVOW_ASSERTION_FAILS && e->state != AVOW_ASSERTION_WRONG;
	     at = at->next) {
		e->profile = at;
		if (!is_asked(e, at))
			continue;
		judge(e);
		if (e->expected->kind < AVOW_EXPECT_ENFORCED)
			doubt_reading(e);
	}
}

static void keep(struct expecting *e, struct avow_arena *arena, struct avow_buf *text,
		 const char **out)
{
	*out = avow_arena_string(arena, avow_buf_span(text));
	e->failed |= text->failed || !*out;
	if (!*out)
		*out = "";
	avow_buf_clear(text);
}

int avow_apparmor_assert(struct avow_profiles *profiles,
			 const struct avow_assertions *assertions,
			 struct avow_assertion_outcomes *outcomes)
{
	struct expecting e = { .profiles = profiles };

	for (size_t i = 0; i < assertions->count && !e.failed; i++) {
		struct avow_assertion_outcome *out = outcomes->at + i;

		e.expected = assertions->at + i;
		if (!avow_expectation_is_apparmor(e.expected))
			continue;
		ask(&e);
		out->state = e.state;
		keep(&e, &outcomes->arena, &e.why, &out->why);
		keep(&e, &outcomes->arena, &e.rule, &out->rule);
		keep(&e, &outcomes->arena, &e.place, &out->place);
		keep(&e, &outcomes->arena, &e.witness, &out->witness);
	}
	avow_buf_free(&e.why);
	avow_buf_free(&e.rule);
	avow_buf_free(&e.place);
	avow_buf_free(&e.witness);
	return e.failed ? AVOW_E_NOMEM : 0;
}
