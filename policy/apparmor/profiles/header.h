/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PROFILES_HEADER_H
#define AVOW_APPARMOR_PROFILES_HEADER_H

#include "policy/apparmor/profiles/reader.h"

/*
 * Reads the head of @profile, whose parent is set, over its opening brace.
 * @has_keyword: `profile`, `hat` or `^` was taken. False when there is no head.
 */
bool avow_header_read(struct avow_profile_reader *reader, struct avow_cursor *cursor,
		      struct avow_profile *profile, bool has_keyword);

#endif
