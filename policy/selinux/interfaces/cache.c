/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Keeps what m4 made of the headers, and gives it back while the headers are the same:
 * by name, size, times and inode, since packages set times to what they like. It is text
 * that is parsed each time, as if m4 had written it now; a file that is cut, damaged or
 * somebody else's is as good as none. One file for each directory of headers.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/base/contents.h"
#include "analyzer/base/sha256.h"
#include "policy/selinux/interfaces/internal.h"

/* Changes whenever the same headers would give another file, or m4 gets other words. */
#define MAGIC "avow interfaces 1\n"
#define CACHE_BYTES_MAX ((size_t)64 << 20)
#define DIGITS_MAX 20

static void add_identity(struct avow_buf *out, const char *path)
{
	struct stat status;

	avow_buf_append(out, avow_span_make(path, strlen(path) + 1));
	if (stat(path, &status) == 0)
		avow_buf_printf(out, "%ju %ju %jd %jd.%09ld %jd.%09ld\n",
				(uintmax_t)status.st_dev, (uintmax_t)status.st_ino,
				(intmax_t)status.st_size, (intmax_t)status.st_mtim.tv_sec,
				status.st_mtim.tv_nsec, (intmax_t)status.st_ctim.tv_sec,
				status.st_ctim.tv_nsec);
}

/* What the files of the headers are at this time. */
static bool find_key(const char *headers, char key[65])
{
	struct avow_interface_words files = { .count = 0 };
	struct avow_buf text = { 0 };
	bool is_found;

	avow_interface_words_add(&files, headers, "/build.conf", NULL);
	avow_interface_words_add_support(&files, headers);
	avow_interface_words_add_headers(&files, headers);
	for (size_t i = 0; i < files.count; i++)
		add_identity(&text, files.at[i]);
	is_found = !text.failed && !files.failed;
	if (is_found)
		avow_sha256_hex(avow_buf_span(&text), key);
	avow_interface_words_free(&files);
	avow_buf_free(&text);
	return is_found;
}

bool avow_interfaces_cache_open(struct avow_interfaces_cache *out, const char *directory,
				const char *headers)
{
	char *real = realpath(headers, NULL), name[65];

	*out = (struct avow_interfaces_cache){ .directory = { 0 } };
	if (!real)
		return false;
	avow_sha256_hex(avow_span_of(real), name);
	free(real);
	avow_buf_puts(&out->directory, directory);
	avow_buf_printf(&out->file, "%s/interfaces-%.16s", directory, name);
	if (!out->directory.failed && !out->file.failed && find_key(headers, out->key))
		return true;
	avow_interfaces_cache_close(out);
	return false;
}

void avow_interfaces_cache_close(struct avow_interfaces_cache *cache)
{
	avow_buf_free(&cache->directory);
	avow_buf_free(&cache->file);
}

/* The head: the magic, the key, and of the rest the length and the hash. */
static void write_head(const struct avow_interfaces_cache *cache, struct avow_span rest,
		       struct avow_buf *out)
{
	avow_buf_printf(out, MAGIC "%s\n%zu %016" PRIx64 "\n", cache->key, rest.length,
			avow_span_hash(rest));
}

/* A number and the byte behind it; false: there is none. */
static bool take_number(struct avow_span *rest, size_t *out)
{
	struct avow_span digits = avow_span_first(*rest, avow_span_find(*rest, '\n'));
	uint64_t number;

	if (digits.length > DIGITS_MAX || digits.length == rest->length ||
	    !avow_span_to_u64(digits, 10, &number))
		return false;
	*rest = avow_span_skip(*rest, digits.length + 1);
	*out = (size_t)number;
	return number <= CACHE_BYTES_MAX;
}

static bool take_bytes(struct avow_span *rest, struct avow_span *out)
{
	size_t length;

	if (!take_number(rest, &length) || length > rest->length)
		return false;
	*out = avow_span_first(*rest, length);
	*rest = avow_span_skip(*rest, length);
	return true;
}

static bool take_string(struct avow_span *rest, struct avow_arena *arena,
			const char **out)
{
	struct avow_span bytes;

	if (!take_bytes(rest, &bytes))
		return false;
	*out = avow_arena_string(arena, bytes);
	return *out != NULL;
}

static void put_bytes(struct avow_buf *out, struct avow_span bytes)
{
	avow_buf_printf(out, "%zu\n", bytes.length);
	avow_buf_append(out, bytes);
}

static bool take_bad(struct avow_span *rest, struct avow_interfaces *into)
{
	size_t count;

	if (!take_number(rest, &count) || count > AVOW_INTERFACE_WORDS_MAX)
		return false;
	into->bad = avow_arena_alloc(&into->arena, (count + 1) * sizeof(*into->bad));
	for (size_t i = 0; into->bad && i < count; i++) {
		if (!take_string(rest, &into->arena, &into->bad[i]))
			return false;
		into->bad_count++;
	}
	return into->bad != NULL;
}

static bool take_names(struct avow_span *rest, struct avow_interfaces *into)
{
	size_t count, flags;

	if (!take_number(rest, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct avow_interface *at = avow_interfaces_add(into);

		if (!at || !take_number(rest, &flags) ||
		    !take_string(rest, &into->arena, &at->name) ||
		    !take_string(rest, &into->arena, &at->module))
			return false;
		at->is_deprecated = flags & 1;
		at->is_base = flags & 2;
	}
	return count > 0;
}

/* Comments and runs of blanks are most of what m4 writes; no word depends on them. */
static void put_squeezed(struct avow_buf *out, struct avow_span text)
{
	while (!avow_span_is_empty(text)) {
		struct avow_span line = avow_span_first(text, avow_span_find(text, '\n'));

		text = avow_span_skip(text, line.length + 1);
		line = avow_span_first(line, avow_span_find(line, '#'));
		while (line.length && (line.data[0] == ' ' || line.data[0] == '\t'))
			line = avow_span_skip(line, 1);
		if (!line.length)
			continue;
		avow_buf_append(out, line);
		avow_buf_putc(out, '\n');
	}
}

static void write_rest(const struct avow_interfaces *interfaces, struct avow_span text,
		       struct avow_buf *out)
{
	struct avow_buf squeezed = { 0 };

	avow_buf_printf(out, "%zu\n", interfaces->bad_count);
	for (size_t i = 0; i < interfaces->bad_count; i++)
		put_bytes(out, avow_span_of(interfaces->bad[i]));
	avow_buf_printf(out, "%zu\n", interfaces->count);
	for (size_t i = 0; i < interfaces->count; i++) {
		const struct avow_interface *at = &interfaces->at[i];

		avow_buf_printf(out, "%d\n", at->is_deprecated + 2 * at->is_base);
		put_bytes(out, avow_span_of(at->name));
		put_bytes(out, avow_span_of(at->module));
	}
	put_squeezed(&squeezed, text);
	put_bytes(out, avow_buf_span(&squeezed));
	out->failed |= squeezed.failed;
	avow_buf_free(&squeezed);
}

/* Only a file of whoever runs this, that nobody else can have written. */
static bool is_own(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && status.st_uid == geteuid() &&
	       !(status.st_mode & (S_IWGRP | S_IWOTH));
}

static bool read_cache(struct avow_interfaces_cache *cache, struct avow_buf *out)
{
	const char *path = avow_buf_string(&cache->file);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	bool is_read;

	if (fd < 0)
		return false;
	is_read = is_own(fd) &&
		  avow_contents_read_fd(fd, path, CACHE_BYTES_MAX, out, NULL) == 0;
	close(fd);
	return is_read;
}

/* What is behind the head; false when that is not the one it should be. */
static bool check_head(const struct avow_interfaces_cache *cache, struct avow_span bytes,
		       struct avow_span *rest)
{
	struct avow_buf head = { 0 };
	size_t length = 0;
	bool is_well;

	/* Three lines; written anew from what is behind them, they are the same. */
	for (int i = 0; i < 3; i++)
		length += avow_span_find(avow_span_skip(bytes, length), '\n') + 1;
	*rest = avow_span_skip(bytes, length);
	write_head(cache, *rest, &head);
	is_well = !head.failed &&
		  avow_span_equal(avow_buf_span(&head), avow_span_first(bytes, length));
	avow_buf_free(&head);
	return is_well;
}

bool avow_interfaces_cache_load(struct avow_interfaces_cache *cache,
				struct avow_interfaces *interfaces, struct avow_buf *text)
{
	struct avow_buf bytes = { 0 };
	struct avow_span rest, expansion;
	bool is_well = read_cache(cache, &bytes) &&
		       check_head(cache, avow_buf_span(&bytes), &rest) &&
		       take_bad(&rest, interfaces) && take_names(&rest, interfaces) &&
		       take_bytes(&rest, &expansion) && avow_span_is_empty(rest);

	if (is_well) {
		avow_buf_append(text, expansion);
		is_well = !text->failed;
	}
	avow_buf_free(&bytes);
	if (!is_well) {
		interfaces->count = 0;
		interfaces->bad_count = 0;
		avow_buf_clear(text);
	}
	return is_well;
}

/* Makes the directory, and those that it is in, as the XDG specification has it. */
static void make_directories(const char *directory)
{
	char *path = strdup(directory);

	for (char *at = path; at && *at; at++) {
		if (*at != '/' || at == path)
			continue;
		*at = '\0';
		(void)!mkdir(path, 0700);
		*at = '/';
	}
	free(path);
	(void)!mkdir(directory, 0700);
}

static bool write_all(int fd, struct avow_span bytes)
{
	while (bytes.length) {
		ssize_t count = write(fd, bytes.data, bytes.length);

		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return false;
		bytes = avow_span_skip(bytes, (size_t)count);
	}
	return true;
}

/* Beside its place first, so that nobody reads a half. */
static void put_file(const char *path, struct avow_span head, struct avow_span rest)
{
	char *beside = NULL;
	bool is_whole;
	int fd;

	if (asprintf(&beside, "%s.XXXXXX", path) < 0)
		return;
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd >= 0) {
		is_whole = write_all(fd, head) && write_all(fd, rest);
		is_whole = close(fd) == 0 && is_whole;
		if (!is_whole || rename(beside, path) != 0)
			unlink(beside);
	}
	free(beside);
}

void avow_interfaces_cache_save(struct avow_interfaces_cache *cache,
				const struct avow_interfaces *interfaces,
				struct avow_span text)
{
	struct avow_buf head = { 0 }, rest = { 0 };

	write_rest(interfaces, text, &rest);
	write_head(cache, avow_buf_span(&rest), &head);
	if (!head.failed && !rest.failed &&
	    head.length + rest.length <= CACHE_BYTES_MAX) {
		make_directories(avow_buf_string(&cache->directory));
		put_file(avow_buf_string(&cache->file), avow_buf_span(&head),
			 avow_buf_span(&rest));
	}
	avow_buf_free(&head);
	avow_buf_free(&rest);
}
