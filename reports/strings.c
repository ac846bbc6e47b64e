/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What more than one of the small JSON forms needs. */
#include "reports/strings.h"

#include <stdlib.h>

#include "reports/phrase.h"
#include "reports/stream.h"

json_t *avow_json_string(const char *text)
{
	struct avow_buf buf = { 0 };
	json_t *out;

	if (!text)
		return json_null();
	avow_phrase_lines(&buf, avow_span_of(text));
	out = buf.failed ? NULL : json_string(avow_buf_string(&buf));
	avow_buf_free(&buf);
	return out;
}

json_t *avow_json_number(uint64_t number)
{
	return json_integer((json_int_t)number);
}

int avow_json_finish(json_t *root, FILE *out, struct avow_error *error)
{
	struct avow_stream stream = { .out = out };
	char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
	int code;

	json_decref(root);
	if (!text)
		return avow_error_nomem(error);
	avow_stream_write(&stream, avow_span_of(text));
	avow_stream_write(&stream, avow_span_of("\n"));
	code = avow_stream_finish(&stream, error);
	free(text);
	return code;
}
