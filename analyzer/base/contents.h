/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_CONTENTS_H
#define AVOW_BASE_CONTENTS_H

#include "analyzer/base/buf.h"
#include "analyzer/base/error.h"

/*
 * Appends the whole of a regular file to @out. Pipes, devices and directories are
 * refused, and not waited for. AVOW_E_INPUT with one sentence in @error (which may be
 * NULL) when it cannot be read, is no file or is larger than @limit bytes; AVOW_E_NOMEM.
 * What was read until then stays in @out.
 */
int avow_contents_read(const char *path, size_t limit, struct avow_buf *out,
		       struct avow_error *error) avow_must_check;

/* The same for an open file, whose name in sentences is @path. It stays open. */
int avow_contents_read_fd(int fd, const char *path, size_t limit, struct avow_buf *out,
			  struct avow_error *error) avow_must_check;

#endif
