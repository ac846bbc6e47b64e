/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Spans: order, search, numbers at their limits. */
#include "tests/unit/unit.h"

static void orders_by_unsigned_bytes(void **state)
{
	(void)state;
	assert_true(avow_span_compare(avow_span_of("a"), avow_span_of("b")) < 0);
	assert_true(avow_span_compare(avow_span_of("a"), avow_span_of("\xff")) < 0);
	assert_true(avow_span_compare(avow_span_of("a"), avow_span_of("ab")) < 0);
	assert_true(avow_span_compare(avow_span_of("b"), avow_span_of("ab")) > 0);
	assert_int_equal(avow_span_compare(avow_span_make(NULL, 0), avow_span_of("")), 0);
}

static void cuts_within_bounds(void **state)
{
	struct avow_span text = avow_span_of("hello");

	(void)state;
	assert_span(avow_span_skip(text, 2), "llo");
	assert_span(avow_span_skip(text, 9), "");
	assert_span(avow_span_first(text, 2), "he");
	assert_span(avow_span_first(text, 9), "hello");
	assert_true(avow_span_starts_with(text, "he"));
	assert_false(avow_span_starts_with(text, "hello!"));
	assert_true(avow_span_is(text, "hello"));
	assert_false(avow_span_is(text, "hell"));
}

static void finds(void **state)
{
	(void)state;
	assert_int_equal(avow_span_find(avow_span_of("a=b"), '='), 1);
	assert_int_equal(avow_span_find(avow_span_of("ab"), '='), 2);
	assert_int_equal(avow_span_find(avow_span_make(NULL, 0), '='), 0);
	assert_int_equal(avow_span_search(avow_span_of("aab aac"), "aac"), 4);
	assert_int_equal(avow_span_search(avow_span_of("aab"), "aac"), 3);
	assert_int_equal(avow_span_search(avow_span_of("aa"), "aaa"), 2);
	assert_true(avow_span_is_among(avow_span_of("b"), "aa,b", ','));
	assert_false(avow_span_is_among(avow_span_of("a"), "aa,b", ','));
	assert_false(avow_span_is_among(avow_span_of("b"), "", ','));
}

struct number {
	const char *text;
	int base;
	bool is_number;
	uint64_t value;
};

static void reads_numbers(void **state)
{
	static const struct number numbers[] = {
		{ "0", 10, true, 0 },
		{ "00042", 10, true, 42 },
		{ "18446744073709551615", 10, true, UINT64_MAX },
		{ "18446744073709551616", 10, false, 0 },
		{ "99999999999999999999", 10, false, 0 },
		{ "", 10, false, 0 },
		{ "-1", 10, false, 0 },
		{ "+1", 10, false, 0 },
		{ " 1", 10, false, 0 },
		{ "1 ", 10, false, 0 },
		{ "1f", 10, false, 0 },
		{ "1f", 16, true, 31 },
		{ "0xFf", 16, true, 255 },
		{ "0x", 16, false, 0 },
		{ "ffffffffffffffff", 16, true, UINT64_MAX },
		{ "10000000000000000", 16, false, 0 },
		{ "g", 16, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(numbers); i++) {
		uint64_t value = 7;
		bool is_number = avow_span_to_u64(avow_span_of(numbers[i].text),
						  numbers[i].base, &value);

		if (is_number != numbers[i].is_number ||
		    (is_number && value != numbers[i].value))
			fail_msg("\"%s\" in base %d", numbers[i].text, numbers[i].base);
	}
}

static void hashes_depend_on_every_byte(void **state)
{
	char text[64] = { 0 };
	uint64_t empty = avow_span_hash(avow_span_make(text, sizeof(text)));

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++) {
		text[i] = 1;
		assert_true(avow_span_hash(avow_span_make(text, sizeof(text))) != empty);
		text[i] = 0;
	}
	assert_true(avow_span_hash(avow_span_make(text, 1)) !=
		    avow_span_hash(avow_span_make(text, 2)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_by_unsigned_bytes),
		cmocka_unit_test(cuts_within_bounds),
		cmocka_unit_test(finds),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(hashes_depend_on_every_byte),
	};

	return cmocka_run_group_tests_name("span", tests, NULL, NULL);
}
