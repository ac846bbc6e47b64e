/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Escapes: what is displayed is clean and stays as it is when displayed again,
 * hexadecimal comes back, and a shell word shows no control byte.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/base/escape.h"

static void check_display(struct avow_span text)
{
	struct avow_buf shown = { 0 }, again = { 0 };

	avow_escape_display(&shown, text);
	FUZZ_HOLDS(!shown.failed && shown.length >= text.length);
	FUZZ_HOLDS(avow_escape_is_clean(avow_buf_span(&shown)));
	FUZZ_HOLDS(avow_escape_is_utf8(avow_buf_span(&shown)));
	FUZZ_HOLDS(avow_escape_is_clean(text) ==
		   avow_span_equal(text, avow_buf_span(&shown)));
	avow_escape_display(&again, avow_buf_span(&shown));
	FUZZ_HOLDS(avow_span_equal(avow_buf_span(&shown), avow_buf_span(&again)));
	avow_buf_free(&shown);
	avow_buf_free(&again);
}

static void check_hex(struct avow_span text)
{
	struct avow_buf hex = { 0 }, back = { 0 };

	avow_escape_hex(&hex, text);
	FUZZ_HOLDS(hex.length == 2 * text.length);
	FUZZ_HOLDS(avow_unescape_hex(&back, avow_buf_span(&hex)) == (text.length > 0));
	FUZZ_HOLDS(avow_span_equal(avow_buf_span(&back), text));
	avow_buf_clear(&back);
	if (!avow_unescape_hex(&back, text))
		FUZZ_HOLDS(back.length == 0);
	avow_buf_free(&hex);
	avow_buf_free(&back);
}

static void check_shell(struct avow_span text)
{
	struct avow_buf word = { 0 };

	avow_escape_shell(&word, text);
	FUZZ_HOLDS(word.length > 0);
	FUZZ_HOLDS(avow_escape_is_clean(avow_buf_span(&word)));
	avow_buf_free(&word);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span text = avow_span_make((const char *)data, size);

	check_display(text);
	check_hex(text);
	check_shell(text);
	return 0;
}
