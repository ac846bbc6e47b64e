/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The estimates: worked examples, and streams with known hidden things, of which the
 * true chance of news is known and has to lie in the interval as often as it says.
 * Seeds are fixed; FULL=1 draws twenty times as many streams and tells the figures.
 */
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyzer/cluster/novelty.h"

#define START 1790035200u
#define THINGS 1024
#define ACTIONS 64
#define PER_ACTION 8
#define STREAMS 100

/* What an occasion brings: some of the things, drawn by weight, or all of one action. */
struct world {
	const char *name;
	uint32_t things;
	double exponent;  /* of Zipf's law; 0: all are alike */
	uint32_t draws;   /* each occasion */
	bool has_actions; /* a thing drawn is an action, which brings up to PER_ACTION */
	double weights[THINGS], sums[THINGS];
	uint32_t brings[ACTIONS][PER_ACTION], brought[ACTIONS];
};

static struct world worlds[] = {
	{ .name = "5 alike", .things = 5, .draws = 1 },
	{ .name = "20 alike", .things = 20, .draws = 1 },
	{ .name = "50 alike", .things = 50, .draws = 1 },
	{ .name = "200 alike", .things = 200, .draws = 1 },
	{ .name = "200 alike, 4 at a time", .things = 200, .draws = 4 },
	{ .name = "1000 alike", .things = 1000, .draws = 1 },
	{ .name = "10 of Zipf", .things = 10, .exponent = 1, .draws = 1 },
	{ .name = "50 of Zipf", .things = 50, .exponent = 1, .draws = 1 },
	{ .name = "200 of Zipf", .things = 200, .exponent = 1, .draws = 1 },
	{ .name = "200 of Zipf, 4 at a time", .things = 200, .exponent = 1, .draws = 4 },
	{ .name = "1000 of Zipf 1.5", .things = 1000, .exponent = 1.5, .draws = 4 },
	{ .name = "10 bursts",
	  .things = 10,
	  .exponent = 1,
	  .draws = 1,
	  .has_actions = true },
	{ .name = "64 bursts",
	  .things = 64,
	  .exponent = 1,
	  .draws = 1,
	  .has_actions = true },
};

static double uniform(uint64_t *seed)
{
	return (double)(random_next(seed) % (1u << 30)) / (1u << 30);
}

static void make_world(struct world *world, uint64_t *seed)
{
	double sum = 0;

	for (uint32_t i = 0; i < world->things; i++)
		sum += world->weights[i] = pow(i + 1, -world->exponent);
	for (uint32_t i = 0; i < world->things; i++) {
		world->weights[i] /= sum;
		world->sums[i] = world->weights[i] + (i ? world->sums[i - 1] : 0);
	}
	if (!world->has_actions)
		return;
	/* One thing of its own, and some that others bring as well. */
	for (uint32_t i = 0; i < world->things; i++) {
		world->brought[i] = 1 + (uint32_t)random_next(seed) % PER_ACTION;
		world->brings[i][0] = i;
		for (uint32_t k = 1; k < world->brought[i]; k++)
			world->brings[i][k] =
				ACTIONS + (uint32_t)random_next(seed) % (3 * ACTIONS);
	}
}

static uint32_t draw(const struct world *world, uint64_t *seed)
{
	double at = uniform(seed);
	uint32_t i = 0;

	while (i + 1 < world->things && world->sums[i] < at)
		i++;
	return i;
}

static void see(const struct world *world, uint32_t drawn, uint32_t occasion,
		struct avow_sightings *of)
{
	if (!world->has_actions) {
		avow_sightings_add(&of[drawn], START + occasion);
		return;
	}
	for (uint32_t i = 0; i < world->brought[drawn]; i++)
		avow_sightings_add(&of[world->brings[drawn][i]], START + occasion);
}

static bool is_news(const struct world *world, uint32_t drawn,
		    const struct avow_sightings *of)
{
	if (!world->has_actions)
		return !of[drawn].length;
	for (uint32_t i = 0; i < world->brought[drawn]; i++)
		if (!of[world->brings[drawn][i]].length)
			return true;
	return false;
}

/* The true chance that the next occasion brings news. */
static double truth(const struct world *world, const struct avow_sightings *of)
{
	double mass = 0;

	for (uint32_t i = 0; i < world->things; i++)
		if (is_news(world, i, of))
			mass += world->weights[i];
	return 1 - pow(1 - mass, world->draws);
}

/* In how many of @streams streams the truth is in the interval, and below its end. */
static void simulate(const struct world *world, uint32_t occasions, unsigned streams,
		     uint64_t *seed, unsigned *within, unsigned *below)
{
	static struct avow_sightings of[THINGS];
	static const struct avow_sightings *all[THINGS];

	*within = *below = 0;
	for (unsigned stream = 0; stream < streams; stream++) {
		struct avow_novelty novelty;
		double chance;

		memset(of, 0, sizeof(of));
		for (uint32_t i = 0; i < occasions; i++)
			for (uint32_t k = 0; k < world->draws; k++)
				see(world, draw(world, seed), i, of);
		for (size_t i = 0; i < THINGS; i++)
			all[i] = &of[i];
		assert_int_equal(avow_novelty_estimate(all, THINGS, &novelty), 0);
		assert_int_equal(novelty.occasions, occasions);
		chance = truth(world, of) * AVOW_NOVELTY_WHOLE;
		*within += novelty.low <= chance && chance <= novelty.high;
		*below += chance <= novelty.high;
	}
}

static void intervals_hold_the_truth(void **state)
{
	static const uint32_t lengths[] = { 15, 60, 128, 240 };
	const char *full = getenv("FULL");
	unsigned streams = full && *full == '1' ? 20 * STREAMS : STREAMS;
	unsigned all_within = 0, all_below = 0, rounds = 0;
	uint64_t seed = 1;

	(void)state;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(worlds); i++) {
		make_world(&worlds[i], &seed);
		for (size_t k = 0; k < AVOW_ARRAY_SIZE(lengths); k++) {
			unsigned within, below;

			simulate(&worlds[i], lengths[k], streams, &seed, &within, &below);
			if (full)
				printf("# %-26s %3u occasions: %5.1f %% within, %5.1f %% "
				       "below\n",
				       worlds[i].name, lengths[k],
				       100.0 * within / streams, 100.0 * below / streams);
			all_within += within;
			all_below += below;
			rounds++;
			/* 95 and 97.5 of 100, less three deviations of 100 streams. */
			assert_true(within * 1000 >= streams * 885);
			assert_true(below * 1000 >= streams * 930);
		}
	}
	assert_true(all_within * 100 >= rounds * streams * 95);
	assert_true(all_below * 1000 >= rounds * streams * 975);
}

/* Things seen on the occasions that the letters of their texts name: a is the first. */
static struct avow_novelty estimate(const char *const *texts, size_t count)
{
	static struct avow_sightings of[16];
	const struct avow_sightings *all[16];
	struct avow_novelty out;

	memset(of, 0, sizeof(of));
	for (size_t i = 0; i < count; i++) {
		for (const char *at = texts[i]; *at; at++)
			avow_sightings_add(&of[i], START + (uint64_t)(*at - 'a'));
		all[i] = &of[i];
	}
	assert_int_equal(avow_novelty_estimate(all, count, &out), 0);
	return out;
}

static void a_worked_example(void **state)
{
	static const char *const texts[] = { "acegikmo", "a", "c", "g", "ei", "km", "" };
	struct avow_novelty got = estimate(texts, AVOW_ARRAY_SIZE(texts));

	(void)state;
	assert_int_equal(got.width, 1);
	assert_int_equal(got.occasions, 8);
	assert_int_equal(got.things, 6);
	assert_int_equal(got.once, 3);
	/* k and m are no neighbours, and e and i are not either. */
	assert_int_equal(got.twice, 2);
	assert_int_equal(got.sightings, 8 + 3 + 4);
	assert_int_equal(got.telling, 3);
	assert_int_equal(got.pairs, 2);
	assert_int_equal(got.chance, 375000);
	assert_int_equal(got.next, 200000);
	/* 7/8 * 3 * 2 / (2 * 3) */
	assert_int_equal(got.unseen, 1);
}

/* One burst on two neighbouring stretches is one occasion of what it brings. */
static void a_burst_is_seen_once(void **state)
{
	static const char *const texts[] = { "acegikmo", "cd", "cd" };
	struct avow_novelty got = estimate(texts, AVOW_ARRAY_SIZE(texts));

	(void)state;
	assert_int_equal(got.once, 2);
	assert_int_equal(got.twice, 0);
	assert_int_equal(got.telling, 1);
}

/* Without news in n occasions, 3.7 / n: the root of 0.025 = (1 - p)^n. */
static void no_news_is_bounded(void **state)
{
	static const char *const texts[] = { "acegikmoqsuwy", "acegikmoqsuwy" };
	struct avow_novelty got = estimate(texts, AVOW_ARRAY_SIZE(texts));

	(void)state;
	assert_int_equal(got.chance, 0);
	assert_int_equal(got.low, 0);
	assert_in_range(got.high, 247050, 247060);
	assert_int_equal(got.unseen, 0);
	assert_int_equal(avow_novelty_needed(50000), 72);
	assert_int_equal(avow_novelty_needed(0), AVOW_OCCASIONS_MAX);
	assert_int_equal(avow_novelty_needed(AVOW_NOVELTY_WHOLE), 1);
}

static void nothing_is_nothing(void **state)
{
	struct avow_novelty got = estimate(NULL, 0);

	(void)state;
	assert_int_equal(got.occasions, 0);
	assert_int_equal(got.high, 0);
}

/* Everything once: news is all but certain. */
static void all_once(void **state)
{
	static const char *const texts[] = { "a", "d", "g", "j", "m" };
	struct avow_novelty got = estimate(texts, AVOW_ARRAY_SIZE(texts));

	(void)state;
	assert_int_equal(got.chance, AVOW_NOVELTY_WHOLE);
	assert_int_equal(got.high, AVOW_NOVELTY_WHOLE);
	assert_true(got.unseen >= 5);
	assert_true(got.unseen_low <= got.unseen && got.unseen <= got.unseen_high);
}

/* A long time is cut into no more occasions than there is room for. */
static void long_times_are_cut(void **state)
{
	static struct avow_sightings thing;
	const struct avow_sightings *all[] = { &thing };
	struct avow_novelty got;

	(void)state;
	for (uint64_t i = 0; i < 90 * 24; i++)
		avow_sightings_add(&thing, START + i * 3600);
	assert_int_equal(avow_novelty_estimate(all, 1, &got), 0);
	assert_int_equal(got.width, 12 * 3600);
	assert_int_equal(got.occasions, 180);
	for (uint64_t i = 0; i < 160 * 24; i++)
		avow_sightings_add(&thing, START + i * 3600);
	assert_int_equal(avow_novelty_estimate(all, 1, &got), 0);
	assert_int_equal(got.width, 24 * 3600);
	assert_int_equal(got.occasions, 160);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_worked_example),
		cmocka_unit_test(a_burst_is_seen_once),
		cmocka_unit_test(no_news_is_bounded),
		cmocka_unit_test(nothing_is_nothing),
		cmocka_unit_test(all_once),
		cmocka_unit_test(long_times_are_cut),
		cmocka_unit_test(intervals_hold_the_truth),
	};

	return cmocka_run_group_tests_name("novelty", tests, NULL, NULL);
}
