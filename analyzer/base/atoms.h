/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_ATOMS_H
#define AVOW_BASE_ATOMS_H

#include "analyzer/base/span.h"

/*
 * Interned strings: the same bytes are the same number, from 1 on. Number 0
 * (AVOW_NO_ATOM) means "absent". An atom lives as long as its table.
 */
#define AVOW_NO_ATOM 0u

struct avow_atoms;

/* NULL when memory is out; free it with avow_atoms_free(). */
struct avow_atoms *avow_atoms_new(void);
void avow_atoms_free(struct avow_atoms *atoms);

/* The number of @span, made when it is new; AVOW_NO_ATOM when memory is out. */
uint32_t avow_atoms_intern(struct avow_atoms *atoms, struct avow_span span);

/* The bytes of @atom, NUL terminated, lent; an empty span for AVOW_NO_ATOM. */
struct avow_span avow_atoms_text(const struct avow_atoms *atoms, uint32_t atom);

/* The same as a C string ("" for AVOW_NO_ATOM). */
const char *avow_atoms_string(const struct avow_atoms *atoms, uint32_t atom);

/* How many there are: the largest number given out. */
uint32_t avow_atoms_count(const struct avow_atoms *atoms);

#endif
