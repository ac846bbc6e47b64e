/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A baseline of any bytes: what was read of it is printed, and that is read as the same,
 * without a doubt. An update with nothing changes no more than the misses.
 */
#include "tests/fuzz/fuzz.h"

#include "policy/baseline.h"

static void print(struct avow_baseline *baseline, struct avow_buf *out)
{
	avow_baseline_print(baseline, out);
	FUZZ_HOLDS(!out->failed);
}

/* Whatever had a doubt is not among what was read, but for doubles. */
static bool has_doubles(const struct avow_baseline *baseline)
{
	for (size_t i = 1; i < baseline->count; i++)
		if (baseline->at[i].id[0] != '*' &&
		    strcmp(baseline->at[i].id, baseline->at[i - 1].id) == 0 &&
		    baseline->at[i].is_used == baseline->at[i - 1].is_used)
			return true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span text = avow_span_make((const char *)data, size);
	struct avow_baseline first = { .today = "2026-11-23" };
	struct avow_baseline second = { .today = "2026-11-23" };
	struct avow_buf once = { 0 }, twice = { 0 };

	FUZZ_HOLDS(avow_baseline_parse(text, &first) == 0);
	print(&first, &once);
	FUZZ_HOLDS(avow_baseline_parse(avow_buf_span(&once), &second) == 0);
	FUZZ_HOLDS(has_doubles(&first) || second.all_doubts == 0);
	FUZZ_HOLDS(second.count == first.count);
	print(&second, &twice);
	FUZZ_HOLDS(avow_span_equal(avow_buf_span(&once), avow_buf_span(&twice)));
	FUZZ_HOLDS(avow_baseline_miss(&first) == 0);
	FUZZ_HOLDS(avow_baseline_prune(&first, 1, 0) == second.count);
	avow_buf_free(&once);
	avow_buf_free(&twice);
	avow_baseline_free(&first);
	avow_baseline_free(&second);
	return 0;
}
