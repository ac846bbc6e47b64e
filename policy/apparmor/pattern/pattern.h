/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_APPARMOR_PATTERN_PATTERN_H
#define AVOW_APPARMOR_PATTERN_PATTERN_H

#include "analyzer/base/arena.h"
#include "analyzer/base/buf.h"

/*
 * AppArmor's regular expressions (AARE, apparmor.d(5) "Globbing"), matched as
 * apparmor_parser compiles them. Matching takes time in proportion to the text times
 * the pattern, whatever either holds. One pattern is matched by one thread at a time.
 */
struct avow_pattern;

/*
 * Compiles @aare, whose variables were expanded before, into @out, which lives in
 * @arena. 0; AVOW_E_NOMEM; or AVOW_E_POLICY with what is wrong with it in @defect, a
 * static text. @is_path: several slashes in it are one.
 */
int avow_pattern_compile(struct avow_arena *arena, struct avow_span aare, bool is_path,
			 struct avow_pattern **out, const char **defect) avow_must_check;

/* NULL, or what is wrong with @aare, without compiling more than is needed to tell. */
const char *avow_pattern_check(struct avow_span aare);

/* Whether all of @text is matched. */
bool avow_pattern_matches(struct avow_pattern *pattern, struct avow_span text);

/*
 * Whether some text is matched by both. Both are walked at once; @budget is what that
 * may still cost, in pairs of steps. When it is spent the answer is no.
 */
bool avow_pattern_overlaps(const struct avow_pattern *a, const struct avow_pattern *b,
			   size_t *budget);

/*
 * How specific it is: the bytes in front of the first thing in it that is not a plain
 * byte, as the kernel counts when several profiles attach to a program. All bytes for
 * a pattern without any.
 */
size_t avow_pattern_literal(const struct avow_pattern *pattern, bool *is_all);

/*
 * Makes several slashes one in place, but for exactly two at the front, and returns the
 * new length (filter_slashes() of apparmor_parser).
 */
size_t avow_pattern_join_slashes(char *text, size_t length);

#endif
