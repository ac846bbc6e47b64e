/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_ARENA_H
#define AVOW_BASE_ARENA_H

#include "analyzer/base/span.h"

/*
 * Memory that is given back all at once. Whoever embeds an arena zeroes it
 * (`struct avow_arena arena = { 0 }`) and frees it; nothing allocated from it is
 * freed alone.
 */
struct avow_arena_block;
struct avow_arena {
	struct avow_arena_block *block;
};

/* @size zeroed bytes, aligned for any type; NULL when memory is out. */
void *avow_arena_alloc(struct avow_arena *arena, size_t size);

/* A copy of @span in the arena, followed by a NUL; data is NULL when memory is out. */
struct avow_span avow_arena_copy(struct avow_arena *arena, struct avow_span span);

/* A NUL-terminated copy of @span; NULL when memory is out. */
char *avow_arena_string(struct avow_arena *arena, struct avow_span span);

/* Gives back all that was allocated, and keeps a block for what comes. */
void avow_arena_clear(struct avow_arena *arena);

void avow_arena_free(struct avow_arena *arena);

#endif
