/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bottom-k by (hash, text): entries lie in that order, so the one to drop is the
 * last. A value that was once dropped can never come back to the kept ones,
 * since those only get smaller: hence exact counts.
 */
#include "analyzer/cluster/tally.h"

#include <stdlib.h>

#include "analyzer/base/error.h"

static int compare(const struct avow_atoms *atoms, struct avow_span value, uint64_t hash,
		   uint32_t atom)
{
	uint64_t other = avow_atoms_hash(atoms, atom);

	if (hash != other)
		return hash < other ? -1 : 1;
	return avow_span_compare(value, avow_atoms_text(atoms, atom));
}

static bool grow(struct avow_tally *tally)
{
	uint32_t capacity = tally->capacity ? tally->capacity * 2 : 2;
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
static uint32_t find(const struct avow_tally *tally, const struct avow_atoms *atoms,
		     struct avow_span value, bool *found)
{
	uint64_t hash = avow_span_hash(value);
	uint32_t at = 0, above = tally->length;

	*found = false;
	while (at < above) {
		uint32_t middle = at + (above - at) / 2;
		int order = compare(atoms, value, hash, tally->entries[middle].atom);

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

static bool is_latest(const struct avow_tally *tally, const struct avow_atoms *atoms,
		      struct avow_span value)
{
	return tally->latest < tally->length &&
	       avow_span_equal(avow_atoms_text(atoms, tally->entries[tally->latest].atom),
			       value);
}

static int insert(struct avow_tally *tally, uint32_t at, uint32_t atom, uint64_t count)
{
	if (tally->length == AVOW_TALLY_MAX) {
		tally->has_more = true;
		tally->length--;
	} else if (tally->length == tally->capacity && !grow(tally)) {
		return AVOW_E_NOMEM;
	}
	memmove(tally->entries + at + 1, tally->entries + at,
		(tally->length - at) * sizeof(tally->entries[0]));
	tally->entries[at] = (struct avow_tally_entry){ atom, count };
	tally->length++;
	return AVOW_OK;
}

int avow_tally_add(struct avow_tally *tally, struct avow_atoms *atoms,
		   struct avow_span value, uint64_t count)
{
	uint32_t at, atom;
	bool found;

	if (avow_span_is_empty(value))
		return AVOW_OK;
	if (is_latest(tally, atoms, value)) {
		tally->entries[tally->latest].count += count;
		return AVOW_OK;
	}
	at = find(tally, atoms, value, &found);
	if (found) {
		tally->latest = at;
		tally->entries[at].count += count;
		return AVOW_OK;
	}
	if (at == AVOW_TALLY_MAX) {
		tally->has_more = true;
		return AVOW_OK;
	}
	atom = avow_atoms_intern(atoms, value);
	if (atom == AVOW_NO_ATOM)
		return AVOW_E_NOMEM;
	return insert(tally, at, atom, count);
}

int avow_tally_merge(struct avow_tally *tally, struct avow_atoms *atoms,
		     const struct avow_tally *from, const struct avow_atoms *from_atoms)
{
	for (uint32_t i = 0; i < from->length; i++) {
		struct avow_span value =
			avow_atoms_text(from_atoms, from->entries[i].atom);
		int result = avow_tally_add(tally, atoms, value, from->entries[i].count);

		if (result)
			return result;
	}
	tally->has_more |= from->has_more;
	return AVOW_OK;
}

static int by_count(const void *a, const void *b, void *data)
{
	const struct avow_tally_entry *left = a, *right = b;
	const struct avow_atoms *atoms = data;

	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return avow_span_compare(avow_atoms_text(atoms, left->atom),
				 avow_atoms_text(atoms, right->atom));
}

void avow_tally_sort(struct avow_tally *tally, const struct avow_atoms *atoms)
{
	if (tally->length > 1)
		qsort_r(tally->entries, tally->length, sizeof(tally->entries[0]),
			by_count, (void *)(uintptr_t)atoms);
}

void avow_tally_free(struct avow_tally *tally)
{
	free(tally->entries);
	*tally = (struct avow_tally){ 0 };
}
