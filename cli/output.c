/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that commands write. A reader never sees half of one. */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail(struct avow_error *error, const char *path)
{
	return avow_error_set(error, AVOW_E_IO, "%s: %s", path ? path : "standard output",
			      strerror(errno));
}

/* The mode of the file that will be replaced, or what the umask leaves of a new one. */
static mode_t mode_for(const char *path)
{
	struct stat status;
	mode_t mask;

	if (stat(path, &status) == 0)
		return status.st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

/* A new file beside the target. */
static int open_temporary(struct avow_output *output)
{
	int fd;

	if (asprintf(&output->temporary, "%s.XXXXXX", output->target) < 0) {
		output->temporary = NULL;
		return -1;
	}
	fd = mkostemp(output->temporary, O_CLOEXEC);
	if (fd < 0) {
		free(output->temporary);
		output->temporary = NULL;
		return -1;
	}
	if (fchmod(fd, mode_for(output->target)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Interrupts wait until the file is in place or gone: nothing half-made is left. */
static void hold_signals(struct avow_output *output)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, &output->signals);
	output->holds_signals = true;
}

static void release(struct avow_output *output)
{
	free(output->temporary);
	free(output->target);
	output->temporary = NULL;
	output->target = NULL;
	if (output->holds_signals)
		sigprocmask(SIG_SETMASK, &output->signals, NULL);
	output->holds_signals = false;
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
	/* A symbolic link stays, and what it points to is replaced. */
	output->target = realpath(path, NULL);
	if (!output->target)
		output->target = strdup(path);
	if (is_special) {
		fd = open(path, O_WRONLY | O_CLOEXEC);
	} else {
		hold_signals(output);
		fd = output->target ? open_temporary(output) : -1;
	}
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
		failed = rename(output->temporary, output->target);
	if (failed) {
		fail(error, output->path);
		avow_output_discard(output);
		return AVOW_E_IO;
	}
	release(output);
	return AVOW_OK;
}

void avow_output_discard(struct avow_output *output)
{
	if (output->stream && output->path)
		fclose(output->stream);
	output->stream = NULL;
	if (output->temporary)
		unlink(output->temporary);
	release(output);
}
