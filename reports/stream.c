/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing with the first failure kept. It opens and closes nothing. */
#include "reports/stream.h"

#include <errno.h>

void avow_stream_write(struct avow_stream *stream, struct avow_span bytes)
{
	if (stream->trouble || bytes.length == 0)
		return;
	if (fwrite_unlocked(bytes.data, 1, bytes.length, stream->out) != bytes.length)
		stream->trouble = errno;
}

int avow_stream_finish(struct avow_stream *stream, struct avow_error *error)
{
	if (!stream->trouble && fflush(stream->out) != 0)
		stream->trouble = errno;
	if (!stream->trouble)
		return 0;
	return avow_error_set(error, AVOW_E_IO, "cannot write the report: %s",
			      strerror(stream->trouble));
}
