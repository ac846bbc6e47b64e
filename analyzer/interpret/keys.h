/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_INTERPRET_KEYS_H
#define AVOW_INTERPRET_KEYS_H

#include "analyzer/base/buf.h"

/*
 * What was typed at a terminal (TTY and USER_TTY records), as "text",<ret>,<ctrl-c>: keys
 * by their names, and text within quotes with \\NNN for what is no ASCII.
 */
void avow_keys_put(struct avow_buf *out, struct avow_span typed);

#endif
