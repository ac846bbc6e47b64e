/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sightings: the same whatever the order and however the times are split, and no time
 * is forgotten or made up, compared with a plain list of all times.
 */
#include "tests/unit/unit.h"

#include "analyzer/cluster/history.h"
#include "analyzer/cluster/sightings.h"

#define TIMES 200

static void assert_same(const struct avow_sightings *a, const struct avow_sightings *b)
{
	assert_int_equal(a->step, b->step);
	assert_int_equal(a->first, b->first);
	assert_int_equal(a->length, b->length);
	assert_memory_equal(a->bits, b->bits, sizeof(a->bits));
}

/* What the header says, said of all times at once. */
static struct avow_sightings naive(const uint64_t *times, size_t count)
{
	struct avow_sightings out = { 0 };
	uint64_t first = times[0], last = times[0], width;

	for (size_t i = 1; i < count; i++) {
		first = times[i] < first ? times[i] : first;
		last = times[i] > last ? times[i] : last;
	}
	out.step = avow_history_step_for(first, last, AVOW_SIGHTINGS_MAX, 0);
	width = avow_history_width_at(out.step);
	out.first = first / width;
	out.length = (uint32_t)(last / width - out.first) + 1;
	for (size_t i = 0; i < count; i++) {
		uint64_t at = times[i] / width - out.first;

		out.bits[at / 64] |= UINT64_C(1) << at % 64;
	}
	return out;
}

static void draw(uint64_t times[TIMES], uint64_t *seed)
{
	static const uint64_t spreads[] = { 3, 500, 600, 100000, 40000000, UINT64_MAX };
	uint64_t spread = spreads[random_next(seed) % AVOW_ARRAY_SIZE(spreads)];

	for (size_t i = 0; i < TIMES; i++)
		times[i] = (spread == UINT64_MAX ? 0 : 1790000000) +
			   (random_next(seed) << 32 | random_next(seed)) % spread;
}

static void order_and_parts_do_not_matter(void **state)
{
	uint64_t times[TIMES], seed = 5;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct avow_sightings whole = { 0 }, wanted, parts[3];

		memset(parts, 0, sizeof(parts));
		draw(times, &seed);
		wanted = naive(times, TIMES);
		for (size_t i = 0; i < TIMES; i++) {
			avow_sightings_add(&whole, times[i]);
			avow_sightings_add(&parts[random_next(&seed) % 3],
					   times[TIMES - 1 - i]);
		}
		avow_sightings_merge(&parts[1], &parts[2]);
		avow_sightings_merge(&parts[0], &parts[1]);
		avow_sightings_merge(&parts[1], &parts[0]);
		assert_same(&whole, &wanted);
		assert_same(&parts[0], &wanted);
		assert_same(&parts[1], &wanted);
	}
}

static void the_widest_that_fits(void **state)
{
	struct avow_sightings sightings = { 0 };

	(void)state;
	avow_sightings_add(&sightings, 1790000000);
	avow_sightings_add(&sightings, 1790000000 + AVOW_SIGHTINGS_MAX - 1);
	assert_int_equal(avow_sightings_width(&sightings), 1);
	assert_int_equal(sightings.length, AVOW_SIGHTINGS_MAX);
	avow_sightings_add(&sightings, 1790000000 + AVOW_SIGHTINGS_MAX);
	assert_int_equal(avow_sightings_width(&sightings), 10);
	assert_int_equal(sightings.length, AVOW_SIGHTINGS_MAX / 10 + 1);
	avow_sightings_merge(&sightings, &(struct avow_sightings){ 0 });
	assert_int_equal(sightings.length, AVOW_SIGHTINGS_MAX / 10 + 1);
}

static void text_comes_back(void **state)
{
	uint64_t times[TIMES], seed = 9;

	(void)state;
	for (int round = 0; round < 100; round++) {
		struct avow_sightings wanted, got = { 0 };
		struct avow_buf text = { 0 };
		uint64_t width;

		draw(times, &seed);
		wanted = naive(times, 1 + random_next(&seed) % TIMES);
		width = avow_sightings_width(&wanted);
		avow_sightings_text(&wanted, &text);
		assert_true(avow_sightings_parse(&got, width, wanted.first * width,
						 avow_buf_span(&text)));
		assert_same(&got, &wanted);
		avow_buf_free(&text);
	}
}

static bool is_taken(uint64_t width, uint64_t from, const char *seen)
{
	struct avow_sightings sightings = { 0 };

	return avow_sightings_parse(&sightings, width, from, avow_span_of(seen));
}

static void what_cannot_be_is_refused(void **state)
{
	char digits[AVOW_SIGHTINGS_MAX / 4 + 2];

	(void)state;
	assert_true(is_taken(10, 1790000000, "8"));
	assert_false(is_taken(7, 1790000000, "8"));
	assert_false(is_taken(0, 1790000000, "8"));
	assert_false(is_taken(10, 1790000001, "8"));
	assert_false(is_taken(10, 1790000000, ""));
	assert_false(is_taken(10, 1790000000, "4"));
	assert_false(is_taken(10, 1790000000, "80"));
	assert_false(is_taken(10, 1790000000, "F"));
	assert_false(is_taken(10, 1790000000, "8g"));
	assert_true(is_taken(1, UINT64_MAX, "8"));
	assert_false(is_taken(1, UINT64_MAX, "c"));
	memset(digits, 'f', sizeof(digits));
	digits[AVOW_SIGHTINGS_MAX / 4] = '\0';
	assert_true(is_taken(1, 1790000000, digits));
	digits[AVOW_SIGHTINGS_MAX / 4] = 'f';
	digits[AVOW_SIGHTINGS_MAX / 4 + 1] = '\0';
	assert_false(is_taken(1, 1790000000, digits));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_and_parts_do_not_matter),
		cmocka_unit_test(the_widest_that_fits),
		cmocka_unit_test(text_comes_back),
		cmocka_unit_test(what_cannot_be_is_refused),
	};

	return cmocka_run_group_tests_name("sightings", tests, NULL, NULL);
}
