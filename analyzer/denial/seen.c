/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A hash table from a record's stamp and body to the source that had it first. */
#include "analyzer/denial/seen.h"

#include <stdlib.h>

#include "analyzer/base/error.h"

struct entry {
	uint64_t hash; /* 0 in a free entry */
	uint32_t source;
};

struct avow_seen {
	struct entry *entries;
	size_t capacity; /* a power of two */
	size_t count;
};

struct avow_seen *avow_seen_new(void)
{
	struct avow_seen *seen = calloc(1, sizeof(*seen));

	if (!seen)
		return NULL;
	seen->capacity = 1024;
	seen->entries = calloc(seen->capacity, sizeof(*seen->entries));
	if (!seen->entries) {
		free(seen);
		return NULL;
	}
	return seen;
}

void avow_seen_free(struct avow_seen *seen)
{
	if (!seen)
		return;
	free(seen->entries);
	free(seen);
}

/* The kernel's stamp and text: no logger changes these. */
static uint64_t hash_of(const struct avow_record *record)
{
	uint64_t hash = avow_span_hash(record->body);

	hash ^= (record->time.seconds * 1000 + record->time.milliseconds) *
		0x9e3779b97f4a7c15ULL;
	hash = (hash ^ hash >> 32) * 0xbea225f9eb34556dULL + record->serial;
	hash ^= hash >> 29;
	return hash ? hash : 1;
}

static struct entry *find(struct entry *entries, size_t capacity, uint64_t hash)
{
	size_t at = (size_t)hash & (capacity - 1);

	while (entries[at].hash && entries[at].hash != hash)
		at = (at + 1) & (capacity - 1);
	return &entries[at];
}

static int grow(struct avow_seen *seen)
{
	size_t capacity = seen->capacity * 2;
	struct entry *entries = calloc(capacity, sizeof(*entries));

	if (!entries)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < seen->capacity; i++)
		if (seen->entries[i].hash)
			*find(entries, capacity, seen->entries[i].hash) =
				seen->entries[i];
	free(seen->entries);
	seen->entries = entries;
	seen->capacity = capacity;
	return AVOW_OK;
}

int avow_seen_elsewhere(struct avow_seen *seen, const struct avow_record *record)
{
	struct entry *entry;

	if (!record->has_stamp || !avow_time_is_known(record->time))
		return 0;
	if (seen->count * 2 >= seen->capacity && grow(seen))
		return AVOW_E_NOMEM;
	entry = find(seen->entries, seen->capacity, hash_of(record));
	if (entry->hash)
		return entry->source != record->source;
	*entry = (struct entry){ hash_of(record), record->source };
	seen->count++;
	return 0;
}
