/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_RECORD_PREFIX_H
#define AVOW_RECORD_PREFIX_H

#include "analyzer/base/span.h"

/*
 * The pieces that loggers put before a message. Each takes its piece, and the
 * blanks behind it, off the front of @rest, or returns false and leaves @rest as it
 * was.
 */

/* @word itself. */
bool avow_prefix_take(struct avow_span *rest, const char *word);

/* The bytes up to a blank; empty at the end. */
struct avow_span avow_prefix_word(struct avow_span *rest);

/* `<30>`: the priority of syslog, or printk's level. */
bool avow_prefix_priority(struct avow_span *rest);

/* `[   43.997557] `, `[Tue Nov 14 22:13:20 2023] `, `[   T22] `, `[C0] ` */
bool avow_prefix_bracket(struct avow_span *rest);

/*
 * The time of a line, in any form that syslog daemons and `journalctl -o` write:
 *
 *     Nov 14 22:13:20[.123456]              RFC 3164, month in any language
 *     2023 Nov 14 22:13:20                  the same behind a year
 *     2023-11-14T22:13:20[.123][Z|+00:00]   ISO 8601, or a blank or _ for the T
 *     Tue 2023-11-14 22:13:20 UTC           short-full
 *     1700000000.123456                     short-unix
 *     [   12.345678]                        short-monotonic
 */
bool avow_prefix_time(struct avow_span *rest);

/* Only the ISO 8601 form of it, which runners and container logs put first. */
bool avow_prefix_iso_time(struct avow_span *rest);

/* `NAME[PID]: ` or `NAME: `; @tag is the name. */
bool avow_prefix_tag(struct avow_span *rest, struct avow_span *tag);

/*
 * `MM-DD HH:MM:SS.mmm [UID] PID TID L TAG: `, `L/TAG( PID): `, `L TAG: ` or `TAG: `:
 * what logcat writes (-v threadtime, time, brief, tag). @has_time tells whether the
 * first of them began it.
 */
bool avow_prefix_logcat(struct avow_span *rest, struct avow_span *tag, bool *has_time);

/* What stands before a line that was copied: `> `, `# `, `* `, `2. `, a back tick. */
bool avow_prefix_mark(struct avow_span *rest);

/* `FILE:` or `NUMBER:` of grep, directly before what it found. */
bool avow_prefix_grep(struct avow_span *rest);

#endif
