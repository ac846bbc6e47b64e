/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PLAN_PLACE_H
#define AVOW_APPARMOR_PLAN_PLACE_H

#include "analyzer/base/buf.h"
#include "policy/apparmor/profiles/profile.h"

/* The NAME of `include <NAME>` of the profile that is below local/; or empty. */
struct avow_span avow_place_local(const struct avow_profile *profile);

/* The first line of a local/ file that was not there. */
void avow_place_put_title(const struct avow_profile *profile, struct avow_buf *out);

/* Appends @lines, each behind @indent. */
void avow_place_put_lines(struct avow_span lines, const char *indent,
			  struct avow_buf *out);

/*
 * Appends @text with @lines put in before the line of the byte @at, where nothing but
 * blanks stands before it; else its line is broken there, and goes on behind @indent.
 */
void avow_place_insert(struct avow_span text, size_t at, struct avow_span lines,
		       const char *indent, struct avow_buf *out);

#endif
