/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A confined process may ask for any number of names: so many have a cluster of
 * their own, always the same, and the rest is summed, in whatever order they come.
 */
#include "tests/unit/unit.h"

#include <stdio.h>

#include "analyzer/cluster/cluster.h"

#define NAMES (AVOW_OBJECTS_MAX * 2u)

/* Absorbs one denial of the file /f@number by @profile. */
static void absorb(struct avow_clusters *set, const char *profile, unsigned number)
{
	struct avow_denial denial = { .lsm = AVOW_LSM_APPARMOR,
				      .permissive = AVOW_NO,
				      .line = AVOW_SPAN("a line") };
	char name[32];

	snprintf(name, sizeof(name), "/f%u", number);
	denial.time.seconds = 1700000000 + number;
	denial.apparmor.operation = avow_span_of("open");
	denial.apparmor.class_name = avow_span_of("file");
	denial.apparmor.profile = avow_span_of(profile);
	denial.apparmor.object = denial.path = avow_span_of(name);
	assert_int_equal(avow_clusters_absorb(set, &denial), 0);
}

/* The cluster of the rest; NULL when there is none. */
static const struct avow_cluster *rest_of(const struct avow_clusters *set)
{
	const struct avow_cluster *rest = NULL;

	for (size_t i = 0; i < avow_clusters_count(set); i++) {
		if (!avow_clusters_at(set, i)->apparmor->is_rest)
			continue;
		assert_null(rest);
		rest = avow_clusters_at(set, i);
	}
	return rest;
}

static void up_to_the_limit_each_has_its_own(void **state)
{
	struct avow_clusters *set = avow_clusters_new();

	(void)state;
	for (unsigned i = 0; i < AVOW_OBJECTS_MAX; i++)
		absorb(set, "mill", i);
	assert_int_equal(avow_clusters_count(set), AVOW_OBJECTS_MAX);
	assert_null(rest_of(set));
	/* Again, and another profile's: they take nobody's place. */
	absorb(set, "mill", 0);
	absorb(set, "pond", NAMES);
	assert_int_equal(avow_clusters_count(set), AVOW_OBJECTS_MAX + 1);
	assert_null(rest_of(set));
	/* One more than the limit. */
	absorb(set, "mill", AVOW_OBJECTS_MAX);
	assert_int_equal(avow_clusters_count(set), AVOW_OBJECTS_MAX + 2);
	assert_non_null(rest_of(set));
	avow_clusters_free(set);
}

/* Every cluster in order, as text; the set is sorted and freed. */
static struct avow_buf dump(struct avow_clusters *set)
{
	struct avow_buf out = { 0 };
	uint64_t count = 0;

	avow_clusters_sort(set);
	for (size_t i = 0; i < avow_clusters_count(set); i++) {
		const struct avow_cluster *cluster = avow_clusters_at(set, i);

		count += cluster->count;
		avow_buf_printf(&out, "%s [%s] %d %llu %llu-%llu %s\n", cluster->id,
				cluster->apparmor->object.data,
				cluster->apparmor->is_rest,
				(unsigned long long)cluster->count,
				(unsigned long long)cluster->first.seconds,
				(unsigned long long)cluster->last.seconds,
				cluster->paths.entries[0].value.data);
	}
	avow_buf_printf(&out, "%llu in all\n", (unsigned long long)count);
	avow_clusters_free(set);
	return out;
}

static void assert_same(struct avow_buf *wanted, struct avow_clusters *set)
{
	struct avow_buf got = dump(set);

	assert_string_equal(avow_buf_string(&got), avow_buf_string(wanted));
	avow_buf_free(&got);
}

static void beyond_it_order_does_not_matter(void **state)
{
	struct avow_clusters *up = avow_clusters_new(), *down = avow_clusters_new();
	struct avow_clusters *parts[3], *merged = avow_clusters_new();
	struct avow_buf wanted;
	uint64_t seed = 7;

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(parts); i++)
		parts[i] = avow_clusters_new();
	for (unsigned i = 0; i < NAMES; i++) {
		absorb(up, "mill", i);
		absorb(down, "mill", NAMES - 1 - i);
		absorb(parts[random_next(&seed) % AVOW_ARRAY_SIZE(parts)], "mill", i);
	}
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(parts); i++)
		assert_int_equal(avow_clusters_merge(merged, parts[i]), 0);
	assert_int_equal(avow_clusters_count(merged), AVOW_OBJECTS_MAX + 1);
	assert_int_equal(rest_of(merged)->count, NAMES - AVOW_OBJECTS_MAX);
	wanted = dump(up);
	assert_same(&wanted, down);
	assert_same(&wanted, merged);
	/* A set with a rest, added to one that has none. */
	assert_int_equal(avow_clusters_merge(parts[2], parts[1]), 0);
	assert_int_equal(avow_clusters_merge(parts[2], parts[0]), 0);
	assert_same(&wanted, parts[2]);
	avow_buf_free(&wanted);
	avow_clusters_free(parts[0]);
	avow_clusters_free(parts[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(up_to_the_limit_each_has_its_own),
		cmocka_unit_test(beyond_it_order_does_not_matter),
	};

	return cmocka_run_group_tests_name("objects", tests, NULL, NULL);
}
