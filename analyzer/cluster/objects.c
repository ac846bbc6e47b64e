/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A sorted array: found by halving, and the one to lose its place is the last. */
#include "analyzer/cluster/objects.h"

#include <stdlib.h>

uint32_t avow_objects_find(const struct avow_objects *objects,
			   const struct avow_cluster *clusters, struct avow_span object,
			   bool *found)
{
	uint64_t hash = avow_span_hash(object);
	uint32_t at = 0, above = objects->length;

	*found = false;
	while (at < above) {
		uint32_t middle = at + (above - at) / 2;
		const struct avow_object *item = &objects->items[middle];
		int order = (hash > item->hash) - (hash < item->hash);

		if (order == 0)
			order = avow_span_compare(
				object, clusters[item->cluster].apparmor->object);
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

static bool grow(struct avow_objects *objects)
{
	uint32_t capacity = objects->capacity ? objects->capacity * 2 : 2;
	struct avow_object *items =
		reallocarray(objects->items, capacity, sizeof(*items));

	if (!items)
		return false;
	objects->items = items;
	objects->capacity = capacity;
	return true;
}

int avow_objects_insert(struct avow_objects *objects, uint32_t at,
			struct avow_span object, uint32_t cluster)
{
	if (objects->length == objects->capacity && !grow(objects))
		return AVOW_E_NOMEM;
	memmove(objects->items + at + 1, objects->items + at,
		(objects->length - at) * sizeof(objects->items[0]));
	objects->items[at] = (struct avow_object){ avow_span_hash(object), cluster };
	objects->length++;
	return AVOW_OK;
}

void avow_objects_free(struct avow_objects *objects)
{
	free(objects->items);
	*objects = (struct avow_objects){ 0 };
}
