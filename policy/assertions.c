/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Expectations in memory, as text again, and what became of them. */
#include "policy/assertions.h"

#include <string.h>

const struct avow_assertion_form avow_assertion_forms[] = {
	{ "deny SOURCE TARGET:CLASS PERMISSION",
	  "SELinux's rules grant none of it. Each word may be a set, `{ a b -c }`, and "
	  "`*` "
	  "all there are; types may be attributes; TARGET may be self" },
	{ "allow SOURCE TARGET:CLASS PERMISSION",
	  "the rules grant all of it, to each source and for each target" },
	{ "no permissive domains", "no domain is permissive" },
	{ "no unconfined domains",
	  "no domain is one that the policy's own attribute calls unconfined" },
	{ "no transition from SOURCE to TARGET",
	  "no process of SOURCE can become one of TARGET in one step: by executing an "
	  "entry point, with a type_transition rule or setexec, or by dyntransition" },
	{ "no path from SOURCE to TARGET [within N]",
	  "nor in several steps, N at most; of any length without it" },
	{ "... except NAME",
	  "sources that may; for paths the domains that are not gone through" },
	{ "... if BOOLEAN=on,BOOLEAN=off",
	  "as these booleans are so, and the others as the policy has them" },
	{ "profile NAME must not ACTION PATTERN [except PATTERN]",
	  "AppArmor's profile grants it for no path that PATTERN matches, whoever owns "
	  "the "
	  "file; ACTION is read, write (and append), append, exec, map, link, lock, or "
	  "several with commas" },
	{ "profile NAME must ACTION PATTERN [except PATTERN]",
	  "the profile grants it for every path that PATTERN matches" },
	{ "profile NAME must [not] have capability NAME",
	  "it grants the capability, or does not; or each of several with commas" },
	{ "profile NAME must [not] use network [FAMILY] [TYPE]",
	  "it grants any use of such sockets, or none" },
	{ "profile NAME must [not] be enforced",
	  "its mode is enforce or kill, or is another" },
	{ "profile NAME must [not] exist",
	  "there is a profile of that name, or is none" },
	{ "no profile may ACTION PATTERN [except NAME]",
	  "the same of all profiles but those; likewise have capability, use network" },
	{ "no complain profiles [except NAME]",
	  "no profile is in complain mode; likewise unconfined, prompt" },
};
const size_t avow_assertion_form_count = AVOW_ARRAY_SIZE(avow_assertion_forms);

const char *avow_assertion_form_at(size_t index, struct avow_buf *says)
{
	if (index >= avow_assertion_form_count)
		return NULL;
	avow_buf_puts(says, avow_assertion_forms[index].says);
	return avow_assertion_forms[index].form;
}

void avow_assertions_free(struct avow_assertions *assertions)
{
	avow_arena_free(&assertions->arena);
	*assertions = (struct avow_assertions){ 0 };
}

int avow_assertions_doubt(struct avow_assertions *assertions, size_t line,
			  const char *text)
{
	assertions->all_doubts++;
	if (assertions->doubt_count == AVOW_ASSERTION_DOUBTS_MAX)
		return 0;
	text = avow_arena_string(&assertions->arena, avow_span_of(text));
	if (!text)
		return AVOW_E_NOMEM;
	assertions->doubts[assertions->doubt_count++] =
		(struct avow_assertion_doubt){ line, text };
	return 0;
}

bool avow_expectation_is_apparmor(const struct avow_expectation *expectation)
{
	return expectation->kind >= AVOW_EXPECT_FILE;
}

static void print_word(const char *word, struct avow_buf *out)
{
	bool is_plain = word[0] && !strpbrk(word, " \t\r") && word[0] != '#' &&
			strcmp(word, "{") != 0 && strcmp(word, "}") != 0;

	avow_buf_printf(out, is_plain ? "%s" : "\"%s\"", word);
}

static void print_set(const char *before, const struct avow_names *names,
		      struct avow_buf *out)
{
	avow_buf_puts(out, before);
	/* What is taken away stands in braces alone. */
	if (names->count == 1 && names->at[0][0] != '-') {
		print_word(names->at[0], out);
		return;
	}
	avow_buf_putc(out, '{');
	for (size_t i = 0; i < names->count; i++) {
		avow_buf_putc(out, ' ');
		print_word(names->at[i], out);
	}
	avow_buf_puts(out, " }");
}

static void print_list(const struct avow_names *names, const char *between,
		       struct avow_buf *out)
{
	for (size_t i = 0; i < names->count; i++)
		avow_buf_printf(out, "%s%s", i ? between : "", names->at[i]);
}

static void print_access(const struct avow_expectation *e, struct avow_buf *out)
{
	avow_buf_puts(out, e->is_positive ? "allow" : "deny");
	print_set(" ", &e->subjects, out);
	print_set(" ", &e->objects, out);
	print_set(":", &e->classes, out);
	print_set(" ", &e->words, out);
}

/* What behind `must`, `must not` or `may` stands. */
static void print_demand(const struct avow_expectation *e, struct avow_buf *out)
{
	if (e->kind == AVOW_EXPECT_FILE) {
		print_list(&e->words, ",", out);
		avow_buf_putc(out, ' ');
		print_word(e->objects.at[0], out);
	} else if (e->kind == AVOW_EXPECT_CAPABILITY) {
		avow_buf_puts(out, "have capability ");
		print_list(&e->words, ",", out);
	} else if (e->kind == AVOW_EXPECT_NETWORK) {
		avow_buf_puts(out, e->words.count ? "use network " : "use network");
		print_list(&e->words, " ", out);
	} else {
		avow_buf_puts(out,
			      e->kind == AVOW_EXPECT_ENFORCED ? "be enforced" : "exist");
	}
}

static void print_profile(const struct avow_expectation *e, struct avow_buf *out)
{
	if (e->kind == AVOW_EXPECT_NO_STATE) {
		avow_buf_printf(out, "no %s profiles", e->words.at[0]);
		return;
	}
	if (e->subjects.count) {
		avow_buf_puts(out, "profile ");
		print_word(e->subjects.at[0], out);
		avow_buf_puts(out, e->is_positive ? " must " : " must not ");
	} else {
		avow_buf_puts(out, "no profile may ");
	}
	print_demand(e, out);
}

static void print_domains(const struct avow_expectation *e, struct avow_buf *out)
{
	if (e->kind == AVOW_EXPECT_NO_PERMISSIVE ||
	    e->kind == AVOW_EXPECT_NO_UNCONFINED) {
		avow_buf_printf(out, "no %s domains",
				e->kind == AVOW_EXPECT_NO_PERMISSIVE ? "permissive"
								     : "unconfined");
		return;
	}
	avow_buf_puts(out, e->kind == AVOW_EXPECT_NO_PATH ? "no path" : "no transition");
	print_set(" from ", &e->subjects, out);
	print_set(" to ", &e->objects, out);
	if (e->steps)
		avow_buf_printf(out, " within %u", e->steps);
}

void avow_expectation_print(const struct avow_expectation *e, struct avow_buf *out)
{
	if (e->kind == AVOW_EXPECT_ACCESS)
		print_access(e, out);
	else if (avow_expectation_is_apparmor(e))
		print_profile(e, out);
	else
		print_domains(e, out);
	if (e->except.count)
		print_set(" except ", &e->except, out);
	for (size_t i = 0; i < e->boolean_count; i++)
		avow_buf_printf(out, "%s%s=%s", i ? "," : " if ", e->booleans[i].name,
				e->booleans[i].is_on ? "on" : "off");
	avow_buf_putc(out, '\n');
}

int avow_assertion_outcomes_begin(const struct avow_assertions *assertions,
				  struct avow_assertion_outcomes *out)
{
	out->count = assertions->count;
	out->at = avow_arena_alloc(&out->arena, (out->count + 1) * sizeof(*out->at));
	if (!out->at)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < out->count; i++)
		out->at[i] = (struct avow_assertion_outcome){ AVOW_ASSERTION_UNASKED, "",
							      "", "", "" };
	return 0;
}

void avow_assertion_outcomes_free(struct avow_assertion_outcomes *outcomes)
{
	avow_arena_free(&outcomes->arena);
	*outcomes = (struct avow_assertion_outcomes){ 0 };
}

const char *avow_assertion_state_name(enum avow_assertion_state state)
{
	static const char *const names[] = {
		[AVOW_ASSERTION_UNASKED] = "unasked",
		[AVOW_ASSERTION_HOLDS] = "holds",
		[AVOW_ASSERTION_FAILS] = "fails",
		[AVOW_ASSERTION_UNTOLD] = "cannot tell",
		[AVOW_ASSERTION_WRONG] = "wrong",
	};

	return names[state];
}
