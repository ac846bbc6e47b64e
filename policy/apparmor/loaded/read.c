/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The profiles that the kernel holds, when each was loaded, and what it confines. */
#include "policy/apparmor/loaded/loaded.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define APPARMORFS "/sys/kernel/security/apparmor"
#define STACKED "//&" /* between the profiles of a stack */

bool avow_loaded_line(struct avow_span *rest, struct avow_span *name,
		      struct avow_span *mode)
{
	while (rest->length) {
		struct avow_span line = avow_span_trim_end(avow_host_line(rest));
		size_t at = line.length;

		while (at && line.data[at - 1] != '(')
			at--;
		if (at < 3 || line.data[at - 2] != ' ' ||
		    line.data[line.length - 1] != ')')
			continue;
		*name = avow_span_first(line, at - 2);
		*mode = avow_span_first(avow_span_skip(line, at), line.length - at - 1);
		return true;
	}
	return false;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct avow_loaded_profile *)a)->name,
		      ((const struct avow_loaded_profile *)b)->name);
}

static size_t count_lines(struct avow_span text)
{
	struct avow_span name, mode;
	size_t count = 0;

	while (avow_loaded_line(&text, &name, &mode))
		count++;
	return count;
}

static int fill(struct avow_loaded *out, struct avow_span text)
{
	struct avow_span name, mode;

	out->items = avow_arena_alloc(&out->arena,
				      (count_lines(text) + 1) * sizeof(*out->items));
	if (!out->items)
		return ENOMEM;
	while (avow_loaded_line(&text, &name, &mode)) {
		struct avow_loaded_profile *item = out->items + out->count++;

		item->name = avow_arena_string(&out->arena, name);
		item->mode = avow_arena_string(&out->arena, mode);
		if (!item->name || !item->mode)
			return ENOMEM;
	}
	qsort(out->items, out->count, sizeof(*out->items), compare);
	return 0;
}

struct avow_loaded_profile *avow_loaded_named(const struct avow_loaded *loaded,
					      struct avow_span name)
{
	size_t low = 0, high = loaded->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order =
			avow_span_compare(name, avow_span_of(loaded->items[middle].name));

		if (order == 0)
			return loaded->items + middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* A profile and its children were loaded together. */
static void set_time(struct avow_loaded *loaded, struct avow_span name, int64_t time)
{
	for (size_t i = 0; i < loaded->count; i++) {
		struct avow_span other = avow_span_of(loaded->items[i].name);
		struct avow_span rest;

		if (!avow_span_equal(avow_span_first(other, name.length), name))
			continue;
		rest = avow_span_skip(other, name.length);
		if (!rest.length || avow_span_starts_with(rest, "//"))
			loaded->items[i].loaded_at = time;
	}
}

/* The directory of a profile is made anew, or touched, when it is replaced. */
static void read_time(const struct avow_host *host, const char *entry,
		      struct avow_loaded *loaded)
{
	char path[PATH_MAX];
	struct avow_buf file = { 0 };
	struct avow_span text;
	struct stat status;
	DIR *directory;

	snprintf(path, sizeof(path), APPARMORFS "/policy/profiles/%s", entry);
	directory = avow_host_directory(host, path);
	if (!directory)
		return;
	snprintf(path, sizeof(path), APPARMORFS "/policy/profiles/%s/name", entry);
	if (fstat(dirfd(directory), &status) == 0 &&
	    avow_host_read(host, path, &file) == 0 && file.length) {
		text = avow_buf_span(&file);
		set_time(loaded, avow_host_line(&text), status.st_mtime);
	}
	avow_buf_free(&file);
	closedir(directory);
}

/* Those of other namespaces have no time here. */
static void read_times(const struct avow_host *host, struct avow_loaded *loaded)
{
	DIR *directory = avow_host_directory(host, APPARMORFS "/policy/profiles");
	const struct dirent *entry;

	if (!directory)
		return;
	while ((entry = readdir(directory)) != NULL)
		if (entry->d_name[0] != '.')
			read_time(host, entry->d_name, loaded);
	closedir(directory);
}

static void count_stack(struct avow_loaded *loaded, struct avow_span label)
{
	while (label.length) {
		struct avow_loaded_profile *profile;
		size_t end = 0;

		while (end < label.length &&
		       !avow_span_starts_with(avow_span_skip(label, end), STACKED))
			end++;
		profile = avow_loaded_named(loaded, avow_span_first(label, end));
		if (profile)
			profile->processes++;
		label = avow_span_skip(label, end + strlen(STACKED));
	}
}

static void read_process(const struct avow_host *host, const char *pid,
			 struct avow_loaded *loaded)
{
	struct avow_buf file = { 0 };
	struct avow_span rest, name, mode;
	char path[64];

	snprintf(path, sizeof(path), "/proc/%.20s/attr/apparmor/current", pid);
	if (avow_host_read(host, path, &file) == 0) {
		loaded->has_processes = true;
		rest = avow_buf_span(&file);
		if (avow_loaded_line(&rest, &name, &mode))
			count_stack(loaded, name);
	}
	avow_buf_free(&file);
}

static void read_processes(const struct avow_host *host, struct avow_loaded *loaded)
{
	DIR *directory = avow_host_directory(host, "/proc");
	const struct dirent *entry;

	if (!directory)
		return;
	while ((entry = readdir(directory)) != NULL)
		if (isdigit((unsigned char)entry->d_name[0]))
			read_process(host, entry->d_name, loaded);
	closedir(directory);
}

int avow_loaded_read(const struct avow_host *host, struct avow_loaded *out)
{
	struct avow_buf file = { 0 };
	int trouble;

	*out = (struct avow_loaded){ 0 };
	trouble = avow_host_read(host, APPARMORFS "/profiles", &file);
	if (!trouble)
		trouble = fill(out, avow_buf_span(&file));
	avow_buf_free(&file);
	if (trouble)
		return trouble;
	read_times(host, out);
	read_processes(host, out);
	return 0;
}

void avow_loaded_free(struct avow_loaded *loaded)
{
	avow_arena_free(&loaded->arena);
}
