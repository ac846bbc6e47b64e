/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opening a policy: what is none gets a sentence of its own, and no damage, be
 * it a cut or a changed byte anywhere, does more than fail.
 */
#include "tests/unit/unit.h"

#include "tests/unit/policies.h"

#include <sys/stat.h>

#include "policy/selinux/selinux.h"

#define FLIPS 150

static int open_and_close(const char *path, struct avow_error *error)
{
	struct avow_selinux_policy *policy;
	int code = avow_selinux_policy_open(path, &policy, error);

	avow_selinux_policy_close(policy);
	return code;
}

static void assert_refused(const char *path, const char *says)
{
	struct avow_error error = { 0 };

	assert_int_equal(open_and_close(path, &error), AVOW_E_POLICY);
	assert_memory_equal(error.message, path, strlen(path));
	if (!strstr(error.message, says))
		fail_msg("\"%s\" does not say \"%s\"", error.message, says);
}

static void opens_a_policy(void **state)
{
	struct avow_error error = { 0 };

	(void)state;
	if (open_and_close("mill.31", &error) < 0 ||
	    open_and_close("flat.31", &error) < 0)
		fail_msg("%s", error.message);
}

static void two_are_open_at_once(void **state)
{
	struct avow_selinux_policy *first, *second;

	(void)state;
	assert_int_equal(avow_selinux_policy_open("mill.31", &first, NULL), 0);
	assert_int_equal(avow_selinux_policy_open("flat.31", &second, NULL), 0);
	avow_selinux_policy_close(first);
	avow_selinux_policy_close(second);
}

static void says_what_a_file_is(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *says;
	} cases[] = {
		{ "", 0, "is empty" },
		{ "policy_module(x, 1.0)\n", 22, "is text" },
		{ "\x8f\xff\x7c\xf9\x01\0\0\0", 8, "module package (.pp)" },
		{ "\x8d\xff\x7c\xf9\x0f\0\0\0", 8, "module (.mod)" },
		{ "BZh91AY&SY", 10, "bzip2" },
		{ "\x1f\x8b\x08\0", 4, "gzip" },
		{ "\x7f"
		  "ELF\2\1\1\0",
		  8, "is a program" },
		{ "\0\1\2\3\4\5\6\7", 8, "is not an SELinux policy" },
		{ "\x8c\xff\x7c\xf9", 4, "cut short, after 4 bytes" },
		{ "\x8c\xff\x7c\xf9\x8\0\0\0XenFlask\x1f\0\0\0\0\0\0\0", 24,
		  "another target" },
		{ "\x8c\xff\x7c\xf9\x8\0\0\0SE Linux\x63\0\0\0\0\0\0\0", 24,
		  "policy version 99 is newer than the " },
		{ "\x8c\xff\x7c\xf9\x8\0\0\0SE Linux\x01\0\0\0\0\0\0\0", 24,
		  "policy version 1 is older than the 15" },
		{ "\x8c\xff\x7c\xf9\x8\0\0\0SE Linux\x1f\0\0\0\0\0\0\0", 24,
		  "cut short or damaged" },
	};

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(cases); i++) {
		write_file("other", avow_span_make(cases[i].bytes, cases[i].length));
		assert_refused("other", cases[i].says);
	}
}

static void says_why_a_file_cannot_be_read(void **state)
{
	(void)state;
	assert_refused("nowhere/policy.31", "No such file or directory");
	assert_refused(".", "is a directory");
	assert_refused("/dev/zero", "is not an SELinux policy");
	if (geteuid() == 0)
		return; /* reads everything */
	write_file("locked", avow_span_of("x"));
	assert_int_equal(chmod("locked", 0), 0);
	assert_refused("locked", "Permission denied");
}

/* libsepol takes any byte in a name; rules and terminals would act on some. */
static void refuses_names_that_are_none(void **state)
{
	struct avow_buf whole = read_file("mill.31");
	size_t at = avow_span_search(avow_buf_span(&whole), "baker_t");
	static const char bad[] = { '\n', ' ', '"', ';', '\x1b', '\x9b' };

	(void)state;
	assert_true(at < whole.length);
	for (size_t i = 0; i < sizeof(bad); i++) {
		whole.data[at + 3] = bad[i];
		write_file("named", avow_buf_span(&whole));
		assert_refused("named", "a name in it holds bytes that no name may");
	}
	whole.data[at + 3] = 'X';
	write_file("named", avow_buf_span(&whole));
	assert_int_equal(open_and_close("named", NULL), 0);
	avow_buf_free(&whole);
}

static void survives_cuts(void **state)
{
	struct avow_buf whole = read_file("mill.31");

	(void)state;
	for (size_t length = 1; length < whole.length; length += 7) {
		write_file("cut", avow_span_first(avow_buf_span(&whole), length));
		assert_refused("cut", "cut short");
	}
	avow_buf_free(&whole);
}

static void survives_changed_bytes(void **state)
{
	struct avow_buf whole = read_file("flat.31");
	uint64_t seed = 17;

	(void)state;
	for (unsigned i = 0; i < FLIPS; i++) {
		size_t at = (size_t)(random_next(&seed) % whole.length);
		char before = whole.data[at];
		struct avow_error error = { 0 };

		whole.data[at] = (char)random_next(&seed);
		write_file("changed", avow_buf_span(&whole));
		whole.data[at] = before;
		if (open_and_close("changed", &error) < 0)
			assert_memory_equal(error.message, "changed", 7);
	}
	avow_buf_free(&whole);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_a_policy),
		cmocka_unit_test(two_are_open_at_once),
		cmocka_unit_test(says_what_a_file_is),
		cmocka_unit_test(says_why_a_file_cannot_be_read),
		cmocka_unit_test(refuses_names_that_are_none),
		cmocka_unit_test(survives_cuts),
		cmocka_unit_test(survives_changed_bytes),
	};

	compile_policy("mill", "true");
	compile_policy("flat", "false");
	return cmocka_run_group_tests_name("selinux_policy", tests, NULL, NULL);
}
