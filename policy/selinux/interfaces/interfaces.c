/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opens and closes the interfaces; how they are read is in expand.c, parse.c and cache.c.
 */
#include "policy/selinux/interfaces/internal.h"

#include <stdlib.h>
#include <string.h>

struct avow_interface *avow_interfaces_add(struct avow_interfaces *interfaces)
{
	if (interfaces->count == interfaces->capacity) {
		size_t capacity = interfaces->capacity ? 2 * interfaces->capacity : 4096;
		struct avow_interface *at =
			avow_arena_alloc(&interfaces->arena, capacity * sizeof(*at));

		if (!at)
			return NULL;
		if (interfaces->count)
			memcpy(at, interfaces->at, interfaces->count * sizeof(*at));
		interfaces->at = at;
		interfaces->capacity = capacity;
	}
	interfaces->at[interfaces->count] = (struct avow_interface){ 0 };
	return &interfaces->at[interfaces->count++];
}

/* Has m4 read the headers, and keeps what it made of them. */
static int expand(struct avow_interfaces *interfaces, const char *headers,
		  struct avow_interfaces_cache *cache, struct avow_error *error)
{
	struct avow_buf text = { 0 };
	int code = avow_interfaces_expand(interfaces, headers, &text, error);

	if (code == 0) {
		code = avow_interfaces_parse(interfaces, avow_buf_span(&text));
		if (code == AVOW_E_INPUT)
			avow_error_set(error, code,
				       "%s: m4 made of the headers what cannot be read",
				       headers);
		else if (code < 0)
			avow_error_nomem(error);
	}
	if (code == 0 && cache)
		avow_interfaces_cache_save(cache, interfaces, avow_buf_span(&text));
	avow_buf_free(&text);
	return code;
}

/* 1 when nothing is kept that can be used, and nothing was read. */
static int recall(struct avow_interfaces *interfaces, struct avow_interfaces_cache *cache)
{
	struct avow_buf text = { 0 };
	int code = 1;

	if (avow_interfaces_cache_load(cache, interfaces, &text))
		code = avow_interfaces_parse(interfaces, avow_buf_span(&text));
	avow_buf_free(&text);
	if (code != AVOW_E_INPUT)
		return code;
	interfaces->count = 0;
	interfaces->rule_count = 0;
	interfaces->bad_count = 0;
	return 1;
}

static int read_headers(struct avow_interfaces *interfaces, const char *headers,
			const char *directory, struct avow_error *error)
{
	struct avow_interfaces_cache cache;
	int code;

	if (!directory || !avow_interfaces_cache_open(&cache, directory, headers))
		return expand(interfaces, headers, NULL, error);
	code = recall(interfaces, &cache);
	if (code == 1)
		code = expand(interfaces, headers, &cache, error);
	else if (code < 0)
		avow_error_nomem(error);
	avow_interfaces_cache_close(&cache);
	return code;
}

int avow_interfaces_open(const struct avow_interfaces_source *source,
			 const struct avow_sepol *sepol, struct avow_interfaces **out,
			 struct avow_error *error)
{
	struct avow_interfaces *interfaces = calloc(1, sizeof(*interfaces));
	int code;

	*out = NULL;
	if (!interfaces)
		return avow_error_nomem(error);
	interfaces->sepol = sepol;
	code = read_headers(interfaces, source->headers, source->cache, error);
	if (code == 0 && avow_interfaces_index(interfaces) < 0)
		code = avow_error_nomem(error);
	if (code == 0)
		*out = interfaces;
	else
		avow_interfaces_close(interfaces);
	return code;
}

void avow_interfaces_close(struct avow_interfaces *interfaces)
{
	if (!interfaces)
		return;
	avow_arena_free(&interfaces->arena);
	free(interfaces);
}

size_t avow_interfaces_count(const struct avow_interfaces *interfaces)
{
	return interfaces->count;
}

size_t avow_interfaces_unusable(const struct avow_interfaces *interfaces)
{
	size_t count = 0;

	for (size_t i = 0; i < interfaces->count; i++)
		count += interfaces->at[i].is_unusable;
	return count;
}

const char *avow_interfaces_bad(const struct avow_interfaces *interfaces, size_t index)
{
	return index < interfaces->bad_count ? interfaces->bad[index] : NULL;
}
