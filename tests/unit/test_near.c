/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Near matches: what is proposed for a mistyped name, and what is not. */
#include "tests/unit/unit.h"

#include "analyzer/base/near.h"

static const char *nearest(const char *typed)
{
	static const char *const names[] = { "report", "suggest", "help", "summary" };
	struct avow_near near = avow_near_begin(avow_span_of(typed));

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		avow_near_try(&near, names[i]);
	return near.best;
}

static void proposes_the_nearest(void **state)
{
	(void)state;
	assert_string_equal(nearest("reprot"), "report");
	assert_string_equal(nearest("rport"), "report");
	assert_string_equal(nearest("reportt"), "report");
	assert_string_equal(nearest("sugest"), "suggest");
	assert_string_equal(nearest("sumary"), "summary");
	assert_string_equal(nearest("sug"), "suggest");
	assert_string_equal(nearest("report"), "report");
}

static void proposes_nothing_far(void **state)
{
	(void)state;
	assert_null(nearest("frobnicate"));
	assert_null(nearest(""));
	assert_null(nearest("x"));
	assert_null(nearest("a-name-that-is-much-longer-than-any-name-known"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proposes_the_nearest),
		cmocka_unit_test(proposes_nothing_far),
	};

	return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
