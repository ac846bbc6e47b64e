/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of rotated logs: what belongs together, and what is older. */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/collect/rotated.h"

/* Each list is one set, oldest first. */
static const char *const sets[][8] = {
	{ "audit.log.10.gz", "audit.log.9", "audit.log.2.zst", "audit.log.1",
	  "audit.log" },
	{ "/x/audit.log-20251231", "/x/audit.log-20260101.xz", "/x/audit.log-20260102",
	  "/x/audit.log" },
	{ "audit.log.2025-12-31.gz", "audit.log.2026-01-01", "audit.log" },
	{ "audit.log-20260101-0959", "audit.log-20260101-1000",
	  "audit.log-20260101T110000", "audit.log-20260101_12:30", "audit.log" },
	{ "audit.log-1700000000", "audit.log-1700003600.bz2", "audit.log" },
	{ "audit-20251231.log.gz", "audit-20260101.log", "audit.log" },
	{ "audit.log-20260101", "audit.log.2", "audit.log.1", "audit.log" },
	{ "messages-20251231", "messages-20260101", "messages" },
};

static void orders_sets_by_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(sets); i++)
		for (size_t j = 0; sets[i][j]; j++)
			for (size_t k = 0; sets[i][k]; k++) {
				struct avow_rotated a = avow_rotated_name(sets[i][j]);
				struct avow_rotated b = avow_rotated_name(sets[i][k]);
				int order = avow_rotated_compare(&a, &b);

				if (!avow_rotated_is_same(&a, &b) ||
				    (order > 0) - (order < 0) != (j > k) - (j < k))
					fail_msg("%s and %s", sets[i][j], sets[i][k]);
			}
}

static void tells_sets_apart(void **state)
{
	static const char *const names[] = {
		"audit.log",
		"audit",
		"audit.log.old",
		"audit.log.1234567",
		"audit-2.log",
		"audit-1.2.log",
		"app-20261301.log",
		"app-20260132.log",
		"app-12-20260101.log",
		"audit.log-abc",
		"audit.log-2026010",
		"20260101",
		".1",
		"audit.log.",
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(names); i++)
		for (size_t j = 0; j < i; j++) {
			struct avow_rotated a = avow_rotated_name(names[i]);
			struct avow_rotated b = avow_rotated_name(names[j]);

			if (avow_rotated_is_same(&a, &b))
				fail_msg("%s and %s", names[i], names[j]);
		}
}

static void knows_logs_by_their_names(void **state)
{
	static const char *const yes[] = { "a.log", "a.log.1", "a.log.12.gz",
					   "a.log-20260101", "a-20260101.log.xz" };
	static const char *const no[] = { "a",   ".log",  "a.logs",        "a.log.old",
					  "a.1", "a.txt", "a.log.gz.1.txt" };

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(yes); i++)
		assert_true(avow_rotated_is_log(yes[i]));
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(no); i++)
		assert_false(avow_rotated_is_log(no[i]));
}

static void lists_a_set_from_its_directory(void **state)
{
	static const char *const files[] = { "set/a.log", "set/a.log.1", "set/a.log.2.gz",
					     "set/b.log", "set/a.log-x" };
	struct avow_rotated_set set;

	(void)state;
	assert_int_equal(system("rm -rf set && mkdir -p set/a.log.3"), 0);
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(files); i++) {
		FILE *file = fopen(files[i], "w");

		assert_non_null(file);
		fclose(file);
	}
	assert_int_equal(avow_rotated_list("set/a.log", &set), 0);
	assert_int_equal(set.count, 3);
	assert_string_equal(set.files[0].path, "set/a.log.2.gz");
	assert_string_equal(set.files[1].path, "set/a.log.1");
	assert_string_equal(set.files[2].path, "set/a.log");
	assert_int_equal(avow_rotated_find(&set, set.files[1].device, set.files[1].inode),
			 1);
	assert_int_equal(avow_rotated_find(&set, 0, 0), 3);
	assert_int_equal(rename("set/a.log.1", "set/a.log.9"), 0);
	assert_int_equal(avow_rotated_open(&set.files[1]), -1);
	assert_int_equal(rename("set/a.log", "set/a.log.1"), 0);
	assert_int_equal(avow_rotated_open(&set.files[1]), -1);
	avow_rotated_free(&set);
	assert_int_equal(system("rm -rf set"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_sets_by_time),
		cmocka_unit_test(tells_sets_apart),
		cmocka_unit_test(knows_logs_by_their_names),
		cmocka_unit_test(lists_a_set_from_its_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
