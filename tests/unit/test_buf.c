/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The growing buffer: any bytes, growth, and that a failure sticks. */
#include "tests/unit/unit.h"

#include "analyzer/base/buf.h"

static void holds_any_bytes(void **state)
{
	struct avow_buf buf = { 0 };

	(void)state;
	avow_buf_append(&buf, avow_span_make("a\0b", 3));
	avow_buf_putc(&buf, '\xff');
	avow_buf_puts(&buf, "cd");
	avow_buf_printf(&buf, "%d-%s", 42, "e");
	assert_int_equal(buf.length, 10);
	assert_memory_equal(avow_buf_string(&buf),
			    "a\0b\xff"
			    "cd42-e",
			    11);
	avow_buf_clear(&buf);
	assert_string_equal(avow_buf_string(&buf), "");
	avow_buf_free(&buf);
	assert_null(buf.data);
	avow_buf_free(&buf);
}

static void grows(void **state)
{
	struct avow_buf buf = { 0 };

	(void)state;
	for (size_t i = 0; i < 100000; i++)
		avow_buf_putc(&buf, (char)('a' + i % 26));
	assert_int_equal(buf.length, 100000);
	for (size_t i = 0; i < 100000; i++)
		assert_int_equal(buf.data[i], 'a' + i % 26);
	avow_buf_printf(&buf, "%*d", 70000, 7);
	assert_int_equal(buf.length, 170000);
	assert_int_equal(buf.data[169999], '7');
	avow_buf_free(&buf);
}

static void extends(void **state)
{
	struct avow_buf buf = { 0 };
	char *room;

	(void)state;
	avow_buf_puts(&buf, "ab");
	room = avow_buf_extend(&buf, 3);
	assert_non_null(room);
	memcpy(room, "cde", 3);
	assert_string_equal(avow_buf_string(&buf), "abcde");
	avow_buf_free(&buf);
}

static void remembers_failure(void **state)
{
	struct avow_buf buf = { 0 };

	(void)state;
	avow_buf_puts(&buf, "ab");
	assert_null(avow_buf_extend(&buf, SIZE_MAX));
	assert_true(buf.failed);
	avow_buf_puts(&buf, "cd");
	assert_string_equal(avow_buf_string(&buf), "");
	avow_buf_free(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_any_bytes),
		cmocka_unit_test(grows),
		cmocka_unit_test(extends),
		cmocka_unit_test(remembers_failure),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
