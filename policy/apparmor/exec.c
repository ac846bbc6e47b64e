/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a program is to run: in a child that is made for it, in a profile that attaches to
 * it; else in the profile that started it, with a warning for what runs the words of
 * others. And where programs that were learned of would run.
 */
#include "policy/apparmor/exec.h"

#include "policy/apparmor/drafts/drafts.h"
#include "policy/apparmor/profiles/print.h"
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

/* Of the children of @parent (NULL: of those that are none) the one that attaches. */
static struct avow_profile *attached_in(const struct avow_profiles *profiles,
					const struct avow_profile *parent,
					struct avow_span path)
{
	struct avow_arena *arena = (struct avow_arena *)&profiles->arena;
	struct avow_profile *best = NULL;
	size_t best_length = 0;

	for (struct avow_profile *at = profiles->first; at; at = at->next) {
		struct avow_rule_value *value = &at->attaches;
		size_t length;
		bool is_all;

		if (at->parent != parent || !value->expanded.length || value->defect)
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

struct avow_profile *avow_profile_attached(const struct avow_profiles *profiles,
					   struct avow_span path)
{
	return attached_in(profiles, NULL, path);
}

struct avow_profile *avow_profile_child_for(const struct avow_profiles *profiles,
					    const struct avow_profile *parent,
					    struct avow_span path)
{
	return parent ? attached_in(profiles, parent, path) : NULL;
}

const struct avow_profile_rule *
avow_profile_exec_rule(const struct avow_profiles *profiles,
		       const struct avow_profile *from, struct avow_span program)
{
	struct avow_profile_access access = {
		.class = AVOW_RULE_FILE,
		.permissions = AVOW_FILE_BIT(AVOW_FILE_EXEC),
		.is_owner = AVOW_UNKNOWN,
	};
	struct avow_cover cover;

	if (!from || !program.length || program.data[0] != '/')
		return NULL;
	avow_access_add(&access, "path", program);
	cover = avow_profile_cover((struct avow_arena *)&profiles->arena, from, &access,
				   AVOW_FILE_EXEC);
	return cover.coverage == AVOW_COVER_ALLOWED ? cover.rule : NULL;
}

/* The child or profile that a rule names behind its arrow. */
static struct avow_profile *named_target(const struct avow_profiles *profiles,
					 const struct avow_profile *from,
					 const struct avow_profile_rule *rule,
					 bool is_child)
{
	struct avow_buf name = { 0 };
	struct avow_profile *found;

	if (is_child)
		avow_buf_printf(&name, "%s//", from->name);
	avow_buf_puts(&name, rule->target);
	found = name.failed
			? NULL
			: avow_profiles_named(
				  profiles, avow_buf_span(&name),
				  avow_span_of(from->namespace ? from->namespace : ""));
	avow_buf_free(&name);
	return found;
}

/* What an exec rule leads to; NULL: nothing of that is there. */
static struct avow_profile *led_to(const struct avow_profiles *profiles,
				   struct avow_profile *from,
				   const struct avow_profile_rule *rule,
				   struct avow_span program)
{
	const char *mode = rule->exec ? rule->exec : "";
	bool is_child = strpbrk(mode, "cC") != NULL;

	if (!is_child && !strpbrk(mode, "pP"))
		return from;
	if (rule->target)
		return named_target(profiles, from, rule, is_child);
	return attached_in(profiles, is_child ? from : NULL, program);
}

/* What would be proposed where no rule says it. */
static struct avow_profile *proposed(const struct avow_profiles *profiles,
				     struct avow_profile *from, struct avow_span program)
{
	struct avow_profile *found = avow_profile_child_for(profiles, from, program);

	if (!found)
		found = attached_in(profiles, NULL, program);
	return found ? found : from;
}

struct avow_profile *avow_profile_entered(const struct avow_profiles *profiles,
					  struct avow_profile *from,
					  struct avow_span program)
{
	const struct avow_profile_rule *rule =
		avow_profile_exec_rule(profiles, from, program);
	struct avow_profile *to = rule ? led_to(profiles, from, rule, program) : NULL;

	return to ? to : proposed(profiles, from, program);
}

struct avow_profile *avow_profile_learned(const struct avow_profiles *profiles,
					  struct avow_profile *from,
					  struct avow_span learned)
{
	while (learned.length) {
		size_t length;

		learned = avow_span_skip(learned, strlen(AVOW_LEARNING));
		length = avow_span_search(learned, AVOW_LEARNING);
		from = avow_profile_entered(profiles, from,
					    avow_span_first(learned, length));
		learned = avow_span_skip(learned, length);
	}
	return from;
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

/* Px: the program has a profile. */
static void put_own(const struct avow_profile *attached, struct avow_buf *rule,
		    struct avow_buf *why)
{
	avow_buf_puts(rule, " Px,");
	avow_buf_printf(why,
			"The program has a profile, %s, and would run in "
			"it, with a cleaned environment.",
			attached->name);
}

/* Cx: the profile has a child for it, or would get one. */
static void put_child(const struct avow_profile_case *c, const struct avow_profile *child,
		      struct avow_buf *rule, struct avow_buf *why, struct avow_buf *note)
{
	const char *name = child->name + strlen(child->parent->name) + strlen("//");

	avow_buf_puts(rule, " Cx -> ");
	avow_word_print(avow_span_of(name), rule);
	avow_buf_putc(rule, ',');
	if (!avow_draft_of(c->drafts, child)) {
		avow_buf_printf(why, "The profile has a child for the program, %s.",
				child->name);
		return;
	}
	avow_buf_puts(why, "It did what this profile does not allow, so it gets a child "
			   "profile of its own, which allows that and nothing else of "
			   "this one.");
	avow_buf_puts(note, "Cx first. Px, once the program has a profile of its own. ix "
			    "last: the program would get all of this profile, and this "
			    "profile all that the program did. Never ux.");
}

/* ix: in the profile that starts it. */
static void put_inherited(const struct avow_profile_case *c, struct avow_span program,
			  struct avow_buf *rule, struct avow_buf *why,
			  struct avow_buf *note)
{
	bool is_helper = avow_drafts_is_helper(c->drafts, c->profile, program);

	avow_buf_puts(rule, " mrix,");
	avow_buf_puts(why,
		      is_helper
			      ? "All that it did this profile allows, or asked for "
				"itself, so it can run in it; to start at all it must be "
				"read and mapped too."
			      : "The program has no profile of its own, and would run "
				"in this one; to start at all it must be read and "
				"mapped too.");
	if (is_interpreter(program))
		avow_buf_puts(note, "It runs what it is given: a child profile (Cx) that "
				    "allows only what it is started for is safer.");
}

static void put_mode(const struct avow_profile_case *c, struct avow_span program,
		     struct avow_buf *rule, struct avow_buf *why, struct avow_buf *note)
{
	const struct avow_profile *child =
		avow_profile_child_for(c->profiles, c->profile, program);
	const struct avow_profile *attached = avow_profile_attached(c->profiles, program);

	if (child)
		put_child(c, child, rule, why, note);
	else if (attached && attached != c->profile)
		put_own(attached, rule, why);
	else
		put_inherited(c, program, rule, why, note);
}

bool avow_profile_write_exec(const struct avow_profile_case *c, struct avow_buf *rule,
			     struct avow_buf *why, struct avow_buf *note)
{
	const struct avow_profile_question *question = refused(c);
	struct avow_variables variables = { 0 };
	size_t begin = rule->length;

	if (!question)
		return false;
	variables.first = (struct avow_variable *)c->profile->variables;
	if (!avow_profile_write_path(&variables, question->object, rule)) {
		rule->length = begin;
		return false;
	}
	put_mode(c, question->object, rule, why, note);
	return true;
}
