/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Command lines: GNU rules, and one exact sentence for each mistake. */
#include "tests/unit/unit.h"

#include "cli/option.h"

struct options {
	const char *policy;
	const char *output;
	bool is_plain;
	bool is_pretty;
};

static const struct avow_option table[] = {
	{ 'p', "policy", AVOW_OPTION_STRING, offsetof(struct options, policy), "FILE",
	  "file", "ask FILE" },
	{ 'o', "output", AVOW_OPTION_STRING, offsetof(struct options, output), "FILE",
	  "file", "write FILE" },
	{ 'q', "plain", AVOW_OPTION_FLAG, offsetof(struct options, is_plain), NULL, NULL,
	  "plain" },
	{ 0, "plainer", AVOW_OPTION_FLAG, offsetof(struct options, is_pretty), NULL, NULL,
	  "plainer" },
};

#define ARGUMENTS_MAX 8

struct parsed {
	int result;
	struct options options;
	char *argv[ARGUMENTS_MAX];
	struct avow_words operands;
	struct avow_error error;
};

static struct avow_words copy_arguments(char *const *from, char **to)
{
	size_t count = 1;

	to[0] = (char *)(uintptr_t) "command";
	for (; from[count - 1]; count++)
		to[count] = from[count - 1];
	return (struct avow_words){ to, count };
}

/* Operands point into @parsed, so it is not returned by value. */
static void parse(struct parsed *parsed, char *const *arguments)
{
	parsed->options = (struct options){ 0 };
	parsed->operands = copy_arguments(arguments, parsed->argv);
	parsed->result =
		avow_options_parse(table, AVOW_ARRAY_SIZE(table), &parsed->operands,
				   &parsed->options, &parsed->error);
}

static enum avow_common common(char *const *arguments)
{
	char *argv[ARGUMENTS_MAX];
	struct avow_words words = copy_arguments(arguments, argv);

	return avow_options_common(table, AVOW_ARRAY_SIZE(table), &words);
}

#define WORDS(...) ((char *[]){ __VA_ARGS__, NULL })
#define PARSE(...) parse(&parsed, WORDS(__VA_ARGS__))

static void reads_options_and_operands_mixed(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE("a", "-p", "pol", "-", "--output=x=y", "b", "-q");
	assert_int_equal(parsed.result, AVOW_OK);
	assert_string_equal(parsed.options.policy, "pol");
	assert_string_equal(parsed.options.output, "x=y");
	assert_true(parsed.options.is_plain);
	assert_false(parsed.options.is_pretty);
	assert_int_equal(parsed.operands.count, 3);
	assert_string_equal(parsed.operands.items[0], "a");
	assert_string_equal(parsed.operands.items[1], "-");
	assert_string_equal(parsed.operands.items[2], "b");
}

static void reads_letters_together(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE("-qppol", "-o", "out");
	assert_int_equal(parsed.result, AVOW_OK);
	assert_true(parsed.options.is_plain);
	assert_string_equal(parsed.options.policy, "pol");
	assert_string_equal(parsed.options.output, "out");
	PARSE("-qp", "pol");
	assert_int_equal(parsed.result, AVOW_OK);
	assert_string_equal(parsed.options.policy, "pol");
}

static void ends_options_at_two_dashes(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE("--", "-q", "--", "--policy");
	assert_int_equal(parsed.result, AVOW_OK);
	assert_false(parsed.options.is_plain);
	assert_int_equal(parsed.operands.count, 3);
	assert_string_equal(parsed.operands.items[0], "-q");
	assert_string_equal(parsed.operands.items[1], "--");
	assert_string_equal(parsed.operands.items[2], "--policy");
}

static void takes_an_argument_whatever_it_is(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE("--policy", "--help", "-o", "--", "--pol=");
	assert_int_equal(parsed.result, AVOW_OK);
	assert_string_equal(parsed.options.policy, "");
	assert_string_equal(parsed.options.output, "--");
	assert_int_equal(parsed.operands.count, 0);
}

static void takes_the_beginning_of_a_name(void **state)
{
	struct parsed parsed;

	(void)state;
	PARSE("--out", "x", "--plain");
	assert_int_equal(parsed.result, AVOW_OK);
	assert_string_equal(parsed.options.output, "x");
	assert_true(parsed.options.is_plain);
	assert_false(parsed.options.is_pretty);
}

static void tells_each_mistake(void **state)
{
	static const struct {
		char *word;
		const char *says;
	} mistakes[] = {
		{ "--polcy", "--polcy: no such option; did you mean --policy?" },
		{ "--frobnicate", "--frobnicate: no such option" },
		{ "--frobnicate=3", "--frobnicate: no such option" },
		{ "--=x", "--: no such option" },
		{ "-z", "-z: no such option" },
		{ "-qz", "-z: no such option" },
		{ "--p", "--p is ambiguous: --policy or --plainer" },
		{ "--plain=x", "--plain takes no argument" },
		{ "--policy", "--policy needs an argument: FILE" },
		{ "-p", "--policy needs an argument: FILE" },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(mistakes); i++) {
		struct parsed parsed;

		PARSE("operand", mistakes[i].word);
		assert_int_equal(parsed.result, AVOW_E_USAGE);
		assert_int_equal(parsed.error.code, AVOW_E_USAGE);
		assert_string_equal(parsed.error.message, mistakes[i].says);
	}
}

static void survives_a_very_long_name(void **state)
{
	char word[5000] = "--";
	struct parsed parsed;

	(void)state;
	memset(word + 2, 'a', sizeof(word) - 3);
	PARSE(word);
	assert_int_equal(parsed.result, AVOW_E_USAGE);
	assert_non_null(strstr(parsed.error.message, ": no such option"));
}

static void answers_common_options(void **state)
{
	(void)state;
	assert_int_equal(common(WORDS("a", "--help")), AVOW_COMMON_HELP);
	assert_int_equal(common(WORDS("-qh")), AVOW_COMMON_HELP);
	assert_int_equal(common(WORDS("--vers")), AVOW_COMMON_VERSION);
	assert_int_equal(common(WORDS("-V", "-h")), AVOW_COMMON_VERSION);
	assert_int_equal(common(WORDS("--policy", "--help")), AVOW_COMMON_NONE);
	assert_int_equal(common(WORDS("--", "--help")), AVOW_COMMON_NONE);
	assert_int_equal(common(WORDS("--frobnicate", "--help")), AVOW_COMMON_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_options_and_operands_mixed),
		cmocka_unit_test(reads_letters_together),
		cmocka_unit_test(ends_options_at_two_dashes),
		cmocka_unit_test(takes_an_argument_whatever_it_is),
		cmocka_unit_test(takes_the_beginning_of_a_name),
		cmocka_unit_test(tells_each_mistake),
		cmocka_unit_test(survives_a_very_long_name),
		cmocka_unit_test(answers_common_options),
	};

	return cmocka_run_group_tests_name("option", tests, NULL, NULL);
}
