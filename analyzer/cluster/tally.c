/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bottom-k by (hash, text): entries lie in that order, so the one to drop is the
 * last. A value that was once dropped can never come back to the kept ones,
 * since those only get smaller: hence exact counts.
 */
#include "analyzer/cluster/tally.h"

#include <stdlib.h>

#include "analyzer/base/error.h"

static int compare(struct avow_span value, uint64_t hash,
		   const struct avow_tally_entry *entry)
{
	if (hash != entry->hash)
		return hash < entry->hash ? -1 : 1;
	return avow_span_compare(value, entry->value);
}

static bool grow(struct avow_tally *tally)
{
	uint32_t capacity = tally->capacity ? tally->capacity * 2 : 1;
	struct avow_tally_entry *entries;

	if (capacity > AVOW_TALLY_MAX)
		capacity = AVOW_TALLY_MAX;
	entries = reallocarray(tally->entries, capacity, sizeof(*entries));
	if (!entries)
		return false;
	tally->entries = entries;
	tally->capacity = capacity;
	return true;
}

/* Where @value belongs; @found tells whether it is there. */
static uint32_t find(const struct avow_tally *tally, struct avow_span value,
		     uint64_t hash, bool *found)
{
	uint32_t at = 0, above = tally->length;

	*found = false;
	while (at < above) {
		uint32_t middle = at + (above - at) / 2;
		int order = compare(value, hash, &tally->entries[middle]);

		if (order == 0) {
			*found = true;
			return middle;
		}
		if (order < 0)
			above = middle;
		else
			at = middle + 1;
	}
	return at;
}

static bool is_latest(const struct avow_tally *tally, struct avow_span value)
{
	return tally->latest < tally->length &&
	       avow_span_equal(tally->entries[tally->latest].value, value);
}

static void free_entry(struct avow_tally_entry *entry)
{
	free((void *)(uintptr_t)entry->value.data);
	free(entry->sightings);
}

static struct avow_span copy(struct avow_span value)
{
	char *data = malloc(value.length + 1);

	if (!data)
		return avow_span_make(NULL, 0);
	memcpy(data, value.data, value.length);
	data[value.length] = '\0';
	return avow_span_make(data, value.length);
}

/* Puts an entry with a copy of @entry->value at @at, and drops the last for it. */
static int insert(struct avow_tally *tally, uint32_t at, struct avow_tally_entry entry)
{
	if (tally->length < AVOW_TALLY_MAX && tally->length == tally->capacity &&
	    !grow(tally))
		return AVOW_E_NOMEM;
	entry.value = copy(entry.value);
	if (!entry.value.data)
		return AVOW_E_NOMEM;
	if (tally->length == AVOW_TALLY_MAX) {
		tally->has_more = true;
		free_entry(&tally->entries[--tally->length]);
	}
	memmove(tally->entries + at + 1, tally->entries + at,
		(tally->length - at) * sizeof(tally->entries[0]));
	tally->entries[at] = entry;
	tally->length++;
	return AVOW_OK;
}

/* The entry of @value once it is counted, at @out; NULL when it is left out. */
static int count(struct avow_tally *tally, struct avow_span value, uint64_t times,
		 struct avow_tally_entry **out)
{
	bool found = is_latest(tally, value);
	uint64_t hash = found ? 0 : avow_span_hash(value);
	uint32_t at = found ? tally->latest : find(tally, value, hash, &found);

	*out = NULL;
	if (found) {
		tally->latest = at;
		tally->entries[at].count += times;
	} else if (at == AVOW_TALLY_MAX) {
		tally->has_more = true;
		return AVOW_OK;
	} else if (insert(tally, at,
			  (struct avow_tally_entry){ value, hash, times, NULL })) {
		return AVOW_E_NOMEM;
	}
	*out = &tally->entries[at];
	return AVOW_OK;
}

int avow_tally_add(struct avow_tally *tally, struct avow_span value, uint64_t times)
{
	struct avow_tally_entry *entry;

	return avow_span_is_empty(value) ? AVOW_OK : count(tally, value, times, &entry);
}

int avow_tally_see(struct avow_tally *tally, struct avow_span value, uint64_t times,
		   const struct avow_sightings *when)
{
	struct avow_tally_entry *entry = NULL;

	if (!avow_span_is_empty(value) && count(tally, value, times, &entry))
		return AVOW_E_NOMEM;
	if (!entry || !when->length)
		return AVOW_OK;
	if (!entry->sightings)
		entry->sightings = calloc(1, sizeof(*entry->sightings));
	if (!entry->sightings)
		return AVOW_E_NOMEM;
	avow_sightings_merge(entry->sightings, when);
	return AVOW_OK;
}

int avow_tally_merge(struct avow_tally *tally, const struct avow_tally *from)
{
	const struct avow_sightings none = { 0 };

	for (uint32_t i = 0; i < from->length; i++) {
		const struct avow_tally_entry *entry = &from->entries[i];
		int result = avow_tally_see(tally, entry->value, entry->count,
					    entry->sightings ? entry->sightings : &none);

		if (result)
			return result;
	}
	tally->has_more |= from->has_more;
	return AVOW_OK;
}

static int by_count(const void *a, const void *b)
{
	const struct avow_tally_entry *left = a, *right = b;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return avow_span_compare(left->value, right->value);
}

void avow_tally_sort(struct avow_tally *tally)
{
	if (tally->length > 1)
		qsort(tally->entries, tally->length, sizeof(tally->entries[0]), by_count);
}

void avow_tally_free(struct avow_tally *tally)
{
	for (uint32_t i = 0; i < tally->length; i++)
		free_entry(&tally->entries[i]);
	free(tally->entries);
	*tally = (struct avow_tally){ 0 };
}
