/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * name=value pairs: every step makes progress, names are not empty, values lie
 * within the text, and decoding lends bytes that are there.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/record/field.h"

static void check_field(const struct avow_field *field, struct avow_span text,
			struct avow_buf *scratch)
{
	struct avow_span decoded;
	volatile char sum = 0;

	FUZZ_HOLDS(field->value.length <= text.length);
	FUZZ_HOLDS(field->value.data >= text.data &&
		   field->value.data + field->value.length <= text.data + text.length);
	decoded = avow_field_text(field, scratch);
	FUZZ_HOLDS(decoded.length <= field->value.length);
	for (size_t i = 0; i < decoded.length; i++)
		sum = (char)(sum ^ decoded.data[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span text = avow_span_make((const char *)data, size);
	struct avow_span rest = text;
	struct avow_buf scratch = { 0 };
	struct avow_field field;
	size_t before = rest.length + 1;

	while (avow_field_or_word(&rest, &field)) {
		FUZZ_HOLDS(rest.length < before);
		before = rest.length;
		check_field(&field, text, &scratch);
	}
	FUZZ_HOLDS(rest.length == 0);
	rest = text;
	while (avow_field_next(&rest, &field)) {
		FUZZ_HOLDS(field.name.length > 0);
		check_field(&field, text, &scratch);
	}
	avow_buf_free(&scratch);
	return 0;
}
