/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Paths as they stand between quotes, any bytes: the directory that a few of them have
 * in common holds each, whatever their order, and is no whole place.
 */
#include "tests/fuzz/fuzz.h"

#include "policy/selinux/newtypes/directory.h"

#define PATHS_MAX 1024
#define TOGETHER_MAX 4 /* more have seldom anything in common */

struct paths {
	struct avow_span at[PATHS_MAX];
	size_t count;
};

static bool is_directory(struct avow_span path)
{
	return path.length && path.data[path.length - 1] == '/';
}

static void split(struct avow_span text, struct paths *out)
{
	while (text.length && out->count < PATHS_MAX) {
		size_t end = 0;

		while (end < text.length && text.data[end] != '"' &&
		       text.data[end] != '\n')
			end++;
		if (text.data[0] == '/')
			out->at[out->count++] = avow_span_first(text, end);
		text = avow_span_skip(text, end + 1);
	}
}

static bool holds(const struct avow_own_directory *own, struct avow_span path)
{
	while (path.length > 1 && is_directory(path))
		path.length--;
	return avow_span_equal(path, own->path) || avow_path_is_below(path, own->path);
}

static void check(const struct avow_span *paths, size_t count,
		  const struct avow_own_directory *own)
{
	size_t root = strlen(own->place->root), held = 0;

	FUZZ_HOLDS(own->path.length > root);
	FUZZ_HOLDS(own->path.data[own->path.length - 1] != '/');
	for (size_t i = 0; i < count; i++)
		held += holds(own, paths[i]);
	FUZZ_HOLDS(held == own->count);
	FUZZ_HOLDS(own->touches_root ? held < count : held == count);
}

static void check_together(const struct avow_span *paths, size_t count)
{
	struct avow_own_directory own = { 0 }, other = { 0 };
	bool is_found;

	for (size_t i = 0; i < count; i++) {
		struct avow_span last = paths[count - 1 - i];

		avow_own_directory_add(&own, paths[i], is_directory(paths[i]));
		avow_own_directory_add(&other, last, is_directory(last));
	}
	is_found = avow_own_directory_settle(&own);
	FUZZ_HOLDS(is_found == avow_own_directory_settle(&other));
	if (!is_found)
		return;
	FUZZ_HOLDS(avow_span_equal(own.path, other.path));
	check(paths, count, &own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct paths paths = { .count = 0 };

	split(avow_span_make((const char *)data, size), &paths);
	for (size_t i = 0; i < paths.count; i++)
		for (size_t j = 1; j <= TOGETHER_MAX && i + j <= paths.count; j++)
			check_together(paths.at + i, j);
	return 0;
}
