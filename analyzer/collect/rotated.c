/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of rotated logs, and the files of a set. It looks into directories, and
 * into no file.
 */
#include "analyzer/collect/rotated.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* NAME.N goes up to 999 with auditd; a longer number is a date or seconds. */
#define NUMBER_DIGITS 5
#define DATE_DIGITS 8
#define SECONDS_DIGITS 10
#define LISTINGS 64   /* of a directory that changes while one lists it */
#define KEY_DIGITS 14 /* YYYYMMDDHHMMSS */

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool ends_with(struct avow_span name, const char *suffix)
{
	size_t length = strlen(suffix);

	return name.length > length &&
	       memcmp(name.data + name.length - length, suffix, length) == 0;
}

/* @name without the suffix of a compressed file. */
static struct avow_span without_compression(struct avow_span name)
{
	static const char *const suffixes[] = { ".gz", ".xz", ".zst", ".bz2" };

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(suffixes); i++)
		if (ends_with(name, suffixes[i]))
			return avow_span_first(name, name.length - strlen(suffixes[i]));
	return name;
}

/* The digits of @stamp as a number, and how many; 0 when anything strange is there. */
static size_t read_digits(struct avow_span stamp, uint64_t *key)
{
	size_t digits = 0;

	*key = 0;
	for (size_t i = 0; i < stamp.length; i++) {
		char byte = stamp.data[i];

		if (!is_digit(byte)) {
			if (!i || !strchr("-_.:T", byte) || !is_digit(stamp.data[i - 1]))
				return 0;
			continue;
		}
		if (++digits > KEY_DIGITS)
			return 0;
		*key = *key * 10 + (uint64_t)(byte - '0');
	}
	return stamp.length && is_digit(stamp.data[stamp.length - 1]) ? digits : 0;
}

/* Whether YYYYMMDDHHMMSS can be one. */
static bool is_date(uint64_t key)
{
	uint64_t day = key / 1000000;

	return day / 10000 >= 1970 && day / 10000 < 2200 && day / 100 % 100 >= 1 &&
	       day / 100 % 100 <= 12 && day % 100 >= 1 && day % 100 <= 31;
}

/* The date, or seconds since 1970, that @stamp is, as a number; 0 when it is none. */
static uint64_t date_of(struct avow_span stamp)
{
	uint64_t key;
	size_t digits = read_digits(stamp, &key);

	if (digits == SECONDS_DIGITS && digits == stamp.length && stamp.data[0] == '1')
		return key;
	if (digits < DATE_DIGITS || digits % 2)
		return 0;
	for (; digits < KEY_DIGITS; digits++)
		key *= 10;
	return is_date(key) ? key : 0;
}

/* Takes `.N` off the end. */
static bool take_number(struct avow_rotated *name)
{
	struct avow_span stem = name->stem;
	size_t at = stem.length;

	while (at && is_digit(stem.data[at - 1]))
		at--;
	if (at == stem.length || at < 2 || stem.data[at - 1] != '.' ||
	    stem.length - at > NUMBER_DIGITS)
		return false;
	avow_span_to_u64(avow_span_skip(stem, at), 10, &name->key);
	name->stem = avow_span_first(stem, at - 1);
	name->kind = AVOW_ROTATED_NUMBER;
	return true;
}

/* Takes `-DATE` or `.DATE` off the end. */
static bool take_date(struct avow_rotated *name)
{
	struct avow_span stem = name->stem;

	for (size_t at = 1; at + DATE_DIGITS < stem.length; at++) {
		if (stem.data[at] != '-' && stem.data[at] != '.')
			continue;
		name->key = date_of(avow_span_skip(stem, at + 1));
		if (!name->key)
			continue;
		name->stem = avow_span_first(stem, at);
		name->kind = AVOW_ROTATED_DATE;
		return true;
	}
	return false;
}

/* Takes .log off the end, so that NAME.log.1 and NAME-DATE.log have one stem. */
static void take_extension(struct avow_rotated *name)
{
	static const char extension[] = ".log";

	if (!ends_with(name->stem, extension))
		return;
	name->stem.length -= strlen(extension);
	name->extension = avow_span_of(extension);
}

struct avow_rotated avow_rotated_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct avow_span whole = avow_span_of(slash ? slash + 1 : path);
	struct avow_rotated name = { .stem = without_compression(whole),
				     .extension = AVOW_SPAN(""),
				     .kind = AVOW_ROTATED_PLAIN };
	bool is_stamped;

	name.is_compressed = name.stem.length < whole.length;
	is_stamped = take_number(&name) || take_date(&name);
	take_extension(&name);
	if (!is_stamped && name.extension.length)
		take_date(&name);
	return name;
}

bool avow_rotated_is_same(const struct avow_rotated *a, const struct avow_rotated *b)
{
	return avow_span_equal(a->stem, b->stem) &&
	       avow_span_equal(a->extension, b->extension);
}

int avow_rotated_compare(const struct avow_rotated *a, const struct avow_rotated *b)
{
	int order = (a->key > b->key) - (a->key < b->key);

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->kind == AVOW_ROTATED_NUMBER ? -order : order;
}

bool avow_rotated_is_log(const char *name)
{
	return avow_rotated_name(name).extension.length > 0;
}

/* Adds @path, when it is a regular file. */
static int add_file(struct avow_rotated_set *set, struct avow_span directory,
		    const char *name)
{
	struct avow_rotated_file *grown;
	struct stat status;
	struct avow_span parts[] = { directory, avow_span_of(name) };
	char *path = avow_arena_alloc(&set->arena, parts[0].length + parts[1].length + 1);

	if (!path)
		return AVOW_E_NOMEM;
	memcpy(path, parts[0].data, parts[0].length);
	memcpy(path + parts[0].length, parts[1].data, parts[1].length);
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return AVOW_OK;
	grown = reallocarray(set->files, set->count + 1, sizeof(*grown));
	if (!grown)
		return AVOW_E_NOMEM;
	set->files = grown;
	set->files[set->count++] = (struct avow_rotated_file){
		.path = path,
		.device = status.st_dev,
		.inode = status.st_ino,
		.size = status.st_size,
		.modified = status.st_mtim,
	};
	return AVOW_OK;
}

static int compare_files(const void *a, const void *b)
{
	const struct avow_rotated_file *const left = a, *const right = b;
	struct avow_rotated names[] = { avow_rotated_name(left->path),
					avow_rotated_name(right->path) };
	int order = avow_rotated_compare(&names[0], &names[1]);

	return order ? order : strcmp(left->path, right->path);
}

static int list_once(const char *path, struct avow_rotated_set *out)
{
	struct avow_rotated wanted = avow_rotated_name(path);
	const char *slash = strrchr(path, '/');
	struct avow_span directory =
		avow_span_make(path, slash ? (size_t)(slash - path) + 1 : 0);
	const char *name;
	struct dirent *entry;
	DIR *stream;
	int result = AVOW_OK;

	*out = (struct avow_rotated_set){ 0 };
	name = avow_arena_string(&out->arena, directory);
	if (!name)
		return AVOW_E_NOMEM;
	stream = opendir(directory.length ? name : ".");
	while (stream && !result && (entry = readdir(stream))) {
		struct avow_rotated found = avow_rotated_name(entry->d_name);

		if (avow_rotated_is_same(&found, &wanted))
			result = add_file(out, directory, entry->d_name);
	}
	if (stream)
		closedir(stream);
	if (out->count)
		qsort(out->files, out->count, sizeof(*out->files), compare_files);
	return result;
}

/* Whether two listings tell the same, so that none was made amid a rotation. */
static bool is_same_listing(const struct avow_rotated_set *a,
			    const struct avow_rotated_set *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->files[i].inode != b->files[i].inode ||
		    strcmp(a->files[i].path, b->files[i].path) != 0)
			return false;
	return true;
}

int avow_rotated_list(const char *path, struct avow_rotated_set *set)
{
	int result = list_once(path, set);
	bool is_same = false;

	for (int i = 0; i < LISTINGS && !result && !is_same; i++) {
		struct avow_rotated_set again;

		result = list_once(path, &again);
		is_same = !result && is_same_listing(set, &again);
		avow_rotated_free(set);
		*set = again;
	}
	return result;
}

int avow_rotated_open(const struct avow_rotated_file *file)
{
	int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat status;

	if (fd >= 0 && (fstat(fd, &status) != 0 || status.st_ino != file->inode ||
			status.st_dev != file->device)) {
		close(fd);
		errno = ESTALE;
		return -1;
	}
	return fd;
}

size_t avow_rotated_find(const struct avow_rotated_set *set, dev_t device, ino_t inode)
{
	size_t i = 0;

	while (i < set->count &&
	       (set->files[i].device != device || set->files[i].inode != inode))
		i++;
	return i;
}

void avow_rotated_free(struct avow_rotated_set *set)
{
	avow_arena_free(&set->arena);
	free(set->files);
	*set = (struct avow_rotated_set){ 0 };
}
