/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The estimates. Everything is counted in whole numbers first; what is computed from them
 * is rounded to millionths, intervals outwards.
 */
#include "analyzer/cluster/novelty.h"

#include <math.h>
#include <stdlib.h>

#define TAIL 0.025  /* of the interval, at either end */
#define NORMAL 1.96 /* the same of the normal distribution, in deviations */
#define BISECTIONS 60
#define UNSEEN_MAX 1e12 /* more than this is no number of anything */

struct occasions {
	uint64_t bits[AVOW_OCCASIONS_MAX / 64];
};

/* What is counted. */
struct counting {
	struct avow_sightings all; /* of anything */
	uint32_t stretches;        /* of an occasion */
	struct occasions active, telling;
	struct occasions *with; /* by occasion: those that it shares a pair with */
};

static bool has(const struct occasions *set, uint32_t index)
{
	return set->bits[index / 64] >> index % 64 & 1;
}

static void put(struct occasions *set, uint32_t index)
{
	set->bits[index / 64] |= UINT64_C(1) << index % 64;
}

static uint32_t size(const struct occasions *set)
{
	uint32_t count = 0;

	for (size_t i = 0; i < AVOW_OCCASIONS_MAX / 64; i++)
		count += (uint32_t)__builtin_popcountll(set->bits[i]);
	return count;
}

/* The occasions of one thing. */
static struct occasions occasions_of(const struct counting *counting,
				     const struct avow_sightings *sightings)
{
	struct avow_sightings wide = *sightings;
	struct occasions out = { { 0 } };
	uint64_t offset;

	avow_sightings_coarsen(&wide, counting->all.step);
	offset = wide.first - counting->all.first;
	for (uint32_t i = 0; i < wide.length; i++)
		if (avow_sightings_has(&wide, i))
			put(&out, (uint32_t)(offset + i) / counting->stretches);
	return out;
}

/*
 * On how many occasions it was seen, where two neighbours are one burst; the first two of
 * them are in @at.
 */
static uint32_t visits_of(const struct occasions *set, uint32_t at[2])
{
	uint32_t visits = 0;

	for (uint32_t i = 0; i < AVOW_OCCASIONS_MAX; i++) {
		if (!has(set, i))
			continue;
		if (visits < 2)
			at[visits] = i;
		visits++;
		i++;
	}
	return visits;
}

static void count_once(struct counting *counting, const struct avow_sightings *const *of,
		       size_t count, struct avow_novelty *out)
{
	for (size_t i = 0; i < count; i++) {
		struct occasions set;
		uint32_t visits, at[2];

		if (!of[i]->length)
			continue;
		set = occasions_of(counting, of[i]);
		visits = visits_of(&set, at);
		out->things++;
		out->sightings += visits;
		out->once += visits == 1;
		out->twice += visits == 2;
		if (visits == 1)
			put(&counting->telling, at[0]);
		if (visits == 2)
			put(&counting->with[at[0]], at[1]);
		for (size_t k = 0; k < AVOW_ARRAY_SIZE(set.bits); k++)
			counting->active.bits[k] |= set.bits[k];
	}
}

/* Those that would be telling, were either of them left out. */
static uint32_t count_pairs(const struct counting *counting)
{
	uint32_t pairs = 0;

	for (uint32_t i = 0; i < AVOW_OCCASIONS_MAX; i++)
		for (uint32_t k = i + 1; k < AVOW_OCCASIONS_MAX; k++)
			pairs += has(&counting->with[i], k) &&
				 !has(&counting->telling, i) &&
				 !has(&counting->telling, k);
	return pairs;
}

/* That no more than @hits of @tries hit, when each does with chance @p, p <= 1/2. */
static double lower_tail(uint32_t hits, uint32_t tries, double p)
{
	double term = 1, sum = 0;

	for (uint32_t i = 0; i < tries; i++)
		term *= 1 - p;
	for (uint32_t i = 0; i <= hits; i++) {
		sum += term;
		term *= (double)(tries - i) / (i + 1) * (p / (1 - p));
	}
	return sum;
}

static double at_most(uint32_t hits, uint32_t tries, double p)
{
	if (hits >= tries)
		return 1;
	return p <= 0.5 ? lower_tail(hits, tries, p)
			: 1 - lower_tail(tries - hits - 1, tries, 1 - p);
}

/* The greatest chance with which @hits of @tries or fewer are no surprise. */
static double upper_end(uint32_t hits, uint32_t tries)
{
	double low = 0, high = 1;

	if (hits >= tries)
		return 1;
	for (int i = 0; i < BISECTIONS; i++) {
		double middle = (low + high) / 2;

		if (at_most(hits, tries, middle) > TAIL)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static uint32_t millionths(double chance)
{
	if (chance <= 0)
		return 0;
	return chance >= 1 ? AVOW_NOVELTY_WHOLE : (uint32_t)(chance * AVOW_NOVELTY_WHOLE);
}

/* What is seen twice could as well have been seen once: Robbins' and Esty's 2 f2. */
static void estimate_chance(struct avow_novelty *out)
{
	double all = out->occasions, chance = out->telling / all;
	double spare = upper_end(out->telling, out->occasions) - chance;
	double twice = NORMAL * NORMAL * 2 * out->pairs / (all * all);
	double down = NORMAL * sqrt(out->telling + 2.0 * out->pairs) / all;

	out->chance = millionths(chance);
	out->low = millionths(chance - down);
	out->high = millionths(chance + sqrt(spare * spare + twice) +
			       1.0 / AVOW_NOVELTY_WHOLE);
	out->next = millionths((double)out->once / (double)out->sightings);
}

static uint64_t whole(double number)
{
	return (uint64_t)(number < UNSEEN_MAX ? number : UNSEEN_MAX);
}

/* Chao2, bias-corrected, its variance, and the log-normal interval. */
static void estimate_unseen(struct avow_novelty *out)
{
	double part = (out->occasions - 1.0) / out->occasions;
	double once = out->once, twice = out->twice + 1.0;
	double unseen = part * once * (once - 1) / (2 * twice);
	double variance, spread;

	if (unseen <= 0)
		return;
	variance = unseen +
		   part * part * once * (2 * once - 1) * (2 * once - 1) /
			   (4 * twice * twice) +
		   part * part * once * once * out->twice * (once - 1) * (once - 1) /
			   (4 * twice * twice * twice * twice);
	spread = exp(NORMAL * sqrt(log(1 + variance / (unseen * unseen))));
	out->unseen = whole(unseen + 0.5);
	out->unseen_low = whole(unseen / spread);
	out->unseen_high = whole(unseen * spread + 1);
}

int avow_novelty_estimate(const struct avow_sightings *const *of, size_t count,
			  struct avow_novelty *out)
{
	struct counting counting = { .stretches = 1 };

	*out = (struct avow_novelty){ 0 };
	for (size_t i = 0; i < count; i++)
		avow_sightings_merge(&counting.all, of[i]);
	if (!counting.all.length)
		return AVOW_OK;
	counting.with = calloc(AVOW_OCCASIONS_MAX, sizeof(*counting.with));
	if (!counting.with)
		return AVOW_E_NOMEM;
	counting.stretches =
		(counting.all.length + AVOW_OCCASIONS_MAX - 1) / AVOW_OCCASIONS_MAX;
	count_once(&counting, of, count, out);
	out->width = avow_sightings_width(&counting.all) * counting.stretches;
	out->occasions = size(&counting.active);
	out->telling = size(&counting.telling);
	out->pairs = count_pairs(&counting);
	estimate_chance(out);
	estimate_unseen(out);
	free(counting.with);
	return AVOW_OK;
}

uint32_t avow_novelty_needed(uint32_t chance)
{
	uint32_t occasions = 1;

	while (occasions < AVOW_OCCASIONS_MAX &&
	       millionths(upper_end(0, occasions) + 1.0 / AVOW_NOVELTY_WHOLE) > chance)
		occasions++;
	return occasions;
}
