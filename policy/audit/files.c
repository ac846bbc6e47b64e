/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of rules, and the order of those of a directory. */
#include "policy/audit/files.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/base/contents.h"

#define TEXT_MAX (16 * 1024 * 1024)

enum avow_audit_file_kind avow_audit_files_kind(const char *path)
{
	struct stat status;

	if (stat(path, &status))
		return AVOW_AUDIT_NOTHING;
	return S_ISDIR(status.st_mode) ? AVOW_AUDIT_DIRECTORY : AVOW_AUDIT_FILE;
}

bool avow_audit_files_is_directory(const char *path)
{
	return avow_audit_files_kind(path) == AVOW_AUDIT_DIRECTORY;
}

static int read_standard_input(struct avow_buf *out, struct avow_error *error)
{
	char bytes[65536];
	ssize_t got;

	while ((got = read(STDIN_FILENO, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return avow_error_set(error, AVOW_E_IO,
					      "the standard input cannot be read: %s",
					      strerror(errno));
		avow_buf_append(out, avow_span_make(bytes, (size_t)got));
		if (out->length > TEXT_MAX)
			return avow_error_set(error, AVOW_E_IO,
					      "the standard input is too large");
	}
	return out->failed ? avow_error_nomem(error) : 0;
}

int avow_audit_files_read(const char *path, struct avow_arena *arena,
			  struct avow_span *out, struct avow_error *error)
{
	struct avow_buf text = { 0 };
	int code = strcmp(path, "-") == 0
			   ? read_standard_input(&text, error)
			   : avow_contents_read(path, TEXT_MAX, &text, error);

	if (code == AVOW_E_INPUT)
		code = AVOW_E_IO;
	if (!code) {
		*out = avow_arena_copy(arena, avow_buf_span(&text));
		if (!out->data)
			code = avow_error_nomem(error);
	}
	avow_buf_free(&text);
	return code;
}

/* The length of a name without its endings: (\.[A-Za-z~][A-Za-z0-9~]*)*$ */
static size_t stem_length(struct avow_span name)
{
	size_t stem = name.length, at = name.length;

	while (at > 0) {
		size_t end = at;

		while (at > 0 && (isalnum((unsigned char)name.data[at - 1]) ||
				  name.data[at - 1] == '~'))
			at--;
		if (at == end || at == 0 || name.data[at - 1] != '.' ||
		    isdigit((unsigned char)name.data[at]))
			return stem;
		stem = --at;
	}
	return stem;
}

static int weight(struct avow_span text, size_t at)
{
	unsigned char byte;

	if (at >= text.length)
		return -1;
	byte = (unsigned char)text.data[at];
	if (isdigit(byte))
		return 0;
	if (isalpha(byte))
		return byte;
	return byte == '~' ? -2 : byte + 256;
}

static bool is_digit(struct avow_span text, size_t at)
{
	return at < text.length && isdigit((unsigned char)text.data[at]);
}

static size_t skip_zeros(struct avow_span text, size_t at)
{
	while (at < text.length && text.data[at] == '0')
		at++;
	return at;
}

/* Digits by their value, what is between them by weight. */
static int compare_spans(struct avow_span a, struct avow_span b)
{
	size_t i = 0, j = 0;

	while (i < a.length || j < b.length) {
		int first = 0;

		while ((i < a.length && !is_digit(a, i)) ||
		       (j < b.length && !is_digit(b, j))) {
			int order = weight(a, i) - weight(b, j);

			if (order)
				return order;
			i++;
			j++;
		}
		i = skip_zeros(a, i);
		j = skip_zeros(b, j);
		for (; is_digit(a, i) && is_digit(b, j); i++, j++)
			if (!first)
				first = a.data[i] - b.data[j];
		if (is_digit(a, i) || is_digit(b, j))
			return is_digit(a, i) ? 1 : -1;
		if (first)
			return first;
	}
	return 0;
}

int avow_audit_files_compare(const char *a, const char *b)
{
	struct avow_span x = avow_span_of(a), y = avow_span_of(b);
	int order = compare_spans(avow_span_first(x, stem_length(x)),
				  avow_span_first(y, stem_length(y)));

	if (!order)
		order = compare_spans(x, y);
	return order ? order : strcmp(a, b);
}

static int compare_paths(const void *a, const void *b)
{
	return avow_audit_files_compare(strrchr(*(char *const *)a, '/') + 1,
					strrchr(*(char *const *)b, '/') + 1);
}

static bool is_rules(const char *name)
{
	size_t length = strlen(name), end = strlen(".rules");

	return name[0] != '.' && length >= end &&
	       strcmp(name + length - end, ".rules") == 0;
}

/* The path of an entry that is to be read; NULL where it is not, or memory is out. */
static char *path_of(struct avow_arena *arena, const char *directory, const char *name,
		     bool *is_out)
{
	size_t length = strlen(directory) + strlen(name) + 2;
	struct stat status;
	char *path;

	if (!is_rules(name))
		return NULL;
	path = avow_arena_alloc(arena, length);
	*is_out |= !path;
	if (!path)
		return NULL;
	snprintf(path, length, "%s%s%s", directory,
		 directory[strlen(directory) - 1] == '/' ? "" : "/", name);
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) ? path : NULL;
}

int avow_audit_files_list(struct avow_arena *arena, const char *directory, char ***out,
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
		char *path = path_of(arena, directory, entry->d_name, &is_out);

		if (path)
			avow_buf_append(&paths, avow_span_make((const char *)&path,
							       sizeof(path)));
	}
	closedir(dir);
	*count = paths.length / sizeof(char *);
	*out = avow_arena_alloc(arena, paths.length + 1);
	is_out |= paths.failed || !*out;
	if (!is_out && *count) {
		memcpy(*out, paths.data, paths.length);
		qsort(*out, *count, sizeof(char *), compare_paths);
	}
	avow_buf_free(&paths);
	return is_out ? avow_error_nomem(error) : 0;
}
