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

#include "analyzer/collect/file.h"
#include "analyzer/collect/unpack.h"

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

/* Whom to tell of what cannot be used. */
struct teller {
	avow_trouble_function on_trouble;
	void *data;
};

static void tell(const struct teller *teller, int code, const char *name,
		 const char *what)
{
	struct avow_error error;

	avow_error_set(&error, code, "%s: %s", name, what);
	teller->on_trouble(teller->data, &error);
}

/* What stat(2) says of the directory that @path is in. */
static void find_directory(struct avow_input *input)
{
	const char *slash = strrchr(input->path, '/');
	struct stat status;
	char *directory = slash ? strndup(input->path, (size_t)(slash - input->path) + 1)
				: strdup(".");

	if (directory && stat(directory, &status) == 0) {
		input->directory_device = status.st_dev;
		input->directory_inode = status.st_ino;
	}
	free(directory);
}

static bool is_same(const struct avow_input *a, const struct avow_input *b)
{
	if (a->named || b->named)
		return a->named == b->named && strcmp(a->path, b->path) == 0;
	return a->inode && a->inode == b->inode && a->device == b->device;
}

static bool is_named_already(const struct avow_inputs *inputs,
			     const struct avow_input *input)
{
	for (size_t i = 0; i < inputs->count; i++)
		if (is_same(&inputs->items[i], input))
			return true;
	return false;
}

/* Adds @path, of which @status tells (NULL: nothing is known), unless it is there. */
static int add_item(struct avow_inputs *inputs, const char *path,
		    const struct stat *status, const struct teller *teller)
{
	struct avow_input input = {
		.path = avow_arena_string(&inputs->arena, avow_span_of(path)),
		.named = avow_named_find(path),
	};
	struct avow_input *items;

	if (!input.path)
		return AVOW_E_NOMEM;
	if (status && S_ISREG(status->st_mode)) {
		input.size = (uint64_t)status->st_size;
		input.device = status->st_dev;
		input.inode = status->st_ino;
		find_directory(&input);
	}
	if (is_named_already(inputs, &input)) {
		tell(teller, AVOW_OK, path, "named twice, read once");
		return AVOW_OK;
	}
	if (inputs->count == inputs->capacity) {
		size_t capacity = inputs->capacity ? inputs->capacity * 2 : 8;

		items = reallocarray(inputs->items, capacity, sizeof(*items));
		if (!items)
			return AVOW_E_NOMEM;
		inputs->items = items;
		inputs->capacity = capacity;
	}
	inputs->items[inputs->count++] = input;
	return AVOW_OK;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds the regular files of @names, which are within @directory. */
static int add_names(struct avow_inputs *inputs, const char *directory, char **names,
		     size_t count, const struct teller *teller)
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
			result = add_item(inputs, path, NULL, teller);
		else if (S_ISREG(status.st_mode))
			result = add_item(inputs, path, &status, teller);
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
			 const struct teller *teller)
{
	DIR *stream = opendir(directory);
	size_t count;
	char **names;
	int result;

	if (!stream) {
		tell(teller, AVOW_E_IO, directory, strerror(errno));
		return AVOW_OK;
	}
	names = read_names(stream, &count);
	closedir(stream);
	result = add_names(inputs, directory, names, count, teller);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	if (count == 0)
		tell(teller, AVOW_E_INPUT, directory,
		     "no logs in this directory (NAME.log or NAME.log.N)");
	return result;
}

int avow_inputs_add(struct avow_inputs *inputs, const char *name,
		    avow_trouble_function on_trouble, void *data)
{
	const struct teller teller = { on_trouble, data };
	struct stat status;

	if (strcmp(name, "-") == 0 || avow_named_find(name))
		return add_item(inputs, name, NULL, &teller);
	if (stat(name, &status) != 0) {
		tell(&teller, AVOW_E_IO, name, strerror(errno));
		return AVOW_OK;
	}
	if (S_ISDIR(status.st_mode))
		return add_directory(inputs, name, &teller);
	return add_item(inputs, name, &status, &teller);
}

/* The name behind the last slash, without .N and the suffix of a compressed file. */
static struct avow_span set_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	long number;

	return avow_span_make(name, base_length(name, &number));
}

static bool is_same_set(const struct avow_input *a, const struct avow_input *b)
{
	return a->directory_inode && a->directory_device == b->directory_device &&
	       a->directory_inode == b->directory_inode &&
	       avow_span_equal(set_name(a->path), set_name(b->path));
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
	for (size_t i = 0; i < inputs->count; i++) {
		struct avow_input *item = &inputs->items[i];
		const struct avow_input *next = item + 1;

		item->set = i ? item[-1].set + item[-1].is_last : 0;
		item->is_last = i + 1 == inputs->count || !is_same_set(item, next);
	}
}

static bool is_stdin(const struct avow_input *input)
{
	return !input->named && strcmp(input->path, "-") == 0;
}

int avow_input_tell(const struct avow_input *input, int code, const char *what,
		    struct avow_error *error)
{
	const char *name = is_stdin(input) ? "standard input" : input->path;
	bool has_colon = input->named && name[strlen(name) - 1] == ':';

	return avow_error_set(error, code, "%s%s %s", name, has_colon ? "" : ":", what);
}

const char *avow_input_kind(const struct avow_input *input)
{
	return input->named ? input->named->name : is_stdin(input) ? "stdin" : "file";
}

bool avow_input_is_live(const struct avow_input *input,
			const struct avow_source_options *options)
{
	if (input->named && input->named->is_live_only)
		return true;
	return options->is_following && input->is_last;
}

/* A descriptor for the file, or AVOW_E_IO. */
static int open_path(const struct avow_input *input, struct avow_error *error)
{
	int fd = is_stdin(input) ? dup(STDIN_FILENO)
				 : open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	return fd < 0 ? AVOW_E_IO : fd;
}

static int open_file(const struct avow_input *input,
		     const struct avow_source_options *options, struct avow_source **out,
		     struct avow_error *error)
{
	struct avow_source *file;
	int fd = open_path(input, error);
	int result = fd < 0 ? fd
			    : avow_file_open(fd, avow_input_is_live(input, options),
					     &file, error);

	return result ? result : avow_unpack_open(file, &options->stop, out, error);
}

int avow_input_open(const struct avow_input *input,
		    const struct avow_source_options *options, struct avow_source **out,
		    struct avow_error *error)
{
	struct avow_error why;
	int result = input->named ? avow_named_open(input->named, input->path, options,
						    out, &why)
				  : open_file(input, options, out, &why);

	if (!result)
		return AVOW_OK;
	return avow_input_tell(input, result, why.message, error);
}

void avow_inputs_free(struct avow_inputs *inputs)
{
	avow_arena_free(&inputs->arena);
	free(inputs->items);
	*inputs = (struct avow_inputs){ 0 };
}
