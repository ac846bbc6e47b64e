/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Backslash sequences of profiles: which byte they stand for, and words with and
 * without them. What a pattern matches is in automaton.c.
 */
#include "policy/apparmor/pattern/escape.h"

#include <ctype.h>

/* Bytes that mean something in a pattern, or to the expansion of variables. */
static const char specials[] = "*?[]{}^,\\";

static int digit_of(char byte, int base)
{
	int value = -1;

	if (byte >= '0' && byte <= '9')
		value = byte - '0';
	else if (byte >= 'a' && byte <= 'f')
		value = byte - 'a' + 10;
	else if (byte >= 'A' && byte <= 'F')
		value = byte - 'A' + 10;
	return value < base ? value : -1;
}

/* At most @most digits, and no further than a byte goes. */
static int read_number(struct avow_span text, int base, size_t most, size_t *used)
{
	int value = 0;
	size_t at = 0;

	while (at < most && at < text.length) {
		int digit = digit_of(text.data[at], base);

		if (digit < 0 || value * base + digit > 255)
			break;
		value = value * base + digit;
		at++;
	}
	*used = at;
	return at ? value : -1;
}

static const struct {
	char letter, byte;
} letters[] = {
	{ '\\', '\\' }, { '"', '"' },  { 'a', '\a' }, { 'e', 033 },
	{ 'f', '\f' },  { 'n', '\n' }, { 'r', '\r' }, { 't', '\t' },
};

int avow_aare_escape(struct avow_span text, const char *also, size_t *used)
{
	struct avow_span rest;
	int value;

	if (avow_span_is_empty(text))
		return -1;
	if (digit_of(text.data[0], 8) >= 0)
		return read_number(text, 8, 3, used);
	rest = avow_span_skip(text, 1);
	if (text.data[0] == 'd' || text.data[0] == 'x') {
		value = text.data[0] == 'd' ? read_number(rest, 10, 3, used)
					    : read_number(rest, 16, 2, used);
		*used += 1;
		return value;
	}
	*used = 1;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(letters); i++)
		if (letters[i].letter == text.data[0])
			return (unsigned char)letters[i].byte;
	if (text.data[0] && strchr(also, text.data[0]))
		return (unsigned char)text.data[0];
	return -1;
}

void avow_aare_unquote(struct avow_span word, struct avow_buf *out)
{
	if (word.length > 1 && word.data[0] == '"' && word.data[word.length - 1] == '"')
		word = avow_span_make(word.data + 1, word.length - 2);
	while (word.length) {
		size_t used = 0;
		int byte = -1;

		if (word.data[0] == '\\')
			byte = avow_aare_escape(avow_span_skip(word, 1), "", &used);
		if (byte < 0) {
			avow_buf_putc(out, word.data[0]);
			word = avow_span_skip(word, 1);
			continue;
		}
		if (byte == 0)
			avow_buf_append(out, avow_span_first(word, used + 1));
		else if (strchr(specials, byte))
			avow_buf_putc(out, '\\');
		if (byte != 0)
			avow_buf_putc(out, (char)byte);
		word = avow_span_skip(word, used + 1);
	}
}

void avow_aare_quote(struct avow_span text, struct avow_buf *out)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];

		if (byte < ' ' || byte == 0x7f)
			avow_buf_printf(out, "\\%03o", byte);
		else if (byte != '^' && byte != ',' && strchr(specials, byte))
			avow_buf_printf(out, "\\%c", byte);
		else
			avow_buf_putc(out, (char)byte);
	}
}

void avow_aare_put_alternative(struct avow_span path, struct avow_buf *out)
{
	unsigned depth = 0;
	bool is_set = false;

	for (size_t i = 0; i < path.length; i++) {
		char byte = path.data[i];

		if (byte == ',' && !depth && !is_set)
			avow_buf_putc(out, '\\');
		avow_buf_putc(out, byte);
		if (byte == '\\' && i + 1 < path.length)
			avow_buf_putc(out, path.data[++i]);
		else if (is_set || byte == '[')
			is_set = byte != ']';
		else if (byte == '{')
			depth++;
		else if (byte == '}' && depth)
			depth--;
	}
}
