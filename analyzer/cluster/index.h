/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLUSTER_INDEX_H
#define AVOW_CLUSTER_INDEX_H

#include "analyzer/base/span.h"

#define AVOW_INDEX_KEY 5 /* numbers in a key; unused ones are 0 */

/* A hash table from a key of a few atoms to a number. Zero it to begin. */
struct avow_index_entry;
struct avow_index {
	struct avow_index_entry *entries;
	size_t capacity; /* a power of two, or 0 */
	size_t count;
};

/* True, and the number, when @key is there. */
bool avow_index_find(const struct avow_index *index, const uint32_t key[AVOW_INDEX_KEY],
		     uint32_t *out);

/* Adds a key that is not there; key[0] is not 0. */
int avow_index_add(struct avow_index *index, const uint32_t key[AVOW_INDEX_KEY],
		   uint32_t value) avow_must_check;

void avow_index_free(struct avow_index *index);

#endif
