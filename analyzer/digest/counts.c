/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analyzer/digest/counts.h"

#include <stdlib.h>

static int make_room(struct avow_counts *counts, size_t needed)
{
	size_t capacity = counts->capacity ? counts->capacity : 256;
	uint64_t *of;

	while (capacity < needed)
		capacity *= 2;
	if (capacity == counts->capacity)
		return AVOW_OK;
	of = realloc(counts->of, capacity * sizeof(*of));
	if (!of)
		return AVOW_E_NOMEM;
	memset(of + counts->capacity, 0, (capacity - counts->capacity) * sizeof(*of));
	counts->of = of;
	counts->capacity = capacity;
	return AVOW_OK;
}

int avow_counts_add(struct avow_counts *counts, struct avow_span value)
{
	uint32_t atom;

	if (!counts->atoms)
		counts->atoms = avow_atoms_new();
	if (!counts->atoms)
		return AVOW_E_NOMEM;
	counts->total++;
	if (avow_atoms_count(counts->atoms) == AVOW_COUNTS_MAX) {
		counts->others++;
		return AVOW_OK;
	}
	atom = avow_atoms_intern(counts->atoms, value);
	if (!atom || make_room(counts, (size_t)atom + 1))
		return AVOW_E_NOMEM;
	counts->of[atom]++;
	return AVOW_OK;
}

size_t avow_counts_distinct(const struct avow_counts *counts)
{
	return counts->atoms ? avow_atoms_count(counts->atoms) : 0;
}

static int compare(const void *left, const void *right)
{
	const struct avow_counts_row *a = left, *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return avow_span_compare(a->value, b->value);
}

int avow_counts_rows(const struct avow_counts *counts, struct avow_counts_row **out)
{
	size_t count = avow_counts_distinct(counts);
	struct avow_counts_row *rows = calloc(count + 1, sizeof(*rows));

	if (!rows)
		return AVOW_E_NOMEM;
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct avow_counts_row){
			avow_atoms_text(counts->atoms, (uint32_t)i + 1), counts->of[i + 1]
		};
	qsort(rows, count, sizeof(*rows), compare);
	*out = rows;
	return AVOW_OK;
}

void avow_counts_free(struct avow_counts *counts)
{
	avow_atoms_free(counts->atoms);
	free(counts->of);
	*counts = (struct avow_counts){ 0 };
}
