/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_CACHE_H
#define AVOW_CLI_CACHE_H

#include "analyzer/base/buf.h"

/*
 * Where avow keeps what it can make again, as the XDG Base Directory Specification has
 * it: $XDG_CACHE_HOME/avow; else, for root, /var/cache/avow; else ~/.cache/avow. NULL
 * when there is no such place. Lent by @buf, which is zeroed by the caller and freed by
 * it. Nothing is made.
 */
const char *avow_cache_directory(struct avow_buf *buf);

#endif
