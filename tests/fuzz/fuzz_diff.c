/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A policy with some of its bytes changed, against the whole one. What libsepol still
 * reads is compared and written in both formats; the two exchanged differ as much, and
 * the changed policy does not differ from itself.
 */
#include "tests/unit/unit.h"

#include <fcntl.h>

#include "analyzer/base/buf.h"
#include "policy/selinux/diff/diff.h"
#include "reports/difference.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/policies.h"

#define EDITS_MAX 3

/* The inputs are edits, whatever they say: few of them to begin with. */
const char fuzz_fixtures[] = "/diff";

/* Made once, at the first input. */
static struct {
	char directory[32], whole[48], changed[48];
	struct avow_buf bytes;
	FILE *nowhere;
} state = { .directory = "/tmp/avow-fuzz-XXXXXX" };

static void clean(void)
{
	unlink(state.whole);
	unlink(state.changed);
	rmdir(state.directory);
}

static void compile(void)
{
	const char *root = getenv("AVOW_SOURCE");
	char source[4096];
	const char *const command[] = { "secilc",    "-M",   "true",      "-c",
					"33",        "-f",   "/dev/null", "-o",
					state.whole, source, NULL };
	int status;

	if (!root)
		skip_program("AVOW_SOURCE is not set");
	FUZZ_HOLDS(mkdtemp(state.directory));
	snprintf(state.whole, sizeof(state.whole), "%s/whole", state.directory);
	snprintf(state.changed, sizeof(state.changed), "%s/changed", state.directory);
	atexit(clean);
	snprintf(source, sizeof(source), "%s/fixtures/diff/symbols/old.cil", root);
	status = run_program(command);
	if (status == 127)
		skip_program("secilc is not installed");
	FUZZ_HOLDS(status == 0);
	state.bytes = read_file(state.whole);
	state.nowhere = fopen("/dev/null", "we");
	FUZZ_HOLDS(state.nowhere && state.bytes.length > 256);
}

/*
 * The first byte says how many edits there are: of more than a few, nothing is left that
 * libsepol reads. Three bytes are one: where, and what. The header is kept.
 */
static void write_changed(const uint8_t *data, size_t size)
{
	size_t edits = size ? 1 + data[0] % EDITS_MAX : 0;
	struct avow_buf bytes = { 0 };

	avow_buf_append(&bytes, avow_buf_span(&state.bytes));
	FUZZ_HOLDS(!bytes.failed);
	for (size_t i = 1; i + 2 < size && i < 1 + 3 * edits; i += 3) {
		size_t at = (size_t)data[i] << 8 | data[i + 1];

		bytes.data[24 + at % (bytes.length - 24)] = (char)data[i + 2];
	}
	write_file(state.changed, avow_buf_span(&bytes));
	avow_buf_free(&bytes);
}

/* All that is told, by sign; false: one of them is no policy. */
static bool compare(const char *old, const char *new,
		    uint64_t counts[AVOW_DIFFERENCE_SIGNS])
{
	const char *const paths[] = { old, new };
	const struct avow_diff_options options = { .is_digested = true };
	const struct avow_difference_style style = { .is_all = true };
	struct avow_difference difference;
	struct avow_error error;
	int code = avow_diff_compare(paths, &options, &difference, &error);

	FUZZ_HOLDS(code == 0 || code == AVOW_E_POLICY);
	if (code)
		return false;
	for (size_t i = 0; i < difference.section_count; i++)
		for (size_t sign = 0; sign < AVOW_DIFFERENCE_SIGNS; sign++)
			counts[sign] += difference.sections[i].counts[sign];
	FUZZ_HOLDS(difference.is_equal ==
		   (counts[0] == 0 && counts[1] == 0 && counts[2] == 0));
	FUZZ_HOLDS(avow_difference_write_text(&difference, &style, state.nowhere, NULL) ==
		   0);
	FUZZ_HOLDS(avow_difference_write_json(&difference, &style, state.nowhere, NULL) ==
		   0);
	avow_diff_free(&difference);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t there[AVOW_DIFFERENCE_SIGNS] = { 0 },
		 back[AVOW_DIFFERENCE_SIGNS] = { 0 };

	if (!state.nowhere)
		compile();
	write_changed(data, size);
	if (!compare(state.whole, state.changed, there))
		return 0;
	FUZZ_HOLDS(compare(state.changed, state.whole, back));
	FUZZ_HOLDS(there[AVOW_DIFFERENCE_ADDED] == back[AVOW_DIFFERENCE_REMOVED]);
	FUZZ_HOLDS(there[AVOW_DIFFERENCE_REMOVED] == back[AVOW_DIFFERENCE_ADDED]);
	FUZZ_HOLDS(there[AVOW_DIFFERENCE_CHANGED] == back[AVOW_DIFFERENCE_CHANGED]);
	return 0;
}
