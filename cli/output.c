/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that commands write. A reader never sees half of one. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(struct avow_error *error, const char *path)
{
	return avow_error_set(error, AVOW_E_IO, "%s: %s", path ? path : "standard output",
			      strerror(errno));
}

/* A new file beside @path, with the mode that the umask leaves. */
static int open_temporary(struct avow_output *output)
{
	mode_t mask = umask(0);
	int fd;

	umask(mask);
	if (asprintf(&output->temporary, "%s.XXXXXX", output->path) < 0) {
		output->temporary = NULL;
		return -1;
	}
	fd = mkostemp(output->temporary, O_CLOEXEC);
	if (fd < 0) {
		free(output->temporary);
		output->temporary = NULL;
		return -1;
	}
	if (fchmod(fd, 0666 & ~mask) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* One thread writes, in many small pieces: no lock for each. */
static int settle_stream(struct avow_output *output)
{
	__fsetlocking(output->stream, FSETLOCKING_BYCALLER);
	return AVOW_OK;
}

int avow_output_open(struct avow_output *output, const char *path,
		     struct avow_error *error)
{
	struct stat status;
	bool is_special;
	int fd;

	*output = (struct avow_output){ .path = path, .stream = stdout };
	if (!path)
		return settle_stream(output);
	output->stream = NULL;
	is_special = stat(path, &status) == 0 && !S_ISREG(status.st_mode);
	if (is_special)
		fd = open(path, O_WRONLY | O_CLOEXEC);
	else
		fd = open_temporary(output);
	if (fd >= 0)
		output->stream = fdopen(fd, "w");
	if (!output->stream) {
		fail(error, path);
		if (fd >= 0)
			close(fd);
		avow_output_discard(output);
		return AVOW_E_IO;
	}
	return settle_stream(output);
}

int avow_output_commit(struct avow_output *output, struct avow_error *error)
{
	int failed = ferror(output->stream) | fflush(output->stream);

	if (output->path) {
		failed |= fclose(output->stream);
		output->stream = NULL;
	}
	if (!failed && output->temporary)
		failed = rename(output->temporary, output->path);
	if (failed) {
		fail(error, output->path);
		avow_output_discard(output);
		return AVOW_E_IO;
	}
	free(output->temporary);
	output->temporary = NULL;
	return AVOW_OK;
}

void avow_output_discard(struct avow_output *output)
{
	if (output->stream && output->path)
		fclose(output->stream);
	output->stream = NULL;
	if (output->temporary)
		unlink(output->temporary);
	free(output->temporary);
	output->temporary = NULL;
}
