/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A compiled profile with some of its bytes changed, against the whole one: it is read or
 * refused, it is the same as itself, and it differs from the other whichever comes first.
 */
#include "tests/unit/unit.h"

#include <fcntl.h>

#include "policy/apparmor/diff/compiled.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/policies.h"

#define EDITS_MAX 4

/* The inputs are edits, whatever they say. */
const char fuzz_fixtures[] = "/profiles";

static const char profile[] = "profile mill flags=(complain) {\n"
			      "  capability chown,\n"
			      "  /srv/mill/** rw,\n"
			      "  owner /home/*/.mill/{a,b}[0-9]* rwk,\n"
			      "  deny /srv/mill/secret r,\n"
			      "  /usr/bin/true cx -> child,\n"
			      "  /usr/bin/id px -> other,\n"
			      "  signal (send) set=(term) peer=other,\n"
			      "  unix (connect) type=stream peer=(label=other),\n"
			      "  profile child { /usr/bin/true mr, }\n"
			      "}\n"
			      "profile other { /usr/bin/id mr, }\n";

/* Made once, at the first input. */
static struct {
	char directory[32], source[48], compiled[48];
	struct avow_buf bytes;
} state = { .directory = "/tmp/avow-fuzz-XXXXXX" };

static void clean(void)
{
	unlink(state.source);
	unlink(state.compiled);
	rmdir(state.directory);
}

static void compile(void)
{
	const char *const command[] = { "apparmor_parser", "-qQKT",      "-o",
					state.compiled,    state.source, NULL };
	int status;

	FUZZ_HOLDS(mkdtemp(state.directory));
	snprintf(state.source, sizeof(state.source), "%s/profile", state.directory);
	snprintf(state.compiled, sizeof(state.compiled), "%s/compiled", state.directory);
	atexit(clean);
	write_file(state.source, avow_span_of(profile));
	status = run_program(command);
	if (status == 127)
		skip_program("apparmor_parser is not installed");
	FUZZ_HOLDS(status == 0);
	state.bytes = read_file(state.compiled);
	FUZZ_HOLDS(state.bytes.length > 256);
}

/* The first byte says how many edits there are, three bytes are one: where, and what. */
static struct avow_buf change(const uint8_t *data, size_t size)
{
	size_t edits = size ? data[0] % (EDITS_MAX + 1) : 0;
	struct avow_buf bytes = { 0 };

	avow_buf_append(&bytes, avow_buf_span(&state.bytes));
	FUZZ_HOLDS(!bytes.failed);
	for (size_t i = 1; i + 2 < size && i < 1 + 3 * edits; i += 3) {
		size_t at = (size_t)data[i] << 8 | data[i + 1];

		bytes.data[at * 7 % bytes.length] = (char)data[i + 2];
	}
	if (size > 2 && data[1] == 0)
		bytes.length = (size_t)data[2] * bytes.length / 256;
	return bytes;
}

static void compare(const struct compiled *a, const struct compiled *b)
{
	for (; a && b; a = a->next, b = b->next) {
		const char *doubt, *back;
		bool differs = avow_compiled_differ(a, b, &doubt) != NULL;
		bool differs_back = avow_compiled_differ(b, a, &back) != NULL;

		FUZZ_HOLDS(doubt || back || differs == differs_back);
		FUZZ_HOLDS(!avow_compiled_differ(b, b, &doubt));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_arena arena = { 0 };
	struct compiled *whole, *changed;
	struct avow_buf bytes;

	if (!state.bytes.length)
		compile();
	bytes = change(data, size);
	FUZZ_HOLDS(!avow_compiled_read(&arena, avow_buf_span(&state.bytes), &whole));
	if (!avow_compiled_read(&arena, avow_buf_span(&bytes), &changed))
		compare(whole, changed);
	avow_compiled_free(whole);
	avow_compiled_free(changed);
	avow_arena_free(&arena);
	avow_buf_free(&bytes);
	return 0;
}
