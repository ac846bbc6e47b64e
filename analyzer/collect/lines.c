/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Bytes to lines. A line that does not fit the window is handed out cut and
 * passed over up to its newline, so that the next one is whole.
 */
#include "analyzer/collect/lines.h"

#include <stdlib.h>

/* One read asks for this much, so that a window is filled without idle pages. */
#define READ_SIZE ((size_t)256 * 1024)

int avow_lines_open(struct avow_lines *lines, struct avow_source *source)
{
	*lines = (struct avow_lines){ .source = source };
	lines->window = malloc(AVOW_LINE_MAX + READ_SIZE);
	return lines->window ? AVOW_OK : AVOW_E_NOMEM;
}

void avow_lines_close(struct avow_lines *lines)
{
	free(lines->window);
	avow_source_close(lines->source);
	*lines = (struct avow_lines){ 0 };
}

void avow_lines_finish(struct avow_lines *lines)
{
	lines->is_at_end = true;
}

/* Moves what is left to the front and reads more behind it. */
static int fill(struct avow_lines *lines, struct avow_error *error)
{
	size_t left = lines->end - lines->begin;
	ssize_t got;

	if (left && lines->begin)
		memmove(lines->window, lines->window + lines->begin, left);
	lines->begin = 0;
	lines->end = left;
	got = avow_source_read(lines->source, lines->window + left, READ_SIZE, error);
	lines->is_broken_off = got == AVOW_SOURCE_BREAK;
	if (lines->is_broken_off)
		return AVOW_OK;
	if (got < 0)
		return (int)got;
	lines->is_at_end = got == 0;
	lines->end += (size_t)got;
	lines->bytes += (uint64_t)got;
	return AVOW_OK;
}

static struct avow_span without_return(const char *data, size_t length)
{
	while (length && data[length - 1] == '\r')
		length--;
	return avow_span_make(data, length);
}

/* Whether a line ends with what was read, although there is no newline. */
static bool is_last(const struct avow_lines *lines)
{
	return lines->is_at_end || lines->is_broken_off;
}

/* Throws away everything up to and with the next newline. */
static int pass_over_line(struct avow_lines *lines, struct avow_error *error)
{
	for (;;) {
		char *front = lines->window + lines->begin;
		char *newline = memchr(front, '\n', lines->end - lines->begin);
		int result;

		if (newline) {
			lines->begin = (size_t)(newline - lines->window) + 1;
			return AVOW_OK;
		}
		lines->begin = lines->end;
		if (is_last(lines))
			return AVOW_OK;
		result = fill(lines, error);
		if (result)
			return result;
	}
}

/*
 * The front of a line that is too long stays readable while the rest is passed
 * over: it is kept where reads do not reach, behind the first READ_SIZE bytes.
 */
static int hand_out_cut(struct avow_lines *lines, struct avow_line *out,
			struct avow_error *error)
{
	enum { KEPT = 4096 };
	char *keep = lines->window + AVOW_LINE_MAX + READ_SIZE - KEPT;
	int result;

	if (!lines->is_passing_over) {
		memmove(keep, lines->window + lines->begin, KEPT);
		lines->begin = lines->end;
		lines->is_passing_over = true;
	}
	result = pass_over_line(lines, error);
	if (result)
		return result;
	lines->is_passing_over = lines->is_broken_off = false;
	*out = (struct avow_line){ .text = avow_span_make(keep, KEPT),
				   .number = ++lines->number,
				   .is_too_long = true };
	return 1;
}

int avow_lines_next(struct avow_lines *lines, struct avow_line *out,
		    struct avow_error *error)
{
	size_t searched = 0;
	int result;

	if (lines->is_passing_over)
		return hand_out_cut(lines, out, error);
	for (;;) {
		char *front = lines->window + lines->begin;
		size_t length = lines->end - lines->begin;
		char *newline = length > searched ? memchr(front + searched, '\n',
							   length - searched)
						  : NULL;

		if (newline || (is_last(lines) && length)) {
			size_t taken = newline ? (size_t)(newline - front) : length;

			lines->begin += taken + (newline ? 1 : 0);
			lines->is_broken_off = false;
			*out = (struct avow_line){
				.text = without_return(front, taken),
				.number = ++lines->number,
				.is_unterminated = !newline,
			};
			return 1;
		}
		if (lines->is_at_end)
			return 0;
		if (length >= AVOW_LINE_MAX)
			return hand_out_cut(lines, out, error);
		searched = length;
		result = fill(lines, error);
		if (result)
			return result;
	}
}
