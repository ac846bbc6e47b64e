/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_STRINGS_H
#define AVOW_REPORTS_STRINGS_H

#include <jansson.h>
#include <stdio.h>

#include "analyzer/base/error.h"

/*
 * Small JSON objects, made as jansson's trees. A value that memory was out for is NULL,
 * which jansson leaves out of what it is put into.
 */

/* @text, lines and all, in display form, since JSON has to be UTF-8. NULL: null. */
json_t *avow_json_string(const char *text);
json_t *avow_json_number(uint64_t number);

/* Writes @root and a newline, and drops it. AVOW_E_NOMEM or AVOW_E_IO. */
int avow_json_finish(json_t *root, FILE *out, struct avow_error *error) avow_must_check;

#endif
