/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Types and attributes of both policies in one numbering, by name, and who is in
 * what. A type and an attribute of one name are two sets. Attributes without a name,
 * as policies before version 24 have them, are known by their members.
 */
#include <stdio.h>
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

/* A type or an attribute of one policy. */
struct entry {
	const char *name;
	uint32_t value;
	uint8_t side;
	bool is_attribute;
};

struct digest {
	const struct avow_sepol *sepol;
	uint64_t hash;
};

static void add_to_digest(void *data, uint32_t type)
{
	struct digest *digest = data;
	const char *name = avow_sepol_type_name(digest->sepol, type);

	/* A sum, since the order is that of values. */
	digest->hash += avow_span_hash(avow_span_of(name)) | 1;
}

static const char *name_of(struct diff *diff, int side, uint32_t value)
{
	struct digest digest = { diff->policies[side], 0 };
	const char *name = avow_sepol_type_name(digest.sepol, value);
	char text[32];

	if (name)
		return name;
	avow_sepol_each_member(digest.sepol, value, add_to_digest, &digest);
	snprintf(text, sizeof(text), "@%016llx", (unsigned long long)digest.hash);
	return avow_arena_string(&diff->arena, avow_span_of(text));
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->is_attribute != b->is_attribute)
		return a->is_attribute ? 1 : -1;
	return strcmp(a->name, b->name);
}

/* Every entry of both; NULL when memory is out. */
static struct entry *collect(struct diff *diff, size_t *count)
{
	size_t most = 1;
	struct entry *entries;

	for (int side = 0; side < SIDES; side++)
		most += avow_sepol_type_max(diff->policies[side]);
	entries = calloc(most, sizeof(*entries));
	*count = 0;
	for (uint8_t side = 0; entries && side < SIDES; side++) {
		uint32_t max = avow_sepol_type_max(diff->policies[side]);

		for (uint32_t value = 1; value <= max; value++) {
			enum avow_set_kind kind =
				avow_sepol_set_kind(diff->policies[side], value);
			struct entry entry = { .value = value,
					       .side = side,
					       .is_attribute =
						       kind == AVOW_SET_ATTRIBUTE };

			if (kind == AVOW_SET_NONE)
				continue;
			entry.name = name_of(diff, side, value);
			if (!entry.name) {
				free(entries);
				return NULL;
			}
			entries[(*count)++] = entry;
		}
	}
	return entries;
}

static int number_entries(struct diff *diff, struct entry *entries, size_t count)
{
	struct sets *sets = &diff->sets;

	sets->names = calloc(count + 1, sizeof(*sets->names));
	for (int side = 0; side < SIDES; side++) {
		uint32_t max = avow_sepol_type_max(diff->policies[side]);

		sets->number[side] = malloc(((size_t)max + 1) * sizeof(uint32_t));
		if (!sets->names || !sets->number[side])
			return AVOW_E_NOMEM;
		memset(sets->number[side], 0xff, ((size_t)max + 1) * sizeof(uint32_t));
	}
	if (count)
		qsort(entries, count, sizeof(*entries), compare_entries);
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || compare_entries(&entries[i - 1], &entries[i]) != 0) {
			sets->names[sets->count++] = entries[i].name;
			sets->type_count += !entries[i].is_attribute;
		}
		sets->number[entries[i].side][entries[i].value - 1] = sets->count - 1;
	}
	return 0;
}

/* What is in what, before it is put in order. */
struct pairing {
	const struct sets *sets;
	int side;
	uint32_t set;
	uint32_t (*pairs)[2]; /* the set, the type */
	size_t count, capacity;
	bool failed;
};

static void add_pair(void *data, uint32_t type)
{
	struct pairing *pairing = data;
	uint32_t number = pairing->sets->number[pairing->side][type - 1];

	if (pairing->count == pairing->capacity) {
		size_t capacity = pairing->capacity ? 2 * pairing->capacity : 4096;
		void *grown = realloc(pairing->pairs, capacity * sizeof(*pairing->pairs));

		if (!grown) {
			pairing->failed = true;
			return;
		}
		pairing->pairs = grown;
		pairing->capacity = capacity;
	}
	pairing->pairs[pairing->count][0] = pairing->set;
	pairing->pairs[pairing->count++][1] = number;
}

static int compare_pairs(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	if (a[0] != b[0])
		return a[0] < b[0] ? -1 : 1;
	return (a[1] > b[1]) - (a[1] < b[1]);
}

/* The lists by column @by of the pairs, with the other in them, in the pairs' order. */
static int fill_lists(struct lists *lists, uint32_t count, const struct pairing *pairing,
		      int by)
{
	uint32_t *next = calloc((size_t)count + 1, sizeof(*next));

	lists->first = calloc((size_t)count + 2, sizeof(*lists->first));
	lists->items = calloc(pairing->count + 1, sizeof(*lists->items));
	if (!next || !lists->first || !lists->items) {
		free(next);
		return AVOW_E_NOMEM;
	}
	for (size_t i = 0; i < pairing->count; i++)
		lists->first[pairing->pairs[i][by] + 1]++;
	for (uint32_t i = 0; i < count; i++)
		lists->first[i + 1] += lists->first[i];
	memcpy(next, lists->first, count * sizeof(*next));
	for (size_t i = 0; i < pairing->count; i++)
		lists->items[next[pairing->pairs[i][by]]++] = pairing->pairs[i][1 - by];
	free(next);
	return 0;
}

static int read_members(struct diff *diff, int side)
{
	struct sets *sets = &diff->sets;
	struct pairing pairing = { .sets = sets, .side = side };
	uint32_t max = avow_sepol_type_max(diff->policies[side]);
	int code = AVOW_E_NOMEM;

	for (uint32_t value = 1; value <= max; value++) {
		pairing.set = sets->number[side][value - 1];
		if (pairing.set != NOTHING)
			avow_sepol_each_member(diff->policies[side], value, add_pair,
					       &pairing);
	}
	if (!pairing.failed) {
		size_t kept = 0;

		if (pairing.count)
			qsort(pairing.pairs, pairing.count, sizeof(*pairing.pairs),
			      compare_pairs);
		/* Two attributes without names and with the same members are one. */
		for (size_t i = 0; i < pairing.count; i++)
			if (!kept ||
			    compare_pairs(pairing.pairs[kept - 1], pairing.pairs[i]) != 0)
				memmove(pairing.pairs[kept++], pairing.pairs[i],
					sizeof(*pairing.pairs));
		pairing.count = kept;
		code = fill_lists(&sets->members[side], sets->count, &pairing, 0);
		if (code == 0)
			code = fill_lists(&sets->owners[side], sets->type_count, &pairing,
					  1);
	}
	free(pairing.pairs);
	return code;
}

/* Appends to @out, when it is not NULL, what is in one of two sorted lists alone. */
static uint32_t differ(const struct sets *sets, uint32_t set, uint32_t *out)
{
	const uint32_t *old = sets->members[OLD].items + sets->members[OLD].first[set];
	const uint32_t *new = sets->members[NEW].items + sets->members[NEW].first[set];
	uint32_t old_count = list_length(&sets->members[OLD], set);
	uint32_t new_count = list_length(&sets->members[NEW], set);
	uint32_t i = 0, j = 0, count = 0;

	while (i < old_count || j < new_count) {
		uint32_t one;

		if (i < old_count && j < new_count && old[i] == new[j]) {
			i++;
			j++;
			continue;
		}
		if (j == new_count || (i < old_count && old[i] < new[j]))
			one = old[i++];
		else
			one = new[j++];
		if (out)
			out[count] = one;
		count++;
	}
	return count;
}

static int find_moved(struct sets *sets)
{
	struct lists *moved = &sets->moved;

	moved->first = calloc((size_t)sets->count + 2, sizeof(*moved->first));
	if (!moved->first)
		return AVOW_E_NOMEM;
	for (uint32_t set = 0; set < sets->count; set++)
		moved->first[set + 1] = moved->first[set] + differ(sets, set, NULL);
	moved->items =
		calloc((size_t)moved->first[sets->count] + 1, sizeof(*moved->items));
	if (!moved->items)
		return AVOW_E_NOMEM;
	for (uint32_t set = 0; set < sets->count; set++)
		(void)differ(sets, set, moved->items + moved->first[set]);
	return 0;
}

int avow_diff_sets(struct diff *diff)
{
	size_t count;
	struct entry *entries = collect(diff, &count);
	int code = entries ? number_entries(diff, entries, count) : AVOW_E_NOMEM;

	free(entries);
	for (int side = 0; side < SIDES && code == 0; side++)
		code = read_members(diff, side);
	return code ? code : find_moved(&diff->sets);
}

static void free_lists(struct lists *lists)
{
	free(lists->first);
	free(lists->items);
}

void avow_diff_free_sets(struct sets *sets)
{
	for (int side = 0; side < SIDES; side++) {
		free(sets->number[side]);
		free_lists(&sets->members[side]);
		free_lists(&sets->owners[side]);
	}
	free_lists(&sets->moved);
	free(sets->names);
}

bool avow_diff_is_member(const struct sets *sets, int side, uint32_t set, uint32_t type)
{
	uint32_t low = sets->members[side].first[set];
	uint32_t high = sets->members[side].first[set + 1];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (sets->members[side].items[middle] == type)
			return true;
		if (sets->members[side].items[middle] < type)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static uint32_t search(const struct sets *sets, uint32_t low, uint32_t high,
		       const char *name)
{
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(sets->names[middle], name);

		if (order == 0)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NOTHING;
}

uint32_t avow_diff_type(const struct sets *sets, const char *name)
{
	return search(sets, 0, sets->type_count, name);
}

uint32_t avow_diff_attribute(const struct sets *sets, const char *name)
{
	return search(sets, sets->type_count, sets->count, name);
}
