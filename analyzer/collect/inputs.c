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
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/collect/file.h"
#include "analyzer/collect/follow.h"
#include "analyzer/collect/rotated.h"
#include "analyzer/collect/seek.h"
#include "analyzer/collect/unpack.h"

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

		if (!avow_rotated_is_log(entry->d_name))
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
		     "no logs in this directory (NAME.log, NAME.log.N or NAME.log-DATE)");
	return result;
}

/* Adds what is at @path, which is no source by name. */
static int add_path(struct avow_inputs *inputs, const char *path,
		    const struct teller *teller)
{
	struct stat status;

	if (stat(path, &status) != 0) {
		tell(teller, AVOW_E_IO, path, strerror(errno));
		return AVOW_OK;
	}
	if (S_ISDIR(status.st_mode))
		return add_directory(inputs, path, teller);
	return add_item(inputs, path, &status, teller);
}

/* Adds what the shell would have made of @pattern, had it not been quoted. */
static int add_glob(struct avow_inputs *inputs, const char *pattern,
		    const struct teller *teller)
{
	glob_t found = { 0 };
	int result = glob(pattern, 0, NULL, &found);

	if (result == GLOB_NOSPACE)
		return AVOW_E_NOMEM;
	if (result)
		tell(teller, AVOW_E_IO, pattern, "no file has a name of this pattern");
	result = AVOW_OK;
	for (size_t i = 0; i < found.gl_pathc && !result; i++)
		result = add_path(inputs, found.gl_pathv[i], teller);
	globfree(&found);
	return result;
}

int avow_inputs_add(struct avow_inputs *inputs, const char *name,
		    avow_trouble_function on_trouble, void *data)
{
	const struct teller teller = { on_trouble, data };

	if (strcmp(name, "-") == 0 || avow_named_find(name))
		return add_item(inputs, name, NULL, &teller);
	if (strpbrk(name, "*?[") && access(name, F_OK) != 0)
		return add_glob(inputs, name, &teller);
	return add_path(inputs, name, &teller);
}

static bool is_same_set(const struct avow_input *a, const struct avow_input *b)
{
	struct avow_rotated left = avow_rotated_name(a->path);
	struct avow_rotated right = avow_rotated_name(b->path);

	return a->directory_inode && a->directory_device == b->directory_device &&
	       a->directory_inode == b->directory_inode &&
	       avow_rotated_is_same(&left, &right);
}

static bool is_older(const struct avow_input *a, const struct avow_input *b)
{
	struct avow_rotated left = avow_rotated_name(a->path);
	struct avow_rotated right = avow_rotated_name(b->path);

	return avow_rotated_compare(&left, &right) < 0;
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
	if (input->named)
		return options->is_following || input->named->is_live_only;
	return options->is_following && input->is_last &&
	       (!input->inode ||
		avow_rotated_name(input->path).kind == AVOW_ROTATED_PLAIN);
}

/*
 * A descriptor for the file that was found under the name of @input: in a rotated set it
 * may have another by now. AVOW_E_IO when it is gone.
 */
static int open_found(const struct avow_input *input, struct avow_error *error)
{
	int fd = open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct avow_rotated_set set;
	struct stat status;
	size_t at;

	if (!input->inode ||
	    (fd >= 0 && fstat(fd, &status) == 0 && status.st_ino == input->inode))
		return fd < 0 ? avow_error_set(error, AVOW_E_IO, "%s", strerror(errno))
			      : fd;
	if (fd >= 0)
		close(fd);
	else if (errno != ENOENT)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	fd = avow_error_set(error, AVOW_E_IO, "rotated away before it was read");
	if (!avow_rotated_list(input->path, &set)) {
		at = avow_rotated_find(&set, input->device, input->inode);
		if (at < set.count)
			fd = open(set.files[at].path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	}
	avow_rotated_free(&set);
	if (fd < 0 && avow_rotated_name(input->path).kind == AVOW_ROTATED_PLAIN)
		fd = open(input->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return fd < 0 ? AVOW_E_IO : fd;
}

static int open_file(const struct avow_input *input,
		     const struct avow_source_options *options, struct avow_source **out,
		     struct avow_error *error)
{
	bool is_live = avow_input_is_live(input, options);
	struct avow_source *file;
	int fd, result;

	if (is_live && input->inode)
		return avow_follow_open(input->path, input->device, input->inode,
					&options->stop, out, error);
	fd = is_stdin(input) ? dup(STDIN_FILENO) : open_found(input, error);
	if (fd < 0)
		return is_stdin(input)
			       ? avow_error_set(error, AVOW_E_IO, "%s", strerror(errno))
			       : fd;
	if (options->since)
		(void)lseek(fd, avow_seek_since(fd, options->since), SEEK_SET);
	result = avow_file_open(fd, false, &file, error);
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
