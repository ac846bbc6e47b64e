/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Files below a root. The kernel resolves every path with the root as the end of
 * the world (openat2(2), RESOLVE_IN_ROOT), so that a link of an image to
 * /etc/passwd is the image's. It writes nothing.
 */
#include "analyzer/collect/health/host.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

int avow_host_open_file(const struct avow_host *host, const char *path, int flags)
{
	struct open_how how = { .resolve = RESOLVE_IN_ROOT };

	/* openat2() takes no flag that would do nothing, as these with O_PATH. */
	if (!(flags & O_PATH))
		flags |= O_NOCTTY | O_NONBLOCK;
	how.flags = (unsigned)(flags | O_CLOEXEC);
	/* This machine needs no fence, and its kernel may not know openat2(). */
	if (host->is_live)
		return open(path, flags | O_CLOEXEC);
	return (int)syscall(SYS_openat2, host->root_fd, path, &how, sizeof(how));
}

static int read_descriptor(int fd, struct avow_buf *out)
{
	char piece[4096];
	ssize_t got;

	while (out->length < AVOW_HOST_FILE_MAX) {
		got = read(fd, piece, sizeof(piece));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (got == 0)
			break;
		avow_buf_append(out, avow_span_make(piece, (size_t)got));
	}
	return out->failed ? ENOMEM : 0;
}

int avow_host_read(const struct avow_host *host, const char *path, struct avow_buf *out)
{
	int fd = avow_host_open_file(host, path, O_RDONLY);
	int result;

	avow_buf_clear(out);
	if (fd < 0)
		return errno;
	result = read_descriptor(fd, out);
	close(fd);
	return result;
}

int avow_host_try(const struct avow_host *host, const char *path)
{
	int fd = avow_host_open_file(host, path, O_RDONLY);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

DIR *avow_host_directory(const struct avow_host *host, const char *path)
{
	int fd = avow_host_open_file(host, path, O_RDONLY | O_DIRECTORY);
	DIR *directory;

	if (fd < 0)
		return NULL;
	directory = fdopendir(fd);
	if (!directory)
		close(fd);
	return directory;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Adds a copy of @name; false when memory is out. */
static bool add_name(char ***names, size_t *count, const char *name)
{
	char **grown = reallocarray(*names, *count + 2, sizeof(*grown));

	if (!grown)
		return false;
	*names = grown;
	grown[*count] = strdup(name);
	if (!grown[*count])
		return false;
	++*count;
	return true;
}

char **avow_host_list(const struct avow_host *host, const char *path, const char *suffix,
		      size_t *count)
{
	DIR *directory = avow_host_directory(host, path);
	size_t tail = strlen(suffix);
	struct dirent *entry;
	char **names;
	bool has_room = true;

	*count = 0;
	if (!directory)
		return NULL;
	names = calloc(1, sizeof(*names));
	while (names && has_room && (entry = readdir(directory))) {
		size_t length = strlen(entry->d_name);

		if (length > tail && entry->d_name[0] != '.' &&
		    strcmp(entry->d_name + length - tail, suffix) == 0)
			has_room = add_name(&names, count, entry->d_name);
	}
	closedir(directory);
	if (*count)
		qsort(names, *count, sizeof(*names), compare_names);
	return names;
}

const char *avow_host_install_auditd(const struct avow_host *host)
{
	if (avow_host_try(host, "/etc/debian_version") == 0)
		return "apt-get install auditd";
	return "dnf install audit";
}

bool avow_host_is_link(const struct avow_host *host, const char *path, const char *target)
{
	int fd = avow_host_open_file(host, path, O_PATH | O_NOFOLLOW);
	char link[256];
	ssize_t length;

	if (fd < 0)
		return false;
	length = readlinkat(fd, "", link, sizeof(link));
	close(fd);
	return length > 0 && avow_span_is(avow_span_make(link, (size_t)length), target);
}

uint64_t avow_host_number(const struct avow_host *host, const char *path,
			  uint64_t otherwise)
{
	struct avow_buf text = { 0 };
	struct avow_span rest;
	uint64_t number = otherwise;

	if (avow_host_read(host, path, &text) == 0) {
		rest = avow_buf_span(&text);
		if (!avow_span_to_u64(avow_span_trim_end(avow_host_line(&rest)), 10,
				      &number))
			number = otherwise;
	}
	avow_buf_free(&text);
	return number;
}

bool avow_host_has_argument(const struct avow_host *host, const char *word)
{
	struct avow_span rest = avow_buf_span(&host->cmdline);

	while (rest.length) {
		size_t length = 0;

		while (length < rest.length && rest.data[length] != ' ' &&
		       rest.data[length] != '\n')
			length++;
		if (avow_span_is(avow_span_first(rest, length), word))
			return true;
		rest = avow_span_skip(rest, length + 1);
	}
	return false;
}

void avow_host_comm(const struct avow_host *host, long pid, char *out, size_t size)
{
	struct avow_buf text = { 0 };
	struct avow_span rest;
	char path[64];

	out[0] = '\0';
	snprintf(path, sizeof(path), "/proc/%ld/comm", pid);
	if (pid > 0 && avow_host_read(host, path, &text) == 0) {
		rest = avow_buf_span(&text);
		rest = avow_host_line(&rest);
		snprintf(out, size, "%.*s", (int)rest.length, rest.data);
	}
	avow_buf_free(&text);
}

struct avow_span avow_host_line(struct avow_span *rest)
{
	size_t length = avow_span_find(*rest, '\n');
	struct avow_span line = avow_span_first(*rest, length);

	*rest = avow_span_skip(*rest, length + 1);
	return line;
}

static struct avow_span trim(struct avow_span span)
{
	while (span.length && strchr(" \t\r", span.data[span.length - 1]))
		span.length--;
	while (span.length && (span.data[0] == ' ' || span.data[0] == '\t'))
		span = avow_span_skip(span, 1);
	return span;
}

struct avow_span avow_host_setting(struct avow_span text, const char *name)
{
	struct avow_span found = { 0 };

	while (text.length) {
		struct avow_span line = avow_host_line(&text);
		size_t equals = avow_span_find(line, '=');

		if (equals < line.length &&
		    avow_span_is(trim(avow_span_first(line, equals)), name))
			found = trim(avow_span_skip(line, equals + 1));
	}
	return found;
}
