/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses to names: the kernel's functions in a sorted table over the text of the
 * file, a program's by the file that is mapped there. No debug information is read.
 */
#include "analyzer/collect/symbols.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "analyzer/base/contents.h"

struct symbol {
	uint64_t address;
	struct avow_span name;
};

struct avow_symbols {
	struct avow_buf text;
	struct symbol *items;
	size_t count, capacity;
};

static bool add(struct avow_symbols *symbols, uint64_t address, struct avow_span name)
{
	if (symbols->count == symbols->capacity) {
		size_t capacity = symbols->capacity ? 2 * symbols->capacity : 4096;
		struct symbol *grown =
			reallocarray(symbols->items, capacity, sizeof(*grown));

		if (!grown)
			return false;
		symbols->items = grown;
		symbols->capacity = capacity;
	}
	symbols->items[symbols->count++] = (struct symbol){ address, name };
	return true;
}

/* "ADDRESS TYPE NAME": only code, so that data is never taken for a function. */
static bool take_line(struct avow_symbols *symbols, struct avow_span line)
{
	size_t blank = avow_span_find(line, ' ');
	struct avow_span rest = avow_span_skip(line, blank + 1);
	struct avow_span name = avow_span_skip(rest, 2);
	uint64_t address;

	name = avow_span_first(name, avow_span_find(name, '\t'));
	if (!avow_span_to_u64(avow_span_first(line, blank), 16, &address) || !address ||
	    !name.length || !strchr("tTwW", rest.data[0]))
		return true;
	return add(symbols, address, name);
}

static int compare(const void *a, const void *b)
{
	const struct symbol *left = a, *right = b;

	if (left->address != right->address)
		return left->address < right->address ? -1 : 1;
	return avow_span_compare(left->name, right->name);
}

struct avow_symbols *avow_symbols_read(const char *path)
{
	struct avow_symbols *symbols = calloc(1, sizeof(*symbols));
	struct avow_span rest;
	bool has_room = true;

	if (!symbols)
		return NULL;
	/* What cannot be read has no symbols. */
	if (avow_contents_read(path, SIZE_MAX, &symbols->text, NULL) == AVOW_E_NOMEM)
		symbols->text.failed = true;
	for (rest = avow_buf_span(&symbols->text); rest.length && has_room;) {
		size_t length = avow_span_find(rest, '\n');

		has_room = take_line(symbols, avow_span_first(rest, length));
		rest = avow_span_skip(rest, length + 1);
	}
	if (!has_room || symbols->text.failed) {
		avow_symbols_free(symbols);
		return NULL;
	}
	if (symbols->count)
		qsort(symbols->items, symbols->count, sizeof(*symbols->items), compare);
	return symbols;
}

void avow_symbols_put(const struct avow_symbols *symbols, uint64_t address,
		      struct avow_buf *out)
{
	size_t low = 0, high = symbols->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (symbols->items[middle].address <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low)
		avow_buf_append(out, symbols->items[low - 1].name);
	else
		avow_buf_printf(out, "0x%" PRIx64, address);
}

void avow_symbols_free(struct avow_symbols *symbols)
{
	if (!symbols)
		return;
	avow_buf_free(&symbols->text);
	free(symbols->items);
	free(symbols);
}

/* The next word of *rest. */
static struct avow_span take_word(struct avow_span *rest)
{
	struct avow_span word = avow_span_first(*rest, avow_span_find(*rest, ' '));

	*rest = avow_span_trim_front(avow_span_skip(*rest, word.length));
	return word;
}

/* "START-END PERMISSIONS OFFSET DEVICE INODE PATH"; false when @address is elsewhere. */
static bool put_mapping(struct avow_span line, uint64_t address, struct avow_buf *out)
{
	struct avow_span range = take_word(&line), offset_word, name;
	size_t dash = avow_span_find(range, '-');
	uint64_t start, end, offset;

	take_word(&line);
	offset_word = take_word(&line);
	take_word(&line);
	take_word(&line);
	if (!avow_span_to_u64(avow_span_first(range, dash), 16, &start) ||
	    !avow_span_to_u64(avow_span_skip(range, dash + 1), 16, &end) ||
	    !avow_span_to_u64(offset_word, 16, &offset) || address < start ||
	    address >= end || !line.length)
		return false;
	for (name = line; avow_span_find(name, '/') < name.length;)
		name = avow_span_skip(name, avow_span_find(name, '/') + 1);
	avow_buf_append(out, name);
	avow_buf_printf(out, "+0x%" PRIx64, address - start + offset);
	return true;
}

void avow_maps_put(struct avow_span maps, uint64_t address, struct avow_buf *out)
{
	while (maps.length) {
		struct avow_span line = avow_span_first(maps, avow_span_find(maps, '\n'));

		if (put_mapping(line, address, out))
			return;
		maps = avow_span_skip(maps, line.length + 1);
	}
	avow_buf_printf(out, "0x%" PRIx64, address);
}
