/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Tallies: exact counts of the values kept, and the same values kept however the
 * input is split, ordered and merged.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "analyzer/base/error.h"
#include "analyzer/cluster/tally.h"

struct set {
	struct avow_tally tally;
};

static struct set set_new(void)
{
	return (struct set){ 0 };
}

static void set_free(struct set *set)
{
	avow_tally_free(&set->tally);
}

static void add(struct set *set, const char *value, uint64_t count)
{
	assert_int_equal(avow_tally_add(&set->tally, avow_span_of(value), count), 0);
}

static void add_number(struct set *set, uint64_t number)
{
	char value[32];

	snprintf(value, sizeof(value), "value-%llu", (unsigned long long)number);
	add(set, value, 1);
}

static void merge(struct set *into, const struct set *from)
{
	assert_int_equal(avow_tally_merge(&into->tally, &from->tally), 0);
}

static void assert_same(struct set *a, struct set *b)
{
	avow_tally_sort(&a->tally);
	avow_tally_sort(&b->tally);
	assert_int_equal(a->tally.length, b->tally.length);
	assert_int_equal(a->tally.has_more, b->tally.has_more);
	for (uint32_t i = 0; i < a->tally.length; i++) {
		assert_string_equal(a->tally.entries[i].value.data,
				    b->tally.entries[i].value.data);
		assert_int_equal(a->tally.entries[i].count, b->tally.entries[i].count);
	}
}

static void counts_and_sorts(void **state)
{
	struct set set = set_new();

	(void)state;
	add(&set, "b", 1);
	add(&set, "a", 1);
	add(&set, "c", 2);
	add(&set, "", 5);
	add(&set, "c", 3);
	avow_tally_sort(&set.tally);
	assert_int_equal(set.tally.length, 3);
	assert_false(set.tally.has_more);
	assert_string_equal(set.tally.entries[0].value.data, "c");
	assert_int_equal(set.tally.entries[0].count, 5);
	assert_string_equal(set.tally.entries[1].value.data, "a");
	assert_string_equal(set.tally.entries[2].value.data, "b");
	set_free(&set);
}

static void is_bounded_from_its_limit_on(void **state)
{
	struct set set = set_new();

	(void)state;
	for (uint64_t i = 0; i < AVOW_TALLY_MAX; i++)
		add_number(&set, i);
	assert_int_equal(set.tally.length, AVOW_TALLY_MAX);
	assert_false(set.tally.has_more);
	add_number(&set, AVOW_TALLY_MAX);
	assert_int_equal(set.tally.length, AVOW_TALLY_MAX);
	assert_true(set.tally.has_more);
	set_free(&set);
}

static void counts_what_it_keeps_exactly(void **state)
{
	struct set set = set_new();

	(void)state;
	for (uint64_t round = 0; round < 7; round++)
		for (uint64_t i = 0; i < 500; i++)
			add_number(&set, (i * 37 + round) % 500);
	for (uint32_t i = 0; i < set.tally.length; i++)
		assert_int_equal(set.tally.entries[i].count, 7);
	set_free(&set);
}

/* The same values, in other orders and splits, merged in other orders. */
static void splits_and_orders_do_not_matter(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		uint64_t values = 1 + random_next(&seed) % 80;
		struct set whole = set_new(),
			   part[3] = { set_new(), set_new(), set_new() };
		struct set left = set_new(), right = set_new(), outer = set_new();

		for (unsigned i = 0; i < 300; i++) {
			uint64_t value = random_next(&seed) % values;

			add_number(&whole, value);
			add_number(&part[random_next(&seed) % 3], value);
		}
		/* (0 + 1) + 2 */
		merge(&left, &part[0]);
		merge(&left, &part[1]);
		merge(&left, &part[2]);
		/* (1 + 2), then that to 0 */
		merge(&outer, &part[2]);
		merge(&outer, &part[1]);
		merge(&right, &outer);
		merge(&right, &part[0]);
		assert_same(&left, &whole);
		assert_same(&right, &whole);
		for (unsigned i = 0; i < 3; i++)
			set_free(&part[i]);
		set_free(&whole);
		set_free(&left);
		set_free(&right);
		set_free(&outer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_and_sorts),
		cmocka_unit_test(is_bounded_from_its_limit_on),
		cmocka_unit_test(counts_what_it_keeps_exactly),
		cmocka_unit_test(splits_and_orders_do_not_matter),
	};

	return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
