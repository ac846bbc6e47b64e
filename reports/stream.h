/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_REPORTS_STREAM_H
#define AVOW_REPORTS_STREAM_H

#include <stdio.h>

#include "analyzer/base/error.h"

/*
 * Where a report goes. The first failure to write is remembered and makes every
 * later write do nothing, so a format writes freely and asks once at the end.
 */
struct avow_stream {
	FILE *out;
	int trouble; /* errno of the first failure; 0: none */
};

void avow_stream_write(struct avow_stream *stream, struct avow_span bytes);

/* Flushes; AVOW_E_IO when not all was written. The stream stays open. */
int avow_stream_finish(struct avow_stream *stream,
		       struct avow_error *error) avow_must_check;

#endif
