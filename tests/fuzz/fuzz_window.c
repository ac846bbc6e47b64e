/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Any line as the end of a window, and as what a mark is looked for in: an end that is
 * read lies within all times, and does not begin behind its own end; a mark that is
 * written behind any bytes is found.
 */
#include "tests/fuzz/fuzz.h"

#include "analyzer/window.h"

#define NOW 1790000000
#define WORD_MAX 256

static void check_bound(const char *text)
{
	struct avow_bound begin, end;
	int first = avow_bound_parse(text, NOW, false, &begin, NULL);
	int second = avow_bound_parse(text, NOW, true, &end, NULL);

	FUZZ_HOLDS(first == second && (first == 0 || first == AVOW_E_USAGE));
	if (first)
		return;
	FUZZ_HOLDS(begin.kind == end.kind && begin.kind != AVOW_BOUND_NONE);
	FUZZ_HOLDS(begin.moment.time.milliseconds < 1000);
	FUZZ_HOLDS(end.moment.time.milliseconds < 1000);
	FUZZ_HOLDS(avow_time_compare(begin.moment.time, end.moment.time) <= 0);
	FUZZ_HOLDS(begin.kind != AVOW_BOUND_MARK ||
		   avow_mark_is_name(avow_span_of(begin.mark)));
}

static void check_mark(struct avow_span line)
{
	const struct avow_bound bound = { .kind = AVOW_BOUND_MARK,
					  .mark = "fuzz",
					  .mark_id = "0123456789ab" };
	struct avow_points points = { .bounds = { &bound, NULL } };
	struct avow_buf text = { 0 };

	avow_points_line(&points, line);
	points = (struct avow_points){ .bounds = { &bound, NULL } };
	avow_mark_write("fuzz", "0123456789ab", (struct avow_time){ 12, 345 }, &text);
	avow_buf_putc(&text, ' ');
	avow_buf_append(&text, line);
	avow_points_line(&points, avow_buf_span(&text));
	FUZZ_HOLDS(points.found[0].is_found &&
		   points.found[0].moment.time.seconds == 12 &&
		   points.found[0].moment.time.milliseconds == 345);
	avow_buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avow_span rest = avow_span_make((const char *)data, size);

	for (size_t lines = 0; rest.length && lines < 64; lines++) {
		size_t length = avow_span_find(rest, '\n');
		struct avow_span line = avow_span_first(rest, length);
		char word[WORD_MAX];

		check_mark(line);
		if (length < sizeof(word)) {
			memcpy(word, line.data, length);
			word[length] = '\0';
			check_bound(word);
		}
		rest = avow_span_skip(rest, length + 1);
	}
	return 0;
}
