/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Open addressing, linear probing, at most half full. */
#include "analyzer/cluster/index.h"

#include <stdlib.h>

#include "analyzer/base/error.h"

struct avow_index_entry {
	uint32_t key[AVOW_INDEX_KEY]; /* key[0] is 0 in a free entry */
	uint32_t value;
};

static size_t slot_of(const struct avow_index *index, const uint32_t key[AVOW_INDEX_KEY])
{
	uint64_t hash = 0;

	for (size_t i = 0; i < AVOW_INDEX_KEY; i++) {
		hash = (hash ^ key[i]) * 0x9e3779b97f4a7c15ULL;
		hash ^= hash >> 31;
	}
	return (size_t)hash & (index->capacity - 1);
}

static struct avow_index_entry *find_entry(const struct avow_index *index,
					   const uint32_t key[AVOW_INDEX_KEY])
{
	size_t slot = slot_of(index, key);

	while (index->entries[slot].key[0] &&
	       memcmp(index->entries[slot].key, key, sizeof(index->entries[slot].key)) !=
		       0)
		slot = (slot + 1) & (index->capacity - 1);
	return &index->entries[slot];
}

bool avow_index_find(const struct avow_index *index, const uint32_t key[AVOW_INDEX_KEY],
		     uint32_t *out)
{
	const struct avow_index_entry *entry;

	if (index->capacity == 0)
		return false;
	entry = find_entry(index, key);
	*out = entry->value;
	return entry->key[0] != 0;
}

static int grow(struct avow_index *index)
{
	struct avow_index grown = { .capacity =
					    index->capacity ? index->capacity * 2 : 256 };

	grown.entries = calloc(grown.capacity, sizeof(*grown.entries));
	if (!grown.entries)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < index->capacity; i++)
		if (index->entries[i].key[0])
			*find_entry(&grown, index->entries[i].key) = index->entries[i];
	grown.count = index->count;
	free(index->entries);
	*index = grown;
	return AVOW_OK;
}

int avow_index_add(struct avow_index *index, const uint32_t key[AVOW_INDEX_KEY],
		   uint32_t value)
{
	struct avow_index_entry *entry;

	if (index->count * 2 >= index->capacity && grow(index))
		return AVOW_E_NOMEM;
	entry = find_entry(index, key);
	memcpy(entry->key, key, sizeof(entry->key));
	entry->value = value;
	index->count++;
	return AVOW_OK;
}

void avow_index_free(struct avow_index *index)
{
	free(index->entries);
	*index = (struct avow_index){ 0 };
}
