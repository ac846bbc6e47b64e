/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The expectations of a file, asked of the policy under test. */
#include "cli/check_assertions.h"

#include <stdio.h>

#include "cli/places.h"
#include "policy/apparmor/assertions.h"
#include "policy/apparmor/find.h"
#include "policy/assertions.h"
#include "policy/selinux/assertions.h"

/* The file, and the answers so far. */
struct asking {
	const struct avow_check_asserting *what;
	struct avow_assertions assertions;
	struct avow_assertion_outcomes outcomes;
};

static bool has_kind(const struct avow_assertions *assertions, bool is_apparmor)
{
	for (size_t i = 0; i < assertions->count; i++)
		if (avow_expectation_is_apparmor(assertions->at + i) == is_apparmor)
			return true;
	return false;
}

static int ask_policy(struct asking *asking, struct avow_error *error)
{
	const char *path = asking->what->policy ? asking->what->policy
						: avow_selinux_running_policy();
	struct avow_selinux_policy *policy;
	int result;

	if (!path || !has_kind(&asking->assertions, false))
		return AVOW_OK;
	result = avow_selinux_policy_open(path, &policy, error);
	if (result)
		return result;
	if (avow_selinux_assert(policy, &asking->assertions, &asking->outcomes))
		result = avow_error_nomem(error);
	avow_selinux_policy_close(policy);
	return result;
}

static int ask_profiles(struct asking *asking, struct avow_error *error)
{
	const char *path = asking->what->profiles ? asking->what->profiles
						  : avow_apparmor_running_profiles();
	struct avow_profiles *profiles;
	int result;

	if (!path || !has_kind(&asking->assertions, true))
		return AVOW_OK;
	result = avow_profiles_read(path, NULL, &profiles, error);
	if (result)
		return result;
	if (avow_apparmor_assert(profiles, &asking->assertions, &asking->outcomes))
		result = avow_error_nomem(error);
	avow_profiles_free(profiles);
	return result;
}

static void put_line(struct avow_buf *out, const char *before, const char *text)
{
	if (!*text)
		return;
	if (out->length)
		avow_buf_putc(out, '\n');
	avow_buf_printf(out, "%s%s", before, text);
}

/* One that does not hold. */
static int add_failure(const struct asking *asking, size_t index,
		       const struct avow_check_fails *fails, struct avow_check *check)
{
	const struct avow_assertion_outcome *outcome = asking->outcomes.at + index;
	const struct avow_expectation *expectation = asking->assertions.at + index;
	struct avow_buf text = { 0 }, evidence = { 0 };
	int result;

	avow_buf_printf(&text, "%s: %s.",
			outcome->state == AVOW_ASSERTION_UNTOLD ? "It cannot be told"
								: "It does not hold",
			outcome->why);
	put_line(&evidence, "", outcome->rule);
	put_line(&evidence, "at ", outcome->place);
	put_line(&evidence, "as in ", outcome->witness);
	result = avow_check_add(
		check, fails,
		&(struct avow_check_item){
			.kind = AVOW_CHECK_ASSERTION,
			.label = expectation->text,
			.text = avow_buf_string(&text),
			.evidence = evidence.length ? avow_buf_string(&evidence) : NULL,
			.how = *expectation->comment ? expectation->comment : NULL,
			.path = asking->what->assertions,
			.line = expectation->line });
	if (text.failed || evidence.failed)
		result = AVOW_E_NOMEM;
	avow_buf_free(&text);
	avow_buf_free(&evidence);
	return result;
}

/* Whatever cannot be answered at all is trouble, and is told where it stands. */
static bool tell_trouble(const struct asking *asking, size_t index)
{
	const struct avow_assertion_outcome *outcome = asking->outcomes.at + index;
	size_t line = asking->assertions.at[index].line;

	if (outcome->state == AVOW_ASSERTION_WRONG)
		avow_print_place(asking->what->assertions, line, "", outcome->why);
	else if (outcome->state == AVOW_ASSERTION_UNASKED)
		avow_print_place(
			asking->what->assertions, line, "",
			avow_expectation_is_apparmor(asking->assertions.at + index)
				? "it needs --profiles"
				: "it needs --policy");
	else
		return false;
	return true;
}

static int take_outcomes(const struct asking *asking,
			 const struct avow_check_fails *fails, struct avow_check *check)
{
	int result = 0;

	check->assertions = asking->assertions.count;
	for (size_t i = 0; i < asking->outcomes.count && !result; i++) {
		if (tell_trouble(asking, i))
			check->troubles++;
		else if (asking->outcomes.at[i].state != AVOW_ASSERTION_HOLDS)
			result = add_failure(asking, i, fails, check);
	}
	for (size_t i = 0; i < asking->assertions.doubt_count; i++)
		avow_print_place(asking->what->assertions,
				 asking->assertions.doubts[i].line, "",
				 asking->assertions.doubts[i].text);
	avow_print_more(asking->assertions.all_doubts, asking->assertions.doubt_count,
			"lines that are not understood");
	check->troubles += asking->assertions.all_doubts;
	return result;
}

int avow_check_assert(const struct avow_check_asserting *asserting,
		      const struct avow_check_fails *fails, struct avow_check *check,
		      struct avow_error *error)
{
	struct asking asking = { .what = asserting };
	int result;

	if (!asserting->assertions)
		return AVOW_OK;
	result = avow_assertions_read(asserting->assertions, &asking.assertions, error);
	if (!result &&
	    avow_assertion_outcomes_begin(&asking.assertions, &asking.outcomes))
		result = avow_error_nomem(error);
	if (!result)
		result = ask_policy(&asking, error);
	if (!result)
		result = ask_profiles(&asking, error);
	if (!result && take_outcomes(&asking, fails, check))
		result = avow_error_nomem(error);
	avow_assertion_outcomes_free(&asking.outcomes);
	avow_assertions_free(&asking.assertions);
	return result;
}
