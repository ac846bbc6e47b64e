/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the readers of JSON forms take from an object: text, or whether it is there. */
#include "analyzer/record/json.h"

bool avow_json_text(const json_t *entry, const char *name, struct avow_buf *out)
{
	const json_t *field = json_object_get(entry, name);
	const json_t *byte;
	size_t i, from = out->length;

	if (json_is_string(field)) {
		avow_buf_append(out, avow_span_make(json_string_value(field),
						    json_string_length(field)));
	} else if (json_is_array(field)) {
		json_array_foreach(field, i, byte)
		{
			if (!json_is_integer(byte))
				return false;
			avow_buf_putc(out, (char)json_integer_value(byte));
		}
	} else {
		return false;
	}
	for (size_t at = from; at < out->length; at++)
		if (out->data[at] == '\n')
			out->data[at] = ' ';
	return true;
}

bool avow_json_is(const json_t *entry, const char *name, const char *value)
{
	const char *text = json_string_value(json_object_get(entry, name));

	return text && strcmp(text, value) == 0;
}
