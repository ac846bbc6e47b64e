/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What becomes of the expectations of a file: `assertions FILE [-p POLICY] [-r PROFILES]`
 * prints each with its outcome, then what in the file is not understood. Without
 * either it takes `policy` and `profiles`, if they are there.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "analyzer/base/escape.h"
#include "policy/apparmor/assertions.h"
#include "policy/selinux/assertions.h"

static void print_field(const char *name, const char *text)
{
	struct avow_span rest = avow_span_of(text);

	while (rest.length) {
		size_t end = avow_span_find(rest, '\n');
		struct avow_buf out = { 0 };

		avow_escape_display(&out, avow_span_first(rest, end));
		printf("   %s: %s\n", name, avow_buf_string(&out));
		avow_buf_free(&out);
		rest = avow_span_skip(rest, end + 1);
	}
}

static void print_outcome(const struct avow_expectation *e,
			  const struct avow_assertion_outcome *outcome)
{
	struct avow_buf text = { 0 }, shown = { 0 };

	avow_expectation_print(e, &text);
	text.length--;
	avow_escape_display(&shown, avow_buf_span(&text));
	printf("%zu %s: %s\n", e->line, avow_assertion_state_name(outcome->state),
	       avow_buf_string(&shown));
	print_field("comment", e->comment);
	print_field("why", outcome->why);
	print_field("witness", outcome->witness);
	print_field("rule", outcome->rule);
	print_field("place", outcome->place);
	avow_buf_free(&text);
	avow_buf_free(&shown);
}

static int print_all(const struct avow_assertions *assertions,
		     const struct avow_assertion_outcomes *outcomes)
{
	int status = assertions->all_doubts ? 2 : 0;

	for (size_t i = 0; i < outcomes->count; i++) {
		enum avow_assertion_state state = outcomes->at[i].state;

		print_outcome(assertions->at + i, outcomes->at + i);
		if (state == AVOW_ASSERTION_WRONG || state == AVOW_ASSERTION_UNASKED)
			status = 2;
		else if (state != AVOW_ASSERTION_HOLDS && status == 0)
			status = 1;
	}
	for (size_t i = 0; i < assertions->doubt_count; i++)
		printf("%zu doubt: %s\n", assertions->doubts[i].line,
		       assertions->doubts[i].text);
	if (assertions->all_doubts > assertions->doubt_count)
		printf("and %zu doubts more\n",
		       assertions->all_doubts - assertions->doubt_count);
	return status;
}

static int ask_policy(const char *path, const struct avow_assertions *assertions,
		      struct avow_assertion_outcomes *outcomes, struct avow_error *error)
{
	struct avow_selinux_policy *policy;
	int code = avow_selinux_policy_open(path, &policy, error);

	if (code < 0)
		return code;
	code = avow_selinux_assert(policy, assertions, outcomes);
	avow_selinux_policy_close(policy);
	return code;
}

static int ask_profiles(const char *path, const struct avow_assertions *assertions,
			struct avow_assertion_outcomes *outcomes,
			struct avow_error *error)
{
	struct avow_profiles *profiles;
	int code = avow_profiles_read(path, NULL, &profiles, error);

	if (code < 0)
		return code;
	code = avow_apparmor_assert(profiles, assertions, outcomes);
	avow_profiles_free(profiles);
	return code;
}

/* What is here, where nothing is named. */
static const char *find(const char *name, int count)
{
	return count == 2 && access(name, R_OK) == 0 ? name : NULL;
}

int main(int count, char **words)
{
	const char *policy = find("policy", count), *profiles = find("profiles", count);
	struct avow_assertions assertions = { 0 };
	struct avow_assertion_outcomes outcomes = { 0 };
	struct avow_error error = { 0 };
	int status = 2;

	for (int i = 2; i + 1 < count; i += 2)
		*(strcmp(words[i], "-p") == 0 ? &policy : &profiles) = words[i + 1];
	if (count < 2 || count % 2)
		fputs("usage: assertions FILE [-p POLICY] [-r PROFILES]\n", stderr);
	else if (avow_assertions_read(words[1], &assertions, &error) ||
		 avow_assertion_outcomes_begin(&assertions, &outcomes) ||
		 (policy && ask_policy(policy, &assertions, &outcomes, &error)) ||
		 (profiles && ask_profiles(profiles, &assertions, &outcomes, &error)))
		fprintf(stderr, "%s\n", error.message);
	else
		status = print_all(&assertions, &outcomes);
	avow_assertion_outcomes_free(&outcomes);
	avow_assertions_free(&assertions);
	return status;
}
