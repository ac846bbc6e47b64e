/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A time in a large log is looked for as a name in a directory is. */
#include "analyzer/collect/seek.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analyzer/base/span.h"

#define SMALL ((off_t)4 << 20)  /* a file that is read as fast as it is looked into */
#define NEAR ((off_t)256 << 10) /* as close as is worth coming */
enum { WINDOW = 64 * 1024, SPOT_CHECKS = 16 };

/* A line with a stamp. */
struct probe {
	off_t at; /* where the line begins */
	uint64_t seconds;
};

/* The stamp of a line that auditd wrote: into other logs any program may write one. */
static bool read_stamp(struct avow_span line, uint64_t *seconds)
{
	static const char begin[] = " msg=audit(";
	size_t at = avow_span_search(line, begin);
	struct avow_span rest = avow_span_skip(line, at + sizeof(begin) - 1);

	return (avow_span_starts_with(line, "type=") ||
		avow_span_starts_with(line, "node=")) &&
	       at < line.length &&
	       avow_span_to_u64(avow_span_first(rest, avow_span_find(rest, '.')), 10,
				seconds) &&
	       *seconds;
}

/* The first whole line behind @from that has a stamp, within a window. */
static bool look(int fd, off_t from, struct probe *out)
{
	char bytes[WINDOW];
	ssize_t got = pread(fd, bytes, sizeof(bytes), from);
	struct avow_span rest = avow_span_make(bytes, got > 0 ? (size_t)got : 0);
	size_t at = from ? avow_span_find(rest, '\n') + 1 : 0;

	while (at < rest.length) {
		struct avow_span behind = avow_span_skip(rest, at);
		size_t length = avow_span_find(behind, '\n');

		if (length == behind.length)
			return false;
		if (read_stamp(avow_span_first(behind, length), &out->seconds)) {
			out->at = from + (off_t)at;
			return true;
		}
		at += length + 1;
	}
	return false;
}

/* Whether stamps all over the file are in order. */
static bool is_in_order(int fd, off_t size)
{
	uint64_t newest = 0;

	for (int i = 0; i < SPOT_CHECKS; i++) {
		struct probe probe;

		if (!look(fd, size / SPOT_CHECKS * i, &probe) ||
		    probe.seconds + AVOW_SEEK_SLACK < newest)
			return false;
		newest = probe.seconds > newest ? probe.seconds : newest;
	}
	return true;
}

off_t avow_seek_since(int fd, uint64_t since)
{
	uint64_t wanted = since > AVOW_SEEK_SLACK ? since - AVOW_SEEK_SLACK : 0;
	off_t low = 0, high, found = 0;
	struct stat status;
	struct probe probe;

	if (fstat(fd, &status) || !S_ISREG(status.st_mode) || status.st_size < SMALL ||
	    lseek(fd, 0, SEEK_CUR) != 0 || !is_in_order(fd, status.st_size))
		return 0;
	high = status.st_size;
	while (high - low > NEAR) {
		off_t middle = low + (high - low) / 2;

		if (!look(fd, middle, &probe)) {
			high = middle;
		} else if (probe.seconds < wanted) {
			low = middle;
			found = probe.at;
		} else {
			high = middle;
		}
	}
	return found;
}
