/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of interned strings: open addressing over hashes, linear probing,
 * at most two thirds full. The strings lie in an arena, their numbers are
 * indexes into an array.
 */
#include "analyzer/base/atoms.h"

#include <stdlib.h>

#include "analyzer/base/arena.h"

struct atom {
	struct avow_span text;
	uint64_t hash;
};

struct avow_atoms {
	struct avow_arena arena;
	struct atom *atoms; /* atoms[n - 1] is atom n */
	uint32_t count;
	uint32_t atom_capacity;
	uint32_t *slots;   /* atom numbers; AVOW_NO_ATOM: free */
	size_t slot_count; /* a power of two */
};

struct avow_atoms *avow_atoms_new(void)
{
	struct avow_atoms *atoms = calloc(1, sizeof(*atoms));

	if (!atoms)
		return NULL;
	atoms->slot_count = 1024;
	atoms->slots = calloc(atoms->slot_count, sizeof(*atoms->slots));
	atoms->atom_capacity = 512;
	atoms->atoms = calloc(atoms->atom_capacity, sizeof(*atoms->atoms));
	if (!atoms->slots || !atoms->atoms) {
		avow_atoms_free(atoms);
		return NULL;
	}
	return atoms;
}

void avow_atoms_free(struct avow_atoms *atoms)
{
	if (!atoms)
		return;
	avow_arena_free(&atoms->arena);
	free(atoms->atoms);
	free(atoms->slots);
	free(atoms);
}

/* The slot that holds @text, or the free one where it belongs. */
static size_t find_slot(const struct avow_atoms *atoms, struct avow_span text,
			uint64_t hash)
{
	size_t mask = atoms->slot_count - 1;
	size_t slot = (size_t)hash & mask;

	while (atoms->slots[slot] != AVOW_NO_ATOM) {
		const struct atom *atom = &atoms->atoms[atoms->slots[slot] - 1];

		if (atom->hash == hash && avow_span_equal(atom->text, text))
			break;
		slot = (slot + 1) & mask;
	}
	return slot;
}

static bool grow_slots(struct avow_atoms *atoms)
{
	size_t slot_count = atoms->slot_count * 2;
	uint32_t *slots = calloc(slot_count, sizeof(*slots));

	if (!slots)
		return false;
	for (uint32_t i = 0; i < atoms->count; i++) {
		size_t slot = (size_t)atoms->atoms[i].hash & (slot_count - 1);

		while (slots[slot] != AVOW_NO_ATOM)
			slot = (slot + 1) & (slot_count - 1);
		slots[slot] = i + 1;
	}
	free(atoms->slots);
	atoms->slots = slots;
	atoms->slot_count = slot_count;
	return true;
}

static bool grow_atoms(struct avow_atoms *atoms)
{
	uint32_t capacity = atoms->atom_capacity * 2;
	struct atom *grown;

	if (capacity < atoms->atom_capacity)
		return false;
	grown = reallocarray(atoms->atoms, capacity, sizeof(*grown));
	if (!grown)
		return false;
	atoms->atoms = grown;
	atoms->atom_capacity = capacity;
	return true;
}

uint32_t avow_atoms_intern(struct avow_atoms *atoms, struct avow_span span)
{
	uint64_t hash = avow_span_hash(span);
	size_t slot = find_slot(atoms, span, hash);
	struct avow_span text;

	if (atoms->slots[slot] != AVOW_NO_ATOM)
		return atoms->slots[slot];
	if (atoms->count == atoms->atom_capacity && !grow_atoms(atoms))
		return AVOW_NO_ATOM;
	if ((size_t)atoms->count * 3 > atoms->slot_count * 2) {
		if (!grow_slots(atoms))
			return AVOW_NO_ATOM;
		slot = find_slot(atoms, span, hash);
	}
	text = avow_arena_copy(&atoms->arena, span);
	if (!text.data)
		return AVOW_NO_ATOM;
	atoms->atoms[atoms->count] = (struct atom){ text, hash };
	atoms->slots[slot] = ++atoms->count;
	return atoms->count;
}

struct avow_span avow_atoms_text(const struct avow_atoms *atoms, uint32_t atom)
{
	if (atom == AVOW_NO_ATOM || atom > atoms->count)
		return avow_span_make("", 0);
	return atoms->atoms[atom - 1].text;
}

const char *avow_atoms_string(const struct avow_atoms *atoms, uint32_t atom)
{
	return avow_atoms_text(atoms, atom).data;
}

uint32_t avow_atoms_count(const struct avow_atoms *atoms)
{
	return atoms->count;
}
