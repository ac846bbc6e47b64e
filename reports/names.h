/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_NAMES_H
#define AVOW_REPORTS_NAMES_H

#include "analyzer/analysis.h"
#include "policy/finding.h"

/*
 * The names by which the model is told and read again (walk.c, read/): said once, so
 * that what one of them writes the other one knows.
 */

/* Whose clusters have a tally. */
enum avow_tally_owner {
	AVOW_TALLY_OF_ALL,
	AVOW_TALLY_OF_SELINUX,
	AVOW_TALLY_OF_APPARMOR
};

/* One tally of a cluster, as an array of values with their counts. */
struct avow_tally_name {
	const char *array, *item;
	size_t offset; /* in the cluster, or in what it has of AppArmor */
	enum avow_tally_owner owner;
};

extern const struct avow_tally_name avow_tally_names[];
extern const size_t avow_tally_name_count;

/* The tally of that row, also one that clusters of its kind leave empty. */
const struct avow_tally *avow_tally_named(const struct avow_cluster *cluster, size_t row);

/* Whether clusters like this one have it. */
bool avow_tally_is_of(const struct avow_cluster *cluster, size_t row);

/* A number that is told as it is: where it lies in its structure. */
struct avow_count_name {
	const char *name;
	size_t offset; /* of a uint64_t */
};

/* Of struct avow_input_counts. */
extern const struct avow_count_name avow_input_names[];
extern const size_t avow_input_name_count;

uint64_t avow_input_count(const struct avow_input_counts *counts, size_t row);

/* "allowed", "denied", "not applicable". */
const char *avow_layer_verdict_name(enum avow_layer_verdict verdict);

#endif
