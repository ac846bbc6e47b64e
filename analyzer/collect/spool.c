/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analyzer/collect/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NUMBER_DIGITS 8
#define SUFFIX ".log"

struct avow_spool {
	char *directory, *name;
	int lock;        /* of NAME.lock */
	int fd;          /* of the file that is written to; -1: the next put begins one */
	unsigned number; /* of the file that was begun last; 0: none */
	uint64_t size;   /* of it */
	char event[64];  /* of the line that was put away last: "1700000000.123:45" */
	struct avow_buf after;
};

static int fail(const char *path, struct avow_error *error)
{
	return avow_error_set(error, AVOW_E_IO, "%s: %s", path, strerror(errno));
}

/* The number in a name of a file of the spool, whose own name is so long; 0: it is none.
 */
static unsigned number_of(const char *base, size_t *name_length)
{
	size_t length = strlen(base), behind = NUMBER_DIGITS + strlen(SUFFIX);
	const char *digits = base + length - behind;
	uint64_t number;

	if (length < behind + 2 || strcmp(digits + NUMBER_DIGITS, SUFFIX) != 0 ||
	    digits[-1] != '.' ||
	    !avow_span_to_u64(avow_span_make(digits, NUMBER_DIGITS), 10, &number))
		return 0;
	*name_length = length - behind - 1;
	return (unsigned)number;
}

static int compare_files(const void *a, const void *b)
{
	return strcmp(((const struct avow_spooled *)a)->path,
		      ((const struct avow_spooled *)b)->path);
}

static bool add_file(struct avow_spool_files *files, const char *directory,
		     const char *base)
{
	struct avow_spooled *grown;
	size_t name_length;
	char *path;

	if (!number_of(base, &name_length))
		return true;
	grown = realloc(files->items, (files->count + 1) * sizeof(*grown));
	if (!grown)
		return false;
	files->items = grown;
	if (asprintf(&path, "%s/%s", directory, base) < 0)
		return false;
	files->items[files->count++] = (struct avow_spooled){
		.path = path,
		.name_length = name_length,
		.base = path + strlen(directory) + 1,
	};
	return true;
}

static bool is_of(const struct avow_spooled *file, struct avow_span name)
{
	return avow_span_equal(avow_span_make(file->base, file->name_length), name);
}

static void mark_over(struct avow_spool_files *files)
{
	for (size_t i = 0; i + 1 < files->count; i++) {
		const struct avow_spooled *next = &files->items[i + 1];
		struct stat status;

		files->items[i].is_over =
			is_of(next, avow_span_make(files->items[i].base,
						   files->items[i].name_length)) &&
			stat(next->path, &status) == 0 && status.st_size > 0;
	}
}

int avow_spool_list(const char *directory, struct avow_spool_files *out,
		    struct avow_error *error)
{
	DIR *stream = opendir(directory);
	const struct dirent *entry;
	bool has_room = true;

	*out = (struct avow_spool_files){ 0 };
	if (!stream && errno == ENOENT)
		return AVOW_OK;
	if (!stream)
		return fail(directory, error);
	while (has_room && (entry = readdir(stream)))
		has_room = add_file(out, directory, entry->d_name);
	closedir(stream);
	if (!has_room)
		return avow_error_nomem(error);
	if (out->count)
		qsort(out->items, out->count, sizeof(out->items[0]), compare_files);
	mark_over(out);
	return AVOW_OK;
}

void avow_spool_files_free(struct avow_spool_files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->items[i].path);
	free(files->items);
	*files = (struct avow_spool_files){ 0 };
}

/* Takes the lock: AVOW_E_IO when another process has it. */
static int lock(struct avow_spool *spool, struct avow_error *error)
{
	char *path;
	int result = AVOW_OK;

	if (asprintf(&path, "%s/%s.lock", spool->directory, spool->name) < 0)
		return avow_error_nomem(error);
	spool->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (spool->lock < 0)
		result = fail(path, error);
	else if (flock(spool->lock, LOCK_EX | LOCK_NB) != 0)
		result = errno == EWOULDBLOCK
				 ? avow_error_set(error, AVOW_E_IO,
						  "%s: another avow collects it", path)
				 : fail(path, error);
	free(path);
	return result;
}

/* Cuts off the line at the end of the file that has no end; its new size, or -1. */
static off_t cut_line(int fd)
{
	char block[4096];
	struct stat status;
	off_t end = -1, at;

	if (fstat(fd, &status) != 0)
		return -1;
	for (at = status.st_size; at > 0 && end < 0;) {
		size_t size = at < (off_t)sizeof(block) ? (size_t)at : sizeof(block);
		const char *last;

		at -= (off_t)size;
		if (pread(fd, block, size, at) != (ssize_t)size)
			return -1;
		last = memrchr(block, '\n', size);
		end = last ? at + (last - block) + 1 : -1;
	}
	end = end < 0 ? 0 : end;
	if (end < status.st_size && ftruncate(fd, end) != 0)
		return -1;
	return end;
}

/* Goes on with the file at @path: its last bytes are what is gone on behind. */
static int take_up(struct avow_spool *spool, const char *path, struct avow_error *error)
{
	int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	off_t size = fd < 0 ? -1 : cut_line(fd);
	size_t wanted = size < (off_t)AVOW_SPOOL_AFTER ? (size_t)(size < 0 ? 0 : size)
						       : AVOW_SPOOL_AFTER;
	char *room = size > 0 ? avow_buf_extend(&spool->after, wanted) : NULL;

	if (size < 0 ||
	    (room && pread(fd, room, wanted, size - (off_t)wanted) != (ssize_t)wanted)) {
		int result = fail(path, error);

		if (fd >= 0)
			close(fd);
		return result;
	}
	spool->fd = fd;
	spool->size = (uint64_t)size;
	return spool->after.failed ? avow_error_nomem(error) : AVOW_OK;
}

/* Finds the last file, and when @goes_on the last that holds something. */
static int find_last(struct avow_spool *spool, bool goes_on, struct avow_error *error)
{
	const char *path = NULL;
	struct avow_spool_files files;
	int result = avow_spool_list(spool->directory, &files, error);
	size_t name_length;

	for (size_t i = 0; i < files.count && !result; i++) {
		struct stat status;

		if (!is_of(&files.items[i], avow_span_of(spool->name)))
			continue;
		if (goes_on && stat(files.items[i].path, &status) == 0 &&
		    status.st_size == 0)
			continue;
		spool->number = number_of(files.items[i].base, &name_length);
		path = files.items[i].path;
	}
	if (!result && path && goes_on)
		result = take_up(spool, path, error);
	avow_spool_files_free(&files);
	return result;
}

int avow_spool_open(const char *directory, const char *name, bool goes_on,
		    struct avow_spool **out, struct avow_error *error)
{
	struct avow_spool *spool = calloc(1, sizeof(*spool));
	int result = AVOW_OK;

	*out = NULL;
	if (!spool)
		return avow_error_nomem(error);
	spool->fd = spool->lock = -1;
	spool->directory = strdup(directory);
	spool->name = strdup(name);
	if (!spool->directory || !spool->name)
		result = avow_error_nomem(error);
	else if (mkdir(directory, 0700) != 0 && errno != EEXIST)
		result = fail(directory, error);
	if (!result)
		result = lock(spool, error);
	if (!result)
		result = find_last(spool, goes_on, error);
	if (result)
		avow_spool_close(spool);
	else
		*out = spool;
	return result;
}

struct avow_span avow_spool_after(const struct avow_spool *spool)
{
	return avow_buf_span(&spool->after);
}

/* Whether there is room for another file. */
static int check_room(const struct avow_spool *spool, struct avow_error *error)
{
	struct avow_spool_files files;
	int result = avow_spool_list(spool->directory, &files, error);
	uint64_t sum = 0;

	for (size_t i = 0; i < files.count && !result; i++) {
		struct stat status;

		if (stat(files.items[i].path, &status) == 0)
			sum += (uint64_t)status.st_size;
	}
	avow_spool_files_free(&files);
	if (!result && sum >= AVOW_SPOOL_MAX)
		result = avow_error_set(error, AVOW_E_IO,
					"%s: it is full of what the store has not taken",
					spool->directory);
	return result;
}

static int begin_next(struct avow_spool *spool, struct avow_error *error)
{
	int result = check_room(spool, error), fd;
	char *path;

	if (result)
		return result;
	if (asprintf(&path, "%s/%s.%0*u" SUFFIX, spool->directory, spool->name,
		     NUMBER_DIGITS, spool->number + 1) < 0)
		return avow_error_nomem(error);
	fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
		  0600);
	if (fd < 0)
		result = fail(path, error);
	free(path);
	if (result)
		return result;
	if (spool->fd >= 0)
		close(spool->fd);
	spool->fd = fd;
	spool->size = 0;
	spool->number++;
	return AVOW_OK;
}

/* The event that a line names, `audit(SECONDS.MS:SERIAL)`; empty when it names none. */
static struct avow_span event_of(struct avow_span line)
{
	static const char sign[] = "audit(";
	struct avow_span id = avow_span_skip(line, avow_span_search(line, sign));

	id = avow_span_skip(id, sizeof(sign) - 1);
	return avow_span_first(id, avow_span_find(id, ')'));
}

/* A file ends between two events, if these do not go on for ever. */
static bool is_full(const struct avow_spool *spool, struct avow_span lines)
{
	struct avow_span first = avow_span_first(lines, avow_span_find(lines, '\n'));

	return spool->size >= 2 * AVOW_SPOOL_FILE_MAX ||
	       (spool->size >= AVOW_SPOOL_FILE_MAX &&
		(!*spool->event || !avow_span_is(event_of(first), spool->event)));
}

static void note_event(struct avow_spool *spool, struct avow_span lines)
{
	const char *before =
		lines.length > 1 ? memrchr(lines.data, '\n', lines.length - 1) : NULL;
	struct avow_span event = event_of(
		avow_span_skip(lines, before ? (size_t)(before - lines.data) + 1 : 0));

	snprintf(spool->event, sizeof(spool->event), "%.*s",
		 (int)avow_span_first(event, sizeof(spool->event) - 1).length,
		 event.length ? event.data : "");
}

int avow_spool_put(struct avow_spool *spool, struct avow_span lines,
		   struct avow_error *error)
{
	size_t written = 0;

	if (spool->fd < 0 || is_full(spool, lines)) {
		int result = begin_next(spool, error);

		if (result)
			return result;
	}
	while (written < lines.length) {
		ssize_t put =
			write(spool->fd, lines.data + written, lines.length - written);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			int result = fail(spool->directory, error);

			/* What is there of it goes; if not, so does the spool's order. */
			if (ftruncate(spool->fd, (off_t)spool->size) != 0)
				spool->size = 2 * AVOW_SPOOL_FILE_MAX;
			return result;
		}
		written += (size_t)put;
	}
	spool->size += lines.length;
	note_event(spool, lines);
	return AVOW_OK;
}

void avow_spool_close(struct avow_spool *spool)
{
	if (!spool)
		return;
	if (spool->fd >= 0)
		close(spool->fd);
	if (spool->lock >= 0)
		close(spool->lock);
	avow_buf_free(&spool->after);
	free(spool->directory);
	free(spool->name);
	free(spool);
}
