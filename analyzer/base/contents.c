/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Small files that are wanted whole: headers, settings, what avow wrote before. Logs
 * are not read so (collect/).
 */
#include "analyzer/base/contents.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES 65536

static int fail(struct avow_error *error, const char *path)
{
	return avow_error_set(error, AVOW_E_INPUT, "%s: %s", path, strerror(errno));
}

/* Files of /proc have no size, hence by pieces. */
static int read_pieces(int fd, const char *path, size_t limit, struct avow_buf *out,
		       struct avow_error *error)
{
	size_t total = 0;

	for (;;) {
		char piece[PIECE_BYTES];
		ssize_t count = read(fd, piece, sizeof(piece));

		if (count == 0)
			return 0;
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return fail(error, path);
		total += (size_t)count;
		if (total > limit)
			return avow_error_set(error, AVOW_E_INPUT,
					      "%s: it is larger than %zu bytes", path,
					      limit);
		avow_buf_append(out, avow_span_make(piece, (size_t)count));
		if (out->failed)
			return avow_error_nomem(error);
	}
}

int avow_contents_read_fd(int fd, const char *path, size_t limit, struct avow_buf *out,
			  struct avow_error *error)
{
	struct stat status;

	if (fstat(fd, &status) != 0)
		return fail(error, path);
	if (!S_ISREG(status.st_mode))
		return avow_error_set(error, AVOW_E_INPUT, "%s: it is no file", path);
	return read_pieces(fd, path, limit, out, error);
}

int avow_contents_read(const char *path, size_t limit, struct avow_buf *out,
		       struct avow_error *error)
{
	/* Without O_NONBLOCK a pipe would be waited for until somebody writes. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	int code;

	if (fd < 0)
		return fail(error, path);
	code = avow_contents_read_fd(fd, path, limit, out, error);
	close(fd);
	return code;
}
