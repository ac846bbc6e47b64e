/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes to lines: however they arrive, waited for, broken off, or too long. */
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/collect/lines.h"
#include "tests/unit/bytes.h"

/* A source that gives these one after the other; NULL is a break. */
struct script {
	const char *const *texts;
	size_t count, next;
};

static ssize_t read_script(void *state, char *data, size_t size, struct avow_error *error)
{
	struct script *script = state;
	const char *text;

	(void)size;
	(void)error;
	if (script->next == script->count)
		return 0;
	text = script->texts[script->next++];
	if (!text)
		return AVOW_SOURCE_BREAK;
	memcpy(data, text, strlen(text));
	return (ssize_t)strlen(text);
}

static void keep_script(void *state)
{
	(void)state;
}

static void open_script(struct avow_lines *lines, struct script *script)
{
	static const struct avow_source_methods methods = { .read = read_script,
							    .close = keep_script };
	struct avow_source *source;

	assert_int_equal(avow_source_make(&methods, script, &source, NULL), 0);
	assert_int_equal(avow_lines_open(lines, source), 0);
}

static void assert_next(struct avow_lines *lines, const char *text, bool is_unterminated)
{
	struct avow_line line;

	assert_int_equal(avow_lines_next(lines, &line, NULL), 1);
	assert_span(line.text, text);
	assert_int_equal(line.is_unterminated, is_unterminated);
	assert_false(line.is_too_long);
}

static void assert_end(struct avow_lines *lines)
{
	struct avow_line line;

	assert_int_equal(avow_lines_next(lines, &line, NULL), 0);
	avow_lines_close(lines);
}

static void a_break_ends_a_line(void **state)
{
	static const char *const texts[] = { "one\ntw", NULL, "three\n", NULL,
					     NULL,      "fo", "ur\nfive" };
	struct script script = { texts, AVOW_ARRAY_SIZE(texts), 0 };
	struct avow_lines lines;

	(void)state;
	open_script(&lines, &script);
	assert_next(&lines, "one", false);
	assert_next(&lines, "tw", true);
	assert_next(&lines, "three", false);
	assert_next(&lines, "four", false);
	assert_next(&lines, "five", true);
	assert_int_equal(lines.number, 5);
	assert_end(&lines);
}

static void lines_wait_for_their_rest(void **state)
{
	struct avow_source *source = bytes_open(avow_span_of("one\r\ntwo\n\nend"), 2);
	struct avow_lines lines;
	struct avow_line line;
	size_t waits = 0;
	char all[32] = "";
	int got;

	(void)state;
	assert_int_equal(avow_lines_open(&lines, source), 0);
	while ((got = avow_lines_next(&lines, &line, NULL)) != 0)
		if (got == AVOW_SOURCE_WAIT)
			waits++;
		else
			snprintf(all + strlen(all), sizeof(all) - strlen(all), "[%.*s]",
				 (int)line.text.length, line.text.data);
	assert_string_equal(all, "[one][two][][end]");
	assert_true(waits >= 6);
	assert_int_equal(lines.bytes, 13);
	avow_lines_close(&lines);
}

static void what_is_left_is_the_last_line(void **state)
{
	static const char *const texts[] = { "one\ntw", "o\n" };
	struct script script = { texts, AVOW_ARRAY_SIZE(texts), 0 };
	struct avow_lines lines;

	(void)state;
	open_script(&lines, &script);
	assert_next(&lines, "one", false);
	avow_lines_finish(&lines);
	assert_next(&lines, "tw", true);
	assert_end(&lines);
}

/* @length bytes and a newline, and one more line, read in @chunk bytes. */
static void assert_long_line(size_t length, size_t chunk, bool is_too_long)
{
	struct avow_buf text = { 0 };
	struct avow_lines lines;
	struct avow_line line;
	int got;

	memset(avow_buf_extend(&text, length), 'x', length);
	avow_buf_puts(&text, "\nnext\n");
	assert_int_equal(avow_lines_open(&lines, bytes_open(avow_buf_span(&text), chunk)),
			 0);
	while ((got = avow_lines_next(&lines, &line, NULL)) == AVOW_SOURCE_WAIT)
		;
	assert_int_equal(got, 1);
	assert_int_equal(line.is_too_long, is_too_long);
	assert_true(is_too_long ? line.text.length < length : line.text.length == length);
	while ((got = avow_lines_next(&lines, &line, NULL)) == AVOW_SOURCE_WAIT)
		;
	assert_int_equal(got, 1);
	assert_span(line.text, "next");
	assert_int_equal(line.number, 2);
	avow_lines_close(&lines);
	avow_buf_free(&text);
}

static void a_line_too_long_is_passed_over(void **state)
{
	(void)state;
	assert_long_line(AVOW_LINE_MAX - 1, 0, false);
	assert_long_line(2 * AVOW_LINE_MAX, 0, true);
	assert_long_line(2 * AVOW_LINE_MAX, 60000, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_break_ends_a_line),
		cmocka_unit_test(lines_wait_for_their_rest),
		cmocka_unit_test(what_is_left_is_the_last_line),
		cmocka_unit_test(a_line_too_long_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
