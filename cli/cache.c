/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where what can be made again is kept. */
#include "cli/cache.h"

#include <stdlib.h>
#include <unistd.h>

#define OF_ROOT "/var/cache"

/* A relative path is to be ignored, the specification says. */
static const char *directory_of(const char *variable)
{
	const char *value = secure_getenv(variable);

	return value && value[0] == '/' ? value : NULL;
}

const char *avow_cache_directory(struct avow_buf *buf)
{
	const char *directory = directory_of("XDG_CACHE_HOME");
	const char *home = directory_of("HOME");

	if (directory)
		avow_buf_printf(buf, "%s/avow", directory);
	else if (geteuid() == 0 && access(OF_ROOT, W_OK) == 0)
		avow_buf_puts(buf, OF_ROOT "/avow");
	else if (home)
		avow_buf_printf(buf, "%s/.cache/avow", home);
	return buf->length && !buf->failed ? avow_buf_string(buf) : NULL;
}
