/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Compares what is no rule: the tables of both policies are told by name, each fact
 * once, and what both say is dropped. What is left is sorted, by key.
 */
#include <stdlib.h>

#include "policy/selinux/diff/internal.h"

#define IN_OLD 1u
#define IN_NEW 2u
#define IN_BOTH (IN_OLD | IN_NEW)

/* Strings as atoms; those of a fact that is the key alone have no field. */
struct fact {
	uint32_t key, field, value;
};

/* By number of an atom: the policies that have it. */
struct presence {
	uint8_t *sides;
	size_t capacity;
};

struct comparing {
	struct diff *diff;
	struct avow_atoms *facts; /* struct fact, as its bytes */
	struct presence said, keys;
	uint8_t side; /* IN_OLD or IN_NEW */
	bool failed;
};

static bool note(struct presence *presence, uint32_t atom, uint8_t side)
{
	if (atom >= presence->capacity) {
		size_t capacity = 2 * (size_t)atom + 1024;
		uint8_t *grown = realloc(presence->sides, capacity);

		if (!grown)
			return false;
		memset(grown + presence->capacity, 0, capacity - presence->capacity);
		presence->sides = grown;
		presence->capacity = capacity;
	}
	presence->sides[atom] |= side;
	return true;
}

static uint32_t intern(struct comparing *comparing, const char *text)
{
	uint32_t atom = avow_atoms_intern(comparing->diff->texts, avow_span_of(text));

	comparing->failed |= atom == AVOW_NO_ATOM;
	return atom;
}

static void hear(void *data, const char *key, const char *field, const char *value)
{
	struct comparing *comparing = data;
	struct fact fact = { .key = intern(comparing, key) };
	uint32_t atom;

	if (comparing->failed || !note(&comparing->keys, fact.key, comparing->side)) {
		comparing->failed = true;
		return;
	}
	if (!field)
		return;
	fact.field = intern(comparing, field);
	/* A level that the policy does not have leaves no text. */
	fact.value = intern(comparing, *value ? value : "?");
	atom = avow_atoms_intern(comparing->facts,
				 avow_span_make((const char *)&fact, sizeof(fact)));
	comparing->failed |=
		atom == AVOW_NO_ATOM || !note(&comparing->said, atom, comparing->side);
}

/* A fact, or a key, of one policy alone. */
struct change {
	const char *key, *field, *value; /* no field: the key alone */
	uint8_t sides;                   /* that have the key */
	bool is_new;
};

static int compare_changes(const void *left, const void *right)
{
	const struct change *a = left, *b = right;
	int order = strcmp(a->key, b->key);

	order = order ? order : strcmp(a->field, b->field);
	order = order ? order : strcmp(a->value, b->value);
	return order ? order : (int)a->is_new - (int)b->is_new;
}

/* All changes, sorted; NULL when memory is out. */
static struct change *collect(const struct comparing *comparing, size_t *count)
{
	const struct avow_atoms *texts = comparing->diff->texts;
	size_t facts = avow_atoms_count(comparing->facts);
	struct change *changes =
		calloc(facts + comparing->keys.capacity + 1, sizeof(*changes));

	*count = 0;
	if (!changes)
		return NULL;
	for (uint32_t atom = 1; atom <= facts; atom++) {
		struct fact fact;

		if (comparing->said.sides[atom] == IN_BOTH)
			continue;
		memcpy(&fact, avow_atoms_text(comparing->facts, atom).data, sizeof(fact));
		changes[(*count)++] = (struct change){
			.key = avow_atoms_string(texts, fact.key),
			.field = avow_atoms_string(texts, fact.field),
			.value = avow_atoms_string(texts, fact.value),
			.sides = comparing->keys.sides[fact.key],
			.is_new = comparing->said.sides[atom] == IN_NEW,
		};
	}
	for (uint32_t atom = 1; atom < comparing->keys.capacity; atom++) {
		uint8_t sides = comparing->keys.sides[atom];

		if (sides == IN_OLD || sides == IN_NEW)
			changes[(*count)++] = (struct change){
				.key = avow_atoms_string(texts, atom),
				.field = "",
				.value = "",
				.sides = sides,
				.is_new = sides == IN_NEW,
			};
	}
	if (*count)
		qsort(changes, *count, sizeof(*changes), compare_changes);
	return changes;
}

static enum avow_difference_sign sign_of(uint8_t sides)
{
	return sides == IN_BOTH  ? AVOW_DIFFERENCE_CHANGED
	       : sides == IN_NEW ? AVOW_DIFFERENCE_ADDED
				 : AVOW_DIFFERENCE_REMOVED;
}

static int make_items(struct diff *diff, const struct change *changes, size_t count,
		      struct avow_difference_section *section)
{
	struct avow_difference_item *items =
		avow_arena_alloc(&diff->arena, (count + 1) * sizeof(*items));
	struct avow_difference_value *values =
		avow_arena_alloc(&diff->arena, (count + 1) * sizeof(*values));
	size_t used = 0;

	if (!items || !values)
		return AVOW_E_NOMEM;
	section->items = items;
	for (size_t i = 0; i < count; i++) {
		struct avow_difference_item *item = &items[section->item_count];

		if (i == 0 || strcmp(changes[i].key, changes[i - 1].key) != 0) {
			item->key = changes[i].key;
			item->sign = sign_of(changes[i].sides);
			item->values = &values[used];
			section->counts[item->sign]++;
			section->item_count++;
		} else {
			item--;
		}
		if (!changes[i].field[0])
			continue;
		values[used++] = (struct avow_difference_value){ changes[i].field,
								 changes[i].value,
								 changes[i].is_new };
		item->value_count++;
	}
	return 0;
}

int avow_diff_facts(struct diff *diff, size_t kind, avow_sepol_table *table)
{
	struct comparing comparing = { .diff = diff, .facts = avow_atoms_new() };
	struct avow_sepol_teller teller = { hear, &comparing };
	struct change *changes = NULL;
	size_t count;
	int code = AVOW_E_NOMEM;

	for (int side = 0; side < SIDES && comparing.facts && !comparing.failed; side++) {
		comparing.side = side == OLD ? IN_OLD : IN_NEW;
		table(diff->policies[side], &teller);
	}
	if (comparing.facts && !comparing.failed)
		changes = collect(&comparing, &count);
	if (changes)
		code = make_items(diff, changes, count, &diff->sections[kind]);
	free(changes);
	free(comparing.said.sides);
	free(comparing.keys.sides);
	avow_atoms_free(comparing.facts);
	return code;
}
