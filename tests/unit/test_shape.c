/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What of an AppArmor object changes from process to process, and what does not. */
#include "tests/unit/unit.h"

#include "analyzer/cluster/shape.h"

static void assert_shape(const char *class_name, const char *object, const char *shape)
{
	struct avow_buf scratch = { 0 };

	assert_span(
		avow_shape_of(avow_span_of(class_name), avow_span_of(object), &scratch),
		shape);
	avow_buf_free(&scratch);
}

static void processes_and_users_are_variables(void **state)
{
	(void)state;
	assert_shape("file", "/proc/1/", "/proc/@{pid}/");
	assert_shape("file", "/proc/1", "/proc/@{pid}");
	assert_shape("file", "/proc/41/task/42/stat", "/proc/@{pid}/task/@{tid}/stat");
	assert_shape("file", "/proc/41/fd/42", "/proc/@{pid}/fd/42");
	assert_shape("file", "/proc/sys/kernel/41", "/proc/sys/kernel/41");
	assert_shape("file", "/proc/4x/", "/proc/4x/");
	assert_shape("file", "/srv/proc/41/", "/srv/proc/41/");
	assert_shape("file", "proc/41/", "proc/41/");
	assert_shape("file", "/run/user/1000/bus", "/run/user/@{uid}/bus");
	assert_shape("mount", "/var/run/user/1000/", "/var/run/user/@{uid}/");
}

static void identifiers_are_stars(void **state)
{
	(void)state;
	assert_shape("file", "/d/01234567-89ab-cdef-0123-456789ABCDEF.log", "/d/*.log");
	assert_shape("file", "/d/01234567-89ab-cdef-0123-456789abcde", /* one short */
		     "/d/01234567-89ab-cdef-0123-456789abcde");
	assert_shape("file", "/d/0123456789abcdef0123456789abcdef", "/d/*");
	assert_shape("file", "/d/0123456789abcdef0123456789abcde", /* 31 digits */
		     "/d/0123456789abcdef0123456789abcde");
	assert_shape("file", "/d/p-0123456789abcdef0123456789abcdef-q/e", "/d/p-*-q/e");
}

static void all_else_stays(void **state)
{
	(void)state;
	assert_shape("file", "", "");
	assert_shape("file", "/", "/");
	assert_shape("file", "//a//", "//a//");
	assert_shape("signal", "/proc/1/", "/proc/1/");
	assert_shape("net", "unix stream @/tmp/.ICE-unix/1995",
		     "unix stream @/tmp/.ICE-unix/1995");
}

/* A shape has no shape of its own: it may stand for itself in a merge. */
static void a_shape_is_its_own_shape(void **state)
{
	static const char *const objects[] = {
		"/proc/41/task/42/stat", "/run/user/1000/bus",
		"/d/0123456789abcdef0123456789abcdef/01234567-89ab-cdef-0123-456789abcdef"
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(objects); i++) {
		struct avow_buf once = { 0 };

		avow_shape_of(avow_span_of("file"), avow_span_of(objects[i]), &once);
		assert_shape("file", avow_buf_string(&once), avow_buf_string(&once));
		avow_buf_free(&once);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(processes_and_users_are_variables),
		cmocka_unit_test(identifiers_are_stars),
		cmocka_unit_test(all_else_stays),
		cmocka_unit_test(a_shape_is_its_own_shape),
	};

	return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
