/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file of profiles in the form that the running kernel takes. */
#include "policy/apparmor/loaded/loaded.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "policy/apparmor/compiler.h"

#define SAID_MAX 4096
#define COMPILED_MAX ((size_t)256 << 20)

static int read_all(int fd, struct avow_buf *out)
{
	char bytes[65536];
	ssize_t got;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return errno;
	while ((got = read(fd, bytes, sizeof(bytes))) > 0) {
		avow_buf_append(out, avow_span_make(bytes, (size_t)got));
		if (out->length > COMPILED_MAX)
			return EFBIG;
	}
	return got < 0 ? errno : out->failed ? ENOMEM : 0;
}

static int compile(const char *path, const char *base, const char *features, int fd,
		   struct avow_buf *out, struct avow_error *error)
{
	char *const words[] = { "apparmor_parser",
				"-qQKTS",
				"-I",
				(char *)base,
				"-b",
				(char *)base,
				(char *)path,
				features ? "-M" : NULL,
				(char *)features,
				NULL };
	char said[SAID_MAX];
	struct avow_span cause;
	int status = avow_compiler_run(words, fd, said, sizeof(said));

	if (status < 0 || status == 127)
		return avow_error_set(error, AVOW_E_LIBRARY,
				      "apparmor_parser, which compiles profiles, cannot "
				      "be run");
	cause = avow_compiler_cause(said);
	if (status)
		return avow_error_set(error, AVOW_E_POLICY,
				      "%s: apparmor_parser refuses it: %.*s", path,
				      (int)cause.length, cause.data);
	status = read_all(fd, out);
	if (status)
		return avow_error_set(error, AVOW_E_IO, "%s, compiled: %s", path,
				      strerror(status));
	if (!out->length)
		return avow_error_set(error, AVOW_E_INPUT, "%s holds no profile", path);
	return 0;
}

int avow_profiles_compile(const char *path, const char *base, const char *features,
			  struct avow_buf *out, struct avow_error *error)
{
	int fd = memfd_create("avow", MFD_CLOEXEC);
	int result;

	if (fd < 0)
		return avow_error_set(error, AVOW_E_IO, "a place in memory: %s",
				      strerror(errno));
	result = compile(path, base, features, fd, out, error);
	close(fd);
	return result;
}
