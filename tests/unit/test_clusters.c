/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Clusters are a monoid: any split of the same denials over sets, merged in any
 * order, gives equal clusters, of SELinux and of AppArmor.
 */
#include "tests/unit/denials.h"

#define PARTS 4

static void check_round(struct sample *samples, uint64_t *seed)
{
	struct avow_clusters *whole = avow_clusters_new(), *parts[PARTS];
	struct avow_clusters *left = avow_clusters_new(), *right = avow_clusters_new();
	struct avow_buf wanted;

	for (size_t i = 0; i < PARTS; i++)
		parts[i] = avow_clusters_new();
	for (size_t i = 0; i < DENIALS; i++) {
		samples[i] = (struct sample){ 0 };
		fill(&samples[i], i, seed);
		absorb(whole, &samples[i]);
	}
	for (size_t i = DENIALS; i-- > 0;)
		absorb(parts[random_next(seed) % PARTS], &samples[i]);
	/* ((0 + 1) + 2) + 3, and 0 added to (1 added to (2 added to 3)). */
	for (size_t i = 0; i < PARTS; i++)
		merge(left, parts[i]);
	for (size_t i = PARTS - 1; i > 0; i--)
		merge(parts[i - 1], parts[i]);
	merge(right, parts[0]);
	wanted = dump(whole);
	assert_true(wanted.length > 0);
	assert_same(&wanted, left);
	assert_same(&wanted, right);
	avow_buf_free(&wanted);
	for (size_t i = 0; i < PARTS; i++)
		avow_clusters_free(parts[i]);
}

static void splits_and_orders_do_not_matter(void **state)
{
	static struct sample samples[DENIALS];
	uint64_t seed = 11;

	(void)state;
	for (unsigned round = 0; round < 40; round++)
		check_round(samples, &seed);
}

static void nothing_is_neutral(void **state)
{
	static struct sample sample;
	struct avow_clusters *a = avow_clusters_new(), *b = avow_clusters_new();
	struct avow_clusters *empty = avow_clusters_new();
	struct avow_buf wanted;
	uint64_t seed = 3;

	(void)state;
	fill(&sample, 0, &seed);
	absorb(a, &sample);
	absorb(b, &sample);
	merge(b, empty);
	merge(empty, a);
	wanted = dump(a);
	assert_same(&wanted, b);
	assert_same(&wanted, empty);
	avow_buf_free(&wanted);
}

static void a_sorted_set_takes_no_more(void **state)
{
	static struct sample sample;
	struct avow_clusters *set = avow_clusters_new(), *other = avow_clusters_new();
	uint64_t seed = 5;

	(void)state;
	fill(&sample, 0, &seed);
	absorb(set, &sample);
	avow_clusters_sort(set);
	assert_int_equal(avow_clusters_absorb(set, &sample.denial), AVOW_E_USAGE);
	assert_int_equal(avow_clusters_merge(set, other), AVOW_E_USAGE);
	merge(other, set);
	assert_int_equal(avow_clusters_count(other), 1);
	avow_clusters_free(set);
	avow_clusters_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_and_orders_do_not_matter),
		cmocka_unit_test(nothing_is_neutral),
		cmocka_unit_test(a_sorted_set_takes_no_more),
	};

	return cmocka_run_group_tests_name("clusters", tests, NULL, NULL);
}
