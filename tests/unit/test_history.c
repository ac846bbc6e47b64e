/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Histories: every denial counted once, in bounded memory, and the same whatever the
 * order and however the input is split.
 */
#include "tests/unit/unit.h"

#include "analyzer/cluster/history.h"

static void add(struct avow_history *history, uint64_t seconds)
{
	assert_int_equal(avow_history_add(history, seconds, 1), 0);
}

static uint64_t total(const struct avow_history *history)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < history->length; i++)
		sum += history->bars[i].count;
	return sum;
}

static void assert_same(const struct avow_history *a, const struct avow_history *b)
{
	assert_int_equal(avow_history_width(a), avow_history_width(b));
	assert_int_equal(a->length, b->length);
	for (uint32_t i = 0; i < a->length; i++) {
		assert_int_equal(a->bars[i].from, b->bars[i].from);
		assert_int_equal(a->bars[i].count, b->bars[i].count);
	}
}

static void few_are_kept_to_the_second(void **state)
{
	struct avow_history history = { 0 };

	(void)state;
	add(&history, 1790000007);
	add(&history, 1790000003);
	add(&history, 1790000007);
	assert_int_equal(avow_history_width(&history), 1);
	assert_int_equal(history.length, 2);
	assert_int_equal(history.bars[0].from, 1790000003);
	assert_int_equal(history.bars[1].count, 2);
	avow_history_free(&history);
}

static void many_are_kept_by_longer_stretches(void **state)
{
	struct avow_history history = { 0 };

	(void)state;
	for (uint64_t i = 0; i < 24 * 60; i++)
		add(&history, 1790035200 + i * 60);
	assert_int_equal(avow_history_width(&history), 3600);
	assert_int_equal(history.length, 24);
	assert_int_equal(history.bars[0].count, 60);
	assert_int_equal(total(&history), 24 * 60);
	avow_history_free(&history);
}

static void each_width_divides_the_next(void **state)
{
	(void)state;
	for (uint32_t step = 0; step < 32; step++)
		assert_int_equal(
			avow_history_width_at(step + 1) % avow_history_width_at(step), 0);
}

static void made_up_times_are_kept(void **state)
{
	struct avow_history history = { 0 };

	(void)state;
	for (uint64_t i = 0; i < 64; i++)
		add(&history, UINT64_MAX >> i);
	for (uint64_t i = 0; i < 200; i++)
		add(&history, UINT64_MAX / 200 * i);
	assert_true(history.length <= AVOW_HISTORY_MAX);
	assert_int_equal(total(&history), 264);
	avow_history_free(&history);
}

/* The same times forwards, backwards, and in parts that are merged either way. */
static void order_does_not_matter(void **state)
{
	struct avow_history forwards = { 0 }, backwards = { 0 }, even = { 0 },
			    odd = { 0 };
	uint64_t seed = 7, times[500];

	(void)state;
	for (size_t i = 0; i < 500; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		times[i] = 1790000000 + (seed >> 33) % (i < 250 ? 600 : 9000000);
	}
	for (size_t i = 0; i < 500; i++) {
		add(&forwards, times[i]);
		add(&backwards, times[499 - i]);
		add(i % 2 ? &odd : &even, times[i]);
	}
	assert_same(&forwards, &backwards);
	assert_int_equal(avow_history_merge(&even, &odd), 0);
	assert_same(&forwards, &even);
	assert_int_equal(avow_history_merge(&odd, &backwards), 0);
	assert_int_equal(total(&odd), 750);
	avow_history_free(&forwards);
	avow_history_free(&backwards);
	avow_history_free(&even);
	avow_history_free(&odd);
}

/* One that is fine takes the wider stretches of another. */
static void merging_takes_the_wider(void **state)
{
	struct avow_history fine = { 0 }, coarse = { 0 }, both = { 0 };

	(void)state;
	add(&fine, 1790000001);
	add(&both, 1790000001);
	for (uint64_t i = 0; i < 100; i++) {
		add(&coarse, 1790000000 + i * 86400);
		add(&both, 1790000000 + i * 86400);
	}
	assert_int_equal(avow_history_merge(&fine, &coarse), 0);
	assert_same(&fine, &both);
	avow_history_free(&fine);
	avow_history_free(&coarse);
	avow_history_free(&both);
}

static void a_step_for_a_picture(void **state)
{
	(void)state;
	assert_int_equal(avow_history_step_for(5, 5, 48, 0), 0);
	assert_int_equal(avow_history_width_at(avow_history_step_for(0, 86399, 48, 0)),
			 3600);
	assert_int_equal(avow_history_width_at(avow_history_step_for(0, 10, 48, 4)), 900);
	assert_true(avow_history_step_for(0, UINT64_MAX, 48, 0) < 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_are_kept_to_the_second),
		cmocka_unit_test(many_are_kept_by_longer_stretches),
		cmocka_unit_test(each_width_divides_the_next),
		cmocka_unit_test(made_up_times_are_kept),
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(merging_takes_the_wider),
		cmocka_unit_test(a_step_for_a_picture),
	};

	return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
