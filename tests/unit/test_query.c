/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Questions of events: what is read, printed and refused. */
#include "tests/unit/unit.h"

#include "analyzer/search/query.h"

static void prints_as(const char *text, const char *printed)
{
	struct avow_query query = { 0 };
	struct avow_query_node *node;
	struct avow_buf out = { 0 };

	assert_int_equal(avow_query_parse(&query, text, &node, NULL), 0);
	assert_int_equal(avow_query_add(&query, node), 0);
	avow_query_print(&query, &out);
	assert_string_equal(avow_buf_string(&out), printed);
	avow_buf_free(&out);
	avow_query_free(&query);
}

static void reads_and_prints(void **state)
{
	(void)state;
	prints_as("pid=1", "pid=\"1\"");
	prints_as("a=1 or b=2 and c=3", "(a=\"1\" or (b=\"2\" and c=\"3\"))");
	prints_as("(a=1 || b=2)&&c=3", "((a=\"1\" or b=\"2\") and c=\"3\")");
	prints_as("not a=1 and b", "(not (a=\"1\") and b)");
	prints_as("!a", "not (a)");
	prints_as("a != \"x \\\" \\\\ y\"", "not (a=\"x \\\" \\\\ y\")");
	prints_as("name*=/etc/pa", "name*=\"/etc/pa\"");
	prints_as("scontext.type ~ ^http", "scontext.type~\"^http\"");
	prints_as("exit<=-1", "exit<=\"-1\"");
	prints_as("comm=\"\"", "comm=\"\"");
}

static void refuses(void **state)
{
	static const char *const wrong[] = {
		"",     "(",    "a=",    "a=1 and",       "a=1 b=2",
		"a=1)", "(a=1", "a=\"b", "and",           "not",
		"=1",   "a>b",  "a~[",   "a=1 or or b=2", "a=(b)",
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(wrong); i++) {
		struct avow_query query = { 0 };
		struct avow_query_node *node;
		struct avow_error error = { 0 };

		assert_int_equal(avow_query_parse(&query, wrong[i], &node, &error),
				 AVOW_E_USAGE);
		assert_true(*error.message);
		avow_query_free(&query);
	}
}

static void is_not_deeper_than_allowed(void **state)
{
	struct avow_query query = { 0 };
	struct avow_query_node *node;
	struct avow_buf text = { 0 };

	(void)state;
	for (int i = 0; i < 50000; i++)
		avow_buf_putc(&text, '(');
	assert_int_equal(avow_query_parse(&query, avow_buf_string(&text), &node, NULL),
			 AVOW_E_USAGE);
	avow_buf_free(&text);
	avow_query_free(&query);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_prints),
		cmocka_unit_test(refuses),
		cmocka_unit_test(is_not_deeper_than_allowed),
	};

	return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
