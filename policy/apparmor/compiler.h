/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_COMPILER_H
#define AVOW_APPARMOR_COMPILER_H

#include "analyzer/base/span.h"

/*
 * Runs a program found by PATH, apparmor_parser for one, as posix_spawnp(3) does; @words
 * end with NULL. Its standard output goes to @out_fd (-1: nowhere); the front of its
 * standard error output, and a NUL, to @said of @size bytes. Its exit status (127: there
 * is no such program), or -1.
 */
int avow_compiler_run(char *const *words, int out_fd, char *said, size_t size);

/* What of apparmor_parser's lines tells why: warnings stand before it. Lent from @said.
 */
struct avow_span avow_compiler_cause(const char *said);

#endif
