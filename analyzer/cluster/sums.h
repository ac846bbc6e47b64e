/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_SUMS_H
#define AVOW_CLUSTER_SUMS_H

#include "analyzer/cluster/cluster.h"

/*
 * What a cluster adds up, its name and its accesses aside: counts, times, tallies
 * and the sample. Both ways of adding fail only with AVOW_E_NOMEM.
 */
int avow_sums_count(struct avow_cluster *cluster,
		    const struct avow_denial *denial) avow_must_check;
int avow_sums_add(struct avow_cluster *cluster,
		  const struct avow_cluster *from) avow_must_check;

/* Puts every tally in the order of counts: nothing can be added after. */
void avow_sums_sort(struct avow_cluster *cluster);

/*
 * Every tally that a cluster has, one after the other from @index 0 on, with the @name
 * of its member; NULL past the last.
 */
struct avow_tally *avow_sums_tally(struct avow_cluster *cluster, size_t index,
				   const char **name);

void avow_sums_free(struct avow_cluster *cluster);

#endif
