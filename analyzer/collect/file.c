/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One descriptor: a regular file is read, anything else is asked first whether
 * it has something, so that one silent pipe holds up nobody else. What the bytes
 * are is no matter here.
 */
#include "analyzer/collect/file.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
	int fd;
	bool is_regular, is_growing;
};

static bool has_something(const struct file *file)
{
	struct pollfd asked = { .fd = file->fd, .events = POLLIN };

	/* What poll(2) cannot tell, read(2) does. */
	return file->is_regular || poll(&asked, 1, 0) != 0;
}

static ssize_t read_file(void *state, char *data, size_t size, struct avow_error *error)
{
	const struct file *file = state;
	ssize_t got;

	if (!has_something(file))
		return AVOW_SOURCE_WAIT;
	do
		got = read(file->fd, data, size);
	while (got < 0 && errno == EINTR);
	if (got < 0 && errno == EAGAIN)
		return AVOW_SOURCE_WAIT;
	if (got < 0)
		return avow_error_set(error, AVOW_E_IO, "%s", strerror(errno));
	return got == 0 && file->is_regular && file->is_growing ? AVOW_SOURCE_WAIT : got;
}

static struct avow_wait wait_for_file(void *state)
{
	const struct file *file = state;

	return (struct avow_wait){ .fd = file->is_regular ? -1 : file->fd,
				   .events = POLLIN,
				   .timeout_ms = -1 };
}

static void close_file(void *state)
{
	struct file *file = state;

	close(file->fd);
	free(file);
}

int avow_file_open(int fd, bool is_growing, struct avow_source **out,
		   struct avow_error *error)
{
	static const struct avow_source_methods methods = {
		.read = read_file,
		.wait = wait_for_file,
		.close = close_file,
	};
	struct file *file = calloc(1, sizeof(*file));
	struct stat status;

	if (!file) {
		close(fd);
		return avow_error_nomem(error);
	}
	*file = (struct file){ .fd = fd, .is_growing = is_growing };
	file->is_regular = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	return avow_source_make(&methods, file, out, error);
}
