/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Serials: gaps, late ones, boots, hosts, and what a hostile log can write. */
#include "tests/unit/unit.h"

#include "analyzer/record/serials.h"

static void note(struct avow_serials *serials, uint64_t seconds, uint64_t serial,
		 const char *node)
{
	const struct avow_record record = {
		.has_stamp = true,
		.time = { seconds, 0 },
		.serial = serial,
		.node = avow_span_of(node),
		.type_name = AVOW_SPAN("AVC"),
	};

	avow_serials_note(serials, &record);
}

static void expect(struct avow_serials *serials, uint64_t came, uint64_t missing)
{
	uint64_t got_came, got_missing;

	avow_serials_count(serials, &got_came, &got_missing);
	assert_int_equal(got_came, came);
	assert_int_equal(got_missing, missing);
	avow_serials_free(serials);
}

static void counts_gaps(void **state)
{
	struct avow_serials *serials = avow_serials_new();

	(void)state;
	note(serials, 1, 10, "");
	note(serials, 1, 10, "");
	note(serials, 1, 13, "");
	note(serials, 1, 12, "");
	note(serials, 1, 100000, "");
	expect(serials, 4, 100000 - 13 + 1 - 1);
}

static void begins_anew_at_each_boot(void **state)
{
	struct avow_serials *serials = avow_serials_new();

	(void)state;
	for (uint64_t i = 5; i < 50; i++)
		note(serials, 100, i, "");
	for (uint64_t i = 2; i < 20; i++)
		note(serials, 200, i, "");
	expect(serials, 45 + 18, 0);
}

static void keeps_hosts_apart(void **state)
{
	struct avow_serials *serials = avow_serials_new();

	(void)state;
	for (uint64_t i = 0; i < 10; i++) {
		note(serials, 100, 1 + i, "alpha");
		note(serials, 100, 5001 + i, "beta");
	}
	expect(serials, 20, 0);
}

static void passes_over_what_is_no_serial(void **state)
{
	struct avow_serials *serials = avow_serials_new();

	(void)state;
	note(serials, 1, 0, "");
	note(serials, 1, UINT64_MAX, "");
	note(serials, 1, 1ULL << 32, "");
	expect(serials, 0, 0);
}

/* Every serial but some, each as late as a window allows: all gaps are found. */
static void finds_every_gap_in_any_order(void **state)
{
	enum { COUNT = 50000, LATE = 1000 };
	struct avow_serials *serials = avow_serials_new();
	static uint64_t order[COUNT];
	uint64_t seed = 7, missing = 0, came = 0;

	(void)state;
	for (uint64_t i = 0; i < COUNT; i++)
		order[i] = i + 1;
	for (size_t i = 1; i + LATE < COUNT - 1; i += LATE) {
		size_t a = i + random_next(&seed) % LATE,
		       b = i + random_next(&seed) % LATE;
		uint64_t held = order[a];

		order[a] = order[b];
		order[b] = held;
	}
	for (size_t i = 0; i < COUNT; i++) {
		bool is_left_out = i && i < COUNT - 1 && random_next(&seed) % 10 == 0;

		missing += is_left_out;
		came += !is_left_out;
		if (!is_left_out)
			note(serials, 1, order[i], "");
	}
	expect(serials, came, missing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_gaps),
		cmocka_unit_test(begins_anew_at_each_boot),
		cmocka_unit_test(keeps_hosts_apart),
		cmocka_unit_test(passes_over_what_is_no_serial),
		cmocka_unit_test(finds_every_gap_in_any_order),
	};

	return cmocka_run_group_tests_name("serials", tests, NULL, NULL);
}
