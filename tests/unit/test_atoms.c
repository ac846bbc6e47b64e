/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interned strings: same bytes, same number; any bytes; growth. */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "analyzer/base/atoms.h"

static void same_bytes_are_same_number(void **state)
{
	struct avow_atoms *atoms = avow_atoms_new();
	uint32_t a = avow_atoms_intern(atoms, avow_span_of("init_t"));
	uint32_t b = avow_atoms_intern(atoms, avow_span_make("init\0t", 6));

	(void)state;
	assert_int_equal(a, 1);
	assert_int_equal(b, 2);
	assert_int_equal(avow_atoms_intern(atoms, avow_span_of("init_t")), a);
	assert_int_equal(avow_atoms_intern(atoms, avow_span_make("init\0t", 6)), b);
	assert_int_equal(avow_atoms_text(atoms, b).length, 6);
	assert_string_equal(avow_atoms_string(atoms, a), "init_t");
	assert_int_equal(avow_atoms_count(atoms), 2);
	avow_atoms_free(atoms);
}

static void absent_is_empty(void **state)
{
	struct avow_atoms *atoms = avow_atoms_new();
	uint32_t empty = avow_atoms_intern(atoms, avow_span_of(""));

	(void)state;
	assert_int_equal(avow_atoms_text(atoms, AVOW_NO_ATOM).length, 0);
	assert_string_equal(avow_atoms_string(atoms, AVOW_NO_ATOM), "");
	assert_int_not_equal(empty, AVOW_NO_ATOM);
	assert_int_equal(avow_atoms_intern(atoms, avow_span_of("")), empty);
	avow_atoms_free(atoms);
	avow_atoms_free(NULL);
}

static void keeps_text_while_growing(void **state)
{
	struct avow_atoms *atoms = avow_atoms_new();
	const char *first;
	char name[32];

	(void)state;
	avow_atoms_intern(atoms, avow_span_of("first"));
	first = avow_atoms_string(atoms, 1);
	for (uint32_t i = 2; i <= 20000; i++) {
		snprintf(name, sizeof(name), "type_%u", i);
		assert_int_equal(avow_atoms_intern(atoms, avow_span_of(name)), i);
	}
	for (uint32_t i = 2; i <= 20000; i++) {
		struct avow_span text;

		snprintf(name, sizeof(name), "type_%u", i);
		text = avow_atoms_text(atoms, i);
		assert_span(text, name);
	}
	assert_ptr_equal(avow_atoms_string(atoms, 1), first);
	avow_atoms_free(atoms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_bytes_are_same_number),
		cmocka_unit_test(absent_is_empty),
		cmocka_unit_test(keeps_text_while_growing),
	};

	return cmocka_run_group_tests_name("atoms", tests, NULL, NULL);
}
