/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files and directories of profiles. What is in them is not looked at here. */
#include "policy/apparmor/profiles/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "analyzer/base/contents.h"

#define TEXT_MAX (16 * 1024 * 1024)

struct avow_file_text {
	const char *path;
	struct avow_span text;
	struct avow_file_text *next;
};

int avow_files_replace(struct avow_files *files, const char *path, struct avow_span text)
{
	struct avow_file_text *file = avow_arena_alloc(files->arena, sizeof(*file));

	if (!file)
		return AVOW_E_NOMEM;
	file->path = avow_arena_string(files->arena, avow_span_of(path));
	file->text = avow_arena_copy(files->arena, text);
	if (!file->path || !file->text.data)
		return AVOW_E_NOMEM;
	file->next = files->first;
	files->first = file;
	return 0;
}

int avow_files_read(struct avow_files *files, const char *path, struct avow_span *out,
		    struct avow_error *error)
{
	struct avow_file_text *file = files->first;
	struct avow_buf text = { 0 };
	int code;

	while (file && strcmp(file->path, path) != 0)
		file = file->next;
	if (file) {
		*out = file->text;
		return 0;
	}
	code = avow_contents_read(path, TEXT_MAX, &text, error);
	if (code == 0)
		code = avow_files_replace(files, path, avow_buf_span(&text));
	avow_buf_free(&text);
	if (code == AVOW_E_NOMEM)
		return avow_error_nomem(error);
	if (code)
		return AVOW_E_IO;
	*out = files->first->text;
	return 0;
}

bool avow_files_is_directory(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), tail = strlen(end);

	return length >= tail && strcmp(name + length - tail, end) == 0;
}

bool avow_files_is_leftover(const char *name)
{
	static const char *const ends[] = {
		"~",         ".bak",         ".dpkg-new", ".dpkg-old", ".dpkg-dist",
		".dpkg-bak", ".dpkg-remove", ".pacsave",  ".pacnew",   ".rpmnew",
		".rpmsave",  ".orig",        ".rej",
	};

	if (name[0] == '.' || strcmp(name, "README") == 0)
		return true;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(ends); i++)
		if (ends_with(name, ends[i]))
			return true;
	return false;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *join(struct avow_arena *arena, const char *directory, const char *name)
{
	size_t length = strlen(directory) + strlen(name) + 2;
	char *path = avow_arena_alloc(arena, length);

	if (path)
		snprintf(path, length, "%s/%s", directory, name);
	return path;
}

/* The path of an entry that is to be read; NULL where it is not, or memory is out. */
static char *path_of(struct avow_files *files, const char *directory, const char *name,
		     bool *is_out)
{
	struct stat status;
	char *path;

	if (avow_files_is_leftover(name))
		return NULL;
	path = join(files->arena, directory, name);
	*is_out |= !path;
	return path && stat(path, &status) == 0 && S_ISREG(status.st_mode) ? path : NULL;
}

static bool holds(const struct avow_buf *paths, const char *path)
{
	for (size_t i = 0; i < paths->length / sizeof(path); i++)
		if (strcmp(((char *const *)(const void *)paths->data)[i], path) == 0)
			return true;
	return false;
}

/* Texts in the place of files that are not there. */
static void add_placed(const struct avow_files *files, const char *directory,
		       struct avow_buf *paths)
{
	size_t length = strlen(directory);

	for (const struct avow_file_text *at = files->first; at; at = at->next) {
		const char *name = at->path + length + 1;

		if (strncmp(at->path, directory, length) != 0 ||
		    at->path[length] != '/' || strchr(name, '/') ||
		    avow_files_is_leftover(name) || holds(paths, at->path))
			continue;
		avow_buf_append(
			paths, avow_span_make((const char *)&at->path, sizeof(at->path)));
	}
}

int avow_files_list(struct avow_files *files, const char *directory, char ***out,
		    size_t *count, struct avow_error *error)
{
	DIR *dir = opendir(directory);
	struct avow_buf paths = { 0 };
	struct dirent *entry;
	bool is_out = false;

	if (!dir)
		return avow_error_set(error, AVOW_E_IO, "%s cannot be read: %s",
				      directory, strerror(errno));
	while ((entry = readdir(dir)) != NULL) {
		char *path = path_of(files, directory, entry->d_name, &is_out);

		if (path)
			avow_buf_append(&paths, avow_span_make((const char *)&path,
							       sizeof(path)));
	}
	closedir(dir);
	add_placed(files, directory, &paths);
	*count = paths.length / sizeof(char *);
	*out = avow_arena_alloc(files->arena, paths.length + 1);
	is_out |= paths.failed || !*out;
	if (!is_out && *count) {
		memcpy(*out, paths.data, paths.length);
		qsort(*out, *count, sizeof(char *), compare_names);
	}
	avow_buf_free(&paths);
	return is_out ? avow_error_nomem(error) : 0;
}
