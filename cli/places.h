/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_CLI_PLACES_H
#define AVOW_CLI_PLACES_H

#include <stddef.h>

struct avow_profiles;

/* What is wrong in a file, on the standard error output: FILE:LINE: @what @text. */
void avow_print_place(const char *path, size_t line, const char *what, const char *text);

/* "and 5 more @what" when not all were shown. */
void avow_print_more(size_t all, size_t shown, const char *what);

/* The first of what is wrong in profiles, or not understood. */
void avow_print_defects(const struct avow_profiles *profiles);

#endif
