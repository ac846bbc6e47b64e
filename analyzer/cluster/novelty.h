/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_NOVELTY_H
#define AVOW_CLUSTER_NOVELTY_H

#include "analyzer/base/error.h"
#include "analyzer/cluster/sightings.h"

/* Occasions that the time from the first sighting to the last is cut into, at most. */
#define AVOW_OCCASIONS_MAX 256

/*
 * How likely it is that something is seen that was never seen before, told from how often
 * each thing was seen: Good, "The population frequencies of species and the estimation of
 * population parameters", Biometrika 40 (1953). The unit is the occasion, a stretch of
 * time in which anything was seen, and not the denial, since denials come in bursts and
 * the kernel leaves out what its cache has: incidence data, as Chao and Jost, "Coverage-
 * based rarefaction and extrapolation", Ecology 93 (2012), have it. What was seen on two
 * neighbouring occasions and no third is taken for one burst, and for seen once.
 *
 * The chance that the next occasion brings news is told by leaving each occasion out in
 * turn: of how many would something be news? Its interval is that of Clopper and Pearson,
 * Biometrika 26 (1934), widened by what is seen twice: Robbins, Annals of Mathematical
 * Statistics 39 (1968); Esty, Annals of Statistics 11 (1983). It holds in 95 of 100 cases
 * when occasions are alike and independent (tests/unit/test_novelty.c); doc/ready.md
 * tells when they are not.
 *
 * How many things were never seen: Chao, "Estimating the population size for capture-
 * recapture data with unequal catchability", Biometrics 43 (1987), called Chao2; a lower
 * bound, with the interval given there.
 *
 * Chances are in millionths, so that a report has whole numbers.
 */
struct avow_novelty {
	uint64_t width;     /* of an occasion, seconds */
	uint32_t occasions; /* those on which anything was seen */
	uint32_t things;    /* that were seen at all */
	uint32_t once, twice;
	uint64_t sightings; /* over all things, the occasions that each was seen on */
	uint32_t telling;   /* occasions with something that was seen on no other */
	uint32_t pairs; /* of occasions, neither telling, with something seen only there
			 */
	uint32_t chance, low, high; /* that the next occasion brings news, millionths */
	uint32_t next; /* that the next sighting is one: once of sightings, millionths */
	uint64_t unseen, unseen_low, unseen_high; /* things */
};

#define AVOW_NOVELTY_WHOLE 1000000u /* a chance of 1 */

/*
 * Estimates from the @count sightings @of, each of one thing; those that are empty are
 * none. Fails with AVOW_E_NOMEM alone.
 */
int avow_novelty_estimate(const struct avow_sightings *const *of, size_t count,
			  struct avow_novelty *out) avow_must_check;

/* On how many occasions, none of them telling, `high` would be @chance or less. */
uint32_t avow_novelty_needed(uint32_t chance);

#endif
