/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The journal's export format: the same lines however the bytes arrive, no more of
 * them than there are newlines, and each that is an entry stays within its limit.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/collect/journal_entry.h"
#include "analyzer/collect/unpack.h"
#include "tests/unit/bytes.h"

static void unpack(struct avow_span text, size_t chunk, struct avow_buf *out)
{
	const struct avow_stop stop = { 0 };
	struct avow_source *source;

	FUZZ_HOLDS(
		!avow_filter_export.open(bytes_open(text, chunk), &stop, &source, NULL));
	FUZZ_HOLDS(source_drain(source, out) == 0);
	avow_source_close(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_buf text = { 0 }, whole = { 0 }, parts = { 0 };
	size_t newlines = 2, lines = 0, begin = 0;

	/* Most seeds are no journal: each gets an entry before it. */
	avow_buf_puts(&text, size % 2 ? "__CURSOR=1\n" : "__CURSOR=1\n\n");
	avow_buf_append(&text, avow_span_make((const char *)data, size));
	unpack(avow_buf_span(&text), 0, &whole);
	unpack(avow_buf_span(&text), size % 67 + 1, &parts);
	FUZZ_HOLDS(avow_span_equal(avow_buf_span(&whole), avow_buf_span(&parts)));
	for (size_t i = 0; i < text.length; i++)
		newlines += text.data[i] == '\n';
	for (size_t i = 0; i < whole.length; i++)
		if (whole.data[i] == '\n') {
			FUZZ_HOLDS(i - begin < 8 * AVOW_ENTRY_MAX);
			begin = i + 1;
			lines++;
		}
	FUZZ_HOLDS(lines <= newlines);
	avow_buf_free(&text);
	avow_buf_free(&whole);
	avow_buf_free(&parts);
	return 0;
}
