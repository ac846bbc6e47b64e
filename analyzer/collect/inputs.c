/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From names on a command line to files in the order in which their records
 * were written. Nothing is read here but directories and the first bytes of a
 * file.
 */
#include "analyzer/collect/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int add_item(struct avow_inputs *inputs, const char *path, uint64_t size)
{
	struct avow_input *items;
	char *copy = avow_arena_string(&inputs->arena, avow_span_of(path));

	if (!copy)
		return AVOW_E_NOMEM;
	if (inputs->count == inputs->capacity) {
		size_t capacity = inputs->capacity ? inputs->capacity * 2 : 8;

		items = reallocarray(inputs->items, capacity, sizeof(*items));
		if (!items)
			return AVOW_E_NOMEM;
		inputs->items = items;
		inputs->capacity = capacity;
	}
	inputs->items[inputs->count++] =
		(struct avow_input){ .path = copy, .size = size };
	return AVOW_OK;
}

/* The length of @path without the suffix of a compressed file. */
static size_t plain_length(const char *path)
{
	static const char *const suffixes[] = { ".gz", ".xz", ".zst", ".bz2" };
	size_t length = strlen(path);

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(suffixes); i++) {
		size_t suffix = strlen(suffixes[i]);

		if (length > suffix && strcmp(path + length - suffix, suffixes[i]) == 0)
			return length - suffix;
	}
	return length;
}

/* The length of @path without a trailing .N[.gz], and N; -1 when there is none. */
static size_t base_length(const char *path, long *number)
{
	size_t length = plain_length(path), at = length;

	*number = -1;
	while (at && path[at - 1] >= '0' && path[at - 1] <= '9')
		at--;
	if (at == length || at < 2 || path[at - 1] != '.' || length - at > 9)
		return length;
	*number = strtol(path + at, NULL, 10);
	return at - 1;
}

/* audit.log, audit.log.1, audit.log.2.gz */
static bool is_log_name(const char *name)
{
	long number;
	size_t length = base_length(name, &number);

	return length > 4 && memcmp(name + length - 4, ".log", 4) == 0;
}

static void tell(avow_trouble_function on_trouble, void *data, int code, const char *name,
		 const char *what)
{
	struct avow_error error;

	avow_error_set(&error, code, "%s: %s", name, what);
	on_trouble(data, &error);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the regular files of @names, which are within @directory. */
static int add_names(struct avow_inputs *inputs, const char *directory, char **names,
		     size_t count)
{
	struct stat status;
	int result = AVOW_OK;

	if (count)
		qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count && !result; i++) {
		char *path;

		if (asprintf(&path, "%s%s%s", directory,
			     directory[strlen(directory) - 1] == '/' ? "" : "/",
			     names[i]) < 0)
			return AVOW_E_NOMEM;
		if (stat(path, &status) != 0)
			result = add_item(inputs, path, 0);
		else if (S_ISREG(status.st_mode))
			result = add_item(inputs, path, (uint64_t)status.st_size);
		free(path);
	}
	return result;
}

/* The names in @stream that look like logs; *count of them, each and all to be freed. */
static char **read_names(DIR *stream, size_t *count)
{
	char **names = NULL;
	struct dirent *entry;

	*count = 0;
	while ((entry = readdir(stream))) {
		char **grown;

		if (!is_log_name(entry->d_name))
			continue;
		grown = reallocarray(names, *count + 1, sizeof(*names));
		if (!grown)
			break;
		names = grown;
		names[*count] = strdup(entry->d_name);
		if (!names[*count])
			break;
		++*count;
	}
	return names;
}

static int add_directory(struct avow_inputs *inputs, const char *directory,
			 avow_trouble_function on_trouble, void *data)
{
	DIR *stream = opendir(directory);
	size_t count, before = inputs->count;
	char **names;
	int result;

	if (!stream) {
		tell(on_trouble, data, AVOW_E_IO, directory, strerror(errno));
		return AVOW_OK;
	}
	names = read_names(stream, &count);
	closedir(stream);
	result = add_names(inputs, directory, names, count);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	if (!result && inputs->count == before)
		tell(on_trouble, data, AVOW_E_INPUT, directory,
		     "no logs in this directory (NAME.log or NAME.log.N)");
	return result;
}

static bool is_named_already(const struct avow_inputs *inputs, const struct stat *status)
{
	struct stat other;

	for (size_t i = 0; i < inputs->count; i++)
		if (stat(inputs->items[i].path, &other) == 0 && S_ISREG(other.st_mode) &&
		    other.st_dev == status->st_dev && other.st_ino == status->st_ino)
			return true;
	return false;
}

int avow_inputs_add(struct avow_inputs *inputs, const char *name,
		    avow_trouble_function on_trouble, void *data)
{
	struct stat status;

	if (strcmp(name, "-") == 0)
		return add_item(inputs, name, 0);
	if (stat(name, &status) != 0) {
		tell(on_trouble, data, AVOW_E_IO, name, strerror(errno));
		return AVOW_OK;
	}
	if (S_ISDIR(status.st_mode))
		return add_directory(inputs, name, on_trouble, data);
	if (S_ISREG(status.st_mode) && is_named_already(inputs, &status)) {
		tell(on_trouble, data, AVOW_OK, name, "named twice, read once");
		return AVOW_OK;
	}
	return add_item(inputs, name,
			S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0);
}

static bool is_same_set(const struct avow_input *a, const struct avow_input *b)
{
	long number;
	size_t length = base_length(a->path, &number);

	return length == base_length(b->path, &number) &&
	       memcmp(a->path, b->path, length) == 0;
}

static bool is_older(const struct avow_input *a, const struct avow_input *b)
{
	long left, right;

	base_length(a->path, &left);
	base_length(b->path, &right);
	return left > right;
}

void avow_inputs_sort(struct avow_inputs *inputs)
{
	for (size_t i = 1; i < inputs->count; i++) {
		struct avow_input moved = inputs->items[i];
		size_t to = i;

		for (size_t j = i; j-- > 0;)
			if (is_same_set(&inputs->items[j], &moved)) {
				if (is_older(&moved, &inputs->items[j])) {
					to = j;
					continue;
				}
				if (to == i)
					to = j + 1;
				break;
			}
		memmove(&inputs->items[to + 1], &inputs->items[to],
			(i - to) * sizeof(inputs->items[0]));
		inputs->items[to] = moved;
	}
	for (size_t i = 1; i < inputs->count; i++)
		inputs->items[i].set =
			inputs->items[i - 1].set +
			!is_same_set(&inputs->items[i - 1], &inputs->items[i]);
}

int avow_input_open(const struct avow_input *input, struct avow_error *error)
{
	struct stat status;
	int fd;

	if (strcmp(input->path, "-") == 0) {
		fd = dup(STDIN_FILENO);
		return fd >= 0 ? fd
			       : avow_error_set(error, AVOW_E_IO, "standard input: %s",
						strerror(errno));
	}
	fd = open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return avow_error_set(error, AVOW_E_IO, "%s: %s", input->path,
				      strerror(errno));
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == 0) {
		close(fd);
		return avow_error_set(error, AVOW_E_INPUT, "%s: the file is empty",
				      input->path);
	}
	return fd;
}

void avow_inputs_free(struct avow_inputs *inputs)
{
	avow_arena_free(&inputs->arena);
	free(inputs->items);
	*inputs = (struct avow_inputs){ 0 };
}
