/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A severity.db of any bytes: each doubt has a line that the text has, every severity is
 * one, and a row before the text is found whatever comes behind it.
 */
#include <string.h>

#include "policy/apparmor/severities.h"
#include "tests/fuzz/fuzz.h"

static void parse(struct avow_span text, struct avow_severities *out)
{
	memset(out, 0, sizeof(*out));
	FUZZ_HOLDS(avow_severities_parse(text, out) == 0);
}

static void check(const struct avow_severities *severities, size_t lines)
{
	for (size_t i = 0; i < severities->doubt_count; i++)
		FUZZ_HOLDS(severities->doubts[i].line >= 1 &&
			   severities->doubts[i].line <= lines);
	FUZZ_HOLDS(severities->doubt_count <= severities->all_doubts);
	FUZZ_HOLDS(severities->count + severities->all_doubts <= lines);
	for (size_t i = 0; i < severities->count; i++)
		for (size_t j = 0; j < 3; j++)
			FUZZ_HOLDS(severities->rows[i].values[j] <= 10);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char before[] = "CAP_FUZZED 7\n/fuzzed/of/its/own 1 2 3\n";
	struct avow_span bytes = avow_span_make((const char *)data, size);
	struct avow_severities severities;
	const struct avow_severity_row *row;
	struct avow_buf text = { 0 };
	size_t lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	parse(bytes, &severities);
	check(&severities, lines);
	avow_severities_path(&severities, bytes);
	avow_severities_capability(&severities, bytes);
	avow_severities_free(&severities);
	avow_buf_puts(&text, before);
	avow_buf_append(&text, bytes);
	parse(avow_buf_span(&text), &severities);
	row = avow_severities_capability(&severities, avow_span_of("fuzzed"));
	FUZZ_HOLDS(row && row->line == 1 && row->values[0] == 7);
	row = avow_severities_path(&severities, avow_span_of("/fuzzed/of/its/own"));
	FUZZ_HOLDS(row);
	avow_severities_free(&severities);
	avow_buf_free(&text);
	return 0;
}
