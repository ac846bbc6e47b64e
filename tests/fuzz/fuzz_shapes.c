/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lines of any bytes as names of one directory: a rule that takes the place of several is
 * a pattern, which allows every name that it stands for.
 */
#include <stdlib.h>

#include "policy/apparmor/pattern/pattern.h"
#include "policy/apparmor/plan/generalise.h"
#include "tests/fuzz/fuzz.h"

#define LINES_MAX 64
#define FRONT "/srv/"

static struct avow_span path_of(struct avow_span rule)
{
	return avow_span_first(rule, avow_span_find(rule, ' '));
}

/* Names that a rule has as they are: what has bytes of patterns is in no group. */
static void holds(struct avow_arena *arena, const struct avow_general_line *line,
		  const struct avow_general_group *group)
{
	struct avow_pattern *pattern;
	const char *defect;

	FUZZ_HOLDS(avow_general_is_rule(group->text));
	FUZZ_HOLDS(group->values >= AVOW_GENERAL_MIN);
	FUZZ_HOLDS(avow_pattern_compile(arena, path_of(avow_span_of(group->text)), true,
					&pattern, &defect) == 0);
	FUZZ_HOLDS(avow_pattern_matches(pattern, path_of(line->text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span rest = avow_span_make((const char *)data, size);
	struct avow_general_line lines[LINES_MAX];
	const struct avow_variables none = { 0 };
	struct avow_general_group *groups;
	struct avow_arena arena = { 0 };
	size_t count = 0, group_count;

	while (rest.length && count < LINES_MAX) {
		size_t length = avow_span_find(rest, '\n');
		struct avow_buf rule = { 0 };

		avow_buf_puts(&rule, FRONT);
		avow_buf_append(&rule, avow_span_first(rest, length));
		avow_buf_puts(&rule, " rw");
		lines[count].text = avow_arena_copy(&arena, avow_buf_span(&rule));
		FUZZ_HOLDS(lines[count].text.data);
		count++;
		avow_buf_free(&rule);
		rest = avow_span_skip(rest, length + 1);
	}
	FUZZ_HOLDS(avow_generalise(&arena, &none, lines, count, &groups, &group_count));
	for (size_t i = 0; i < count; i++) {
		FUZZ_HOLDS(lines[i].group <= group_count);
		if (lines[i].group)
			holds(&arena, lines + i, groups + lines[i].group - 1);
	}
	avow_arena_free(&arena);
	return 0;
}
