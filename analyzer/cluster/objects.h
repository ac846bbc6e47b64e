/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_OBJECTS_H
#define AVOW_CLUSTER_OBJECTS_H

#include "analyzer/cluster/cluster.h"

/*
 * Which objects of one profile and class have a cluster of their own: the
 * AVOW_OBJECTS_MAX with the smallest hashes. A confined process chooses the names of
 * the files it asks for, so there may be any number; which are kept depends on the
 * names alone, and not on order. What one loses its place, it never gets it back.
 * (Bottom-k, as in cluster/tally.h.) Zero it to begin.
 */
struct avow_object {
	uint64_t hash;
	uint32_t cluster; /* its index; the object's text is the cluster's */
};

struct avow_objects {
	struct avow_object *items; /* by hash, then by text */
	uint32_t length, capacity;
	uint32_t rest; /* index plus one of the cluster of all others; 0: none yet */
};

/* Where @object belongs among the items; @found tells whether it is there. */
uint32_t avow_objects_find(const struct avow_objects *objects,
			   const struct avow_cluster *clusters, struct avow_span object,
			   bool *found);

/*
 * Puts @object, of the cluster @cluster, at the place @at where it belongs. There is
 * room: the items are fewer than AVOW_OBJECTS_MAX.
 */
int avow_objects_insert(struct avow_objects *objects, uint32_t at,
			struct avow_span object, uint32_t cluster) avow_must_check;

void avow_objects_free(struct avow_objects *objects);

#endif
