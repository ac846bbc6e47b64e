/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which directory paths have in common as a domain's own, and where there is none. The
 * pattern made of it fits all of the paths, as libselinux fits it, and no other's.
 */
#include "tests/unit/unit.h"

#include <regex.h>
#include <stdio.h>

#include "policy/selinux/labels/labels.h"
#include "policy/selinux/newtypes/directory.h"

#define PATHS_MAX 4

/* Those that end with a slash are directories, and "/" is one. */
static const struct {
	const char *paths[PATHS_MAX];
	const char *directory; /* NULL: there is none */
} rows[] = {
	{ { "/var/lib/moth/wing.db" }, "/var/lib/moth" },
	{ { "/var/lib/moth/" }, "/var/lib/moth" },
	{ { "/var/lib/moth/a/x", "/var/lib/moth/b/y" }, "/var/lib/moth" },
	{ { "/var/lib/moth/x", "/var/lib/moths/y" }, NULL },
	{ { "/var/lib/moth/x", "/var/lib/" }, "/var/lib/moth" },
	{ { "/var/lib/" }, NULL },
	{ { "/var/lib/wing.db" }, NULL },
	{ { "/var/lib/moth/x", "/var/lib/wing.db" }, NULL },
	{ { "/var/lib/wing.db", "/var/lib/moth/x" }, NULL },
	{ { "/var/lib/moth/x", "/srv/moth/x" }, NULL },
	{ { "/srv/moth/a/b/c" }, "/srv/moth/a/b" },
	/* One of many is no evidence. */
	{ { "/var/lib/moth/550e8400-e29b-41d4-a716-446655440000/x" }, "/var/lib/moth" },
	{ { "/var/lib/moth/2024-05-01/x" }, "/var/lib/moth" },
	{ { "/var/lib/moth/1.2.3/x" }, "/var/lib/moth" },
	{ { "/var/lib/moth/deadbeef01/x" }, "/var/lib/moth" },
	{ { "/var/lib/moth/7/x/y" }, "/var/lib/moth" },
	{ { "/var/lib/moth/facade/x" }, "/var/lib/moth/facade" },
	{ { "/var/lib/moth/a1/x" }, "/var/lib/moth/a1" },
	{ { "/srv/1000/x" }, NULL },
	{ { "/srv/1000/x", "/srv/1000/y" }, NULL },
	/* The root directory is a place as well. */
	{ { "/moth/x", "/moth/y/z" }, "/moth" },
	{ { "/moth/x", "/" }, "/moth" },
	{ { "/x" }, NULL },
	{ { "/" }, NULL },
	{ { "/moth/x", "/bee/x" }, NULL },
	{ { "/var/lib/moth/x", "/moth/x" }, NULL },
	/* What does not name one file. */
	{ { "/var/lib//moth/x" }, NULL },
	{ { "/var/lib/moth/../x" }, NULL },
	{ { "/var/lib/./moth/x" }, NULL },
	{ { "moth/x" }, NULL },
	{ { "" }, NULL },
};

static bool is_directory(const char *path)
{
	size_t length = strlen(path);

	return length && path[length - 1] == '/';
}

static bool find(const char *const *paths, struct avow_own_directory *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < PATHS_MAX && paths[i]; i++)
		avow_own_directory_add(out, avow_span_of(paths[i]),
				       is_directory(paths[i]));
	return avow_own_directory_settle(out);
}

static void check_row(const char *const *paths, const char *directory)
{
	struct avow_own_directory own;

	if (find(paths, &own) != (directory != NULL))
		fail_msg("%s: %.*s", paths[0], (int)own.path.length, own.path.data);
	if (directory && !avow_span_is(own.path, directory))
		fail_msg("%s: %.*s, not %s", paths[0], (int)own.path.length,
			 own.path.data, directory);
}

static void directories_in_common(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		check_row(rows[i].paths, rows[i].directory);
}

static void order_is_no_matter(void **state)
{
	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(rows); i++)
		if (rows[i].paths[1])
			check_row((const char *[PATHS_MAX]){ rows[i].paths[1],
							     rows[i].paths[0] },
				  rows[i].directory);
}

/* file_contexts' patterns fit a whole path. */
static bool fits(const char *pattern, const char *path)
{
	char whole[256];
	regex_t regex;
	int code;

	snprintf(whole, sizeof(whole), "^(%s)$", pattern);
	assert_int_equal(regcomp(&regex, whole, REG_EXTENDED | REG_NOSUB), 0);
	code = regexec(&regex, path, 0, NULL, 0);
	regfree(&regex);
	return code == 0;
}

static void patterns_fit_what_was_seen(void **state)
{
	static const char *const paths[PATHS_MAX] = { "/srv/mo.th+(1)[a]/x",
						      "/srv/mo.th+(1)[a]/b/y" };
	struct avow_own_directory own;
	struct avow_buf pattern = { 0 };

	(void)state;
	assert_true(find(paths, &own));
	avow_labels_pattern(NULL, own.path, &pattern);
	avow_buf_puts(&pattern, "(/.*)?");
	assert_true(fits(avow_buf_string(&pattern), "/srv/mo.th+(1)[a]"));
	for (size_t i = 0; paths[i]; i++)
		assert_true(fits(avow_buf_string(&pattern), paths[i]));
	assert_false(fits(avow_buf_string(&pattern), "/srv/moxth+(1)[a]/x"));
	assert_false(fits(avow_buf_string(&pattern), "/srv/mo.th+(1)[a]s/x"));
	assert_false(fits(avow_buf_string(&pattern), "/srv"));
	avow_buf_free(&pattern);
}

static void long_paths(void **state)
{
	struct avow_own_directory own = { 0 };
	char path[4096 + 16] = "/srv/moth";
	size_t begin = strlen(path);

	(void)state;
	for (size_t i = begin; i < 4096; i++)
		path[i] = i % 2 ? '/' : 'x';
	for (size_t i = 0; i < 10000; i++) {
		snprintf(path + 4089, sizeof(path) - 4089, "/%zu", i);
		avow_own_directory_add(&own, avow_span_of(path), false);
	}
	assert_true(avow_own_directory_settle(&own));
	assert_int_equal(own.count, 10000);
	assert_int_equal(own.path.length, 4089);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(directories_in_common),
		cmocka_unit_test(order_is_no_matter),
		cmocka_unit_test(patterns_fit_what_was_seen),
		cmocka_unit_test(long_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
