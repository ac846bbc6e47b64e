/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The arena: alignment, zeroing, requests around the size of a block. */
#include "tests/unit/unit.h"

#include <stdalign.h>

#include "analyzer/base/arena.h"

static void gives_zeroed_aligned_memory(void **state)
{
	struct avow_arena arena = { 0 };

	(void)state;
	for (size_t size = 0; size < 300; size++) {
		unsigned char *memory = avow_arena_alloc(&arena, size);

		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xa5, size);
	}
	avow_arena_free(&arena);
}

static void gives_requests_larger_than_a_block(void **state)
{
	static const size_t sizes[] = { 65535, 65536, 65537, 1 << 20, 1 };
	struct avow_arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(sizes); i++) {
		char *memory = avow_arena_alloc(&arena, sizes[i]);

		assert_non_null(memory);
		memset(memory, 1, sizes[i]);
	}
	avow_arena_free(&arena);
}

static void refuses_what_no_machine_has(void **state)
{
	struct avow_arena arena = { 0 };

	(void)state;
	assert_null(avow_arena_alloc(&arena, SIZE_MAX));
	assert_null(avow_arena_alloc(&arena, SIZE_MAX - 8));
	avow_arena_free(&arena);
}

static void copies_end_with_nul(void **state)
{
	struct avow_arena arena = { 0 };
	const char bytes[] = { 'a', '\0', 'b' };
	struct avow_span copy = avow_arena_copy(&arena, avow_span_make(bytes, 3));

	(void)state;
	assert_int_equal(copy.length, 3);
	assert_memory_equal(copy.data, "a\0b", 4);
	assert_string_equal(avow_arena_string(&arena, avow_span_of("")), "");
	avow_arena_free(&arena);
	assert_null(arena.block);
	avow_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_zeroed_aligned_memory),
		cmocka_unit_test(gives_requests_larger_than_a_block),
		cmocka_unit_test(refuses_what_no_machine_has),
		cmocka_unit_test(copies_end_with_nul),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
