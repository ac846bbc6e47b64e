/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a program is to run: in a profile that attaches to it, where there is one; else in
 * the profile that started it, with a warning for what runs the words of others.
 */
#include "policy/apparmor/exec.h"

#include "policy/apparmor/write.h"

/* Programs that run what they are given: a profile that inherits one allows anything
 * that it allows to whatever is fed to it. */
static const char *const interpreters[] = {
	"sh",    "bash", "dash", "zsh", "ksh",   "busybox", "python", "perl",
	"ruby",  "lua",  "node", "php", "awk",   "gawk",    "mawk",   "env",
	"xargs", "find", "sudo", "su",  "tclsh", "java",
};

static struct avow_span last_component(struct avow_span path)
{
	size_t at = path.length;

	while (at && path.data[at - 1] != '/')
		at--;
	return avow_span_skip(path, at);
}

/* python3.11 is python. */
static bool is_interpreter(struct avow_span path)
{
	struct avow_span name = last_component(path);

	while (name.length && strchr("0123456789.-", name.data[name.length - 1]))
		name.length--;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(interpreters); i++)
		if (avow_span_is(name, interpreters[i]))
			return true;
	return false;
}

struct avow_profile *avow_profile_attached(const struct avow_profiles *profiles,
					   struct avow_span path)
{
	struct avow_arena *arena = (struct avow_arena *)&profiles->arena;
	struct avow_profile *best = NULL;
	size_t best_length = 0;

	for (struct avow_profile *at = profiles->first; at; at = at->next) {
		struct avow_rule_value *value = &at->attaches;
		size_t length;
		bool is_all;

		if (at->parent || !value->expanded.length || value->defect)
			continue;
		if (!value->pattern &&
		    avow_pattern_compile(arena, value->expanded, true, &value->pattern,
					 &value->defect))
			continue;
		if (!avow_pattern_matches(value->pattern, path))
			continue;
		length = avow_pattern_literal(value->pattern, &is_all) + is_all;
		if (best && length <= best_length)
			continue;
		best = at;
		best_length = length;
	}
	return best;
}

static const struct avow_profile_question *refused(const struct avow_profile_case *c)
{
	for (size_t i = 0; c->questions && i < c->question_count; i++)
		if (c->questions[i].access.class == AVOW_RULE_FILE &&
		    c->questions[i].bit == AVOW_FILE_EXEC &&
		    c->questions[i].cover.coverage == AVOW_COVER_NONE)
			return c->questions + i;
	return NULL;
}

bool avow_profile_write_exec(const struct avow_profile_case *c, struct avow_buf *rule,
			     struct avow_buf *why, struct avow_buf *note)
{
	const struct avow_profile_question *question = refused(c);
	struct avow_variables variables = { 0 };
	const struct avow_profile *attached;
	size_t begin = rule->length;

	if (!question)
		return false;
	variables.first = (struct avow_variable *)c->profile->variables;
	if (!avow_profile_write_path(&variables, question->object, rule)) {
		rule->length = begin;
		return false;
	}
	attached = avow_profile_attached(c->profiles, question->object);
	if (attached && attached != c->profile) {
		avow_buf_puts(rule, " Px,");
		avow_buf_printf(why,
				"The program has a profile, %s, and would run in "
				"it, with a cleaned environment.",
				attached->name);
		return true;
	}
	avow_buf_puts(rule, " mrix,");
	avow_buf_puts(why, "The program has no profile of its own, and would run in this "
			   "one; to start at all it must be read and mapped too.");
	if (is_interpreter(question->object))
		avow_buf_puts(note, "It runs what it is given: a child profile (Cx) that "
				    "allows only what it is started for is safer.");
	return true;
}
