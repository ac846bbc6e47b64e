/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A list of blocks that only grows; the newest is filled first. A request
 * larger than a block gets one of its own.
 */
#include "analyzer/base/arena.h"

#include <stdalign.h>
#include <stdlib.h>

#define BLOCK_SIZE ((size_t)64 * 1024)

struct avow_arena_block {
	struct avow_arena_block *next;
	size_t used;
	size_t size;
	alignas(max_align_t) char data[];
};

static struct avow_arena_block *add_block(struct avow_arena *arena, size_t size)
{
	struct avow_arena_block *block;

	if (size < BLOCK_SIZE)
		size = BLOCK_SIZE;
	if (size > SIZE_MAX - sizeof(*block))
		return NULL;
	block = calloc(1, sizeof(*block) + size);
	if (!block)
		return NULL;
	block->size = size;
	block->next = arena->block;
	arena->block = block;
	return block;
}

void *avow_arena_alloc(struct avow_arena *arena, size_t size)
{
	size_t align = alignof(max_align_t);
	struct avow_arena_block *block = arena->block;
	void *data;

	if (size > SIZE_MAX - align)
		return NULL;
	size = (size + align - 1) / align * align;
	if (!block || block->size - block->used < size)
		block = add_block(arena, size);
	if (!block)
		return NULL;
	data = block->data + block->used;
	block->used += size;
	return data;
}

char *avow_arena_string(struct avow_arena *arena, struct avow_span span)
{
	char *copy;

	if (span.length == SIZE_MAX)
		return NULL;
	copy = avow_arena_alloc(arena, span.length + 1);
	if (copy && span.length)
		memcpy(copy, span.data, span.length);
	return copy;
}

struct avow_span avow_arena_copy(struct avow_arena *arena, struct avow_span span)
{
	char *copy = avow_arena_string(arena, span);

	return avow_span_make(copy, copy ? span.length : 0);
}

static void free_blocks(struct avow_arena_block *block)
{
	while (block) {
		struct avow_arena_block *next = block->next;

		free(block);
		block = next;
	}
}

void avow_arena_clear(struct avow_arena *arena)
{
	struct avow_arena_block *block = arena->block;

	if (!block)
		return;
	free_blocks(block->next);
	block->next = NULL;
	memset(block->data, 0, block->used);
	block->used = 0;
}

void avow_arena_free(struct avow_arena *arena)
{
	free_blocks(arena->block);
	arena->block = NULL;
}
