/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file of decisions of any bytes: each doubt has a line that the text has, what is
 * printed is read back as the same, and an entry before the text is read whatever comes
 * behind it.
 */
#include <string.h>

#include "policy/decisions.h"
#include "tests/fuzz/fuzz.h"

static void parse(struct avow_span text, struct avow_rulings *out)
{
	memset(out, 0, sizeof(*out));
	FUZZ_HOLDS(avow_rulings_parse(text, out) == 0);
}

static void print_is_identity(const struct avow_rulings *first)
{
	struct avow_buf once = { 0 }, twice = { 0 };
	struct avow_rulings second;

	avow_rulings_print(first, &once);
	parse(avow_buf_span(&once), &second);
	FUZZ_HOLDS(second.count == first->count);
	for (size_t i = 0; i < first->count; i++) {
		FUZZ_HOLDS(strcmp(first->at[i].cluster, second.at[i].cluster) == 0);
		FUZZ_HOLDS(first->at[i].is_refusal == second.at[i].is_refusal);
		FUZZ_HOLDS(first->at[i].is_contradicted == second.at[i].is_contradicted);
	}
	avow_rulings_print(&second, &twice);
	FUZZ_HOLDS(avow_span_equal(avow_buf_span(&once), avow_buf_span(&twice)));
	avow_rulings_free(&second);
	avow_buf_free(&once);
	avow_buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char before[] = "refuse 0123456789ab\n\n";
	struct avow_span bytes = avow_span_make((const char *)data, size);
	struct avow_rulings rulings;
	struct avow_buf text = { 0 };
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	parse(bytes, &rulings);
	for (size_t i = 0; i < rulings.doubt_count; i++)
		FUZZ_HOLDS(rulings.doubts[i].line >= 1 &&
			   rulings.doubts[i].line <= lines);
	print_is_identity(&rulings);
	avow_rulings_free(&rulings);
	avow_buf_puts(&text, before);
	avow_buf_append(&text, bytes);
	parse(avow_buf_span(&text), &rulings);
	FUZZ_HOLDS(rulings.count >= 1 && rulings.at[0].is_refusal);
	avow_rulings_free(&rulings);
	avow_buf_free(&text);
	return 0;
}
