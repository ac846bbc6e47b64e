/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_COLLECT_TRACEFS_H
#define AVOW_COLLECT_TRACEFS_H

#include "analyzer/collect/source.h"

/*
 * The tracepoint avc:selinux_audited as lines (tracepoint.h), from a trace instance
 * that lasts as long as the source. @argument is "", or "stack" for the stacks of the
 * kernel and of the program. tracefs_library.c does it, or tracefs_none.c says
 * that nothing does.
 */
int avow_tracefs_open(const char *argument, const struct avow_source_options *options,
		      struct avow_source **out, struct avow_error *error) avow_must_check;

#endif
