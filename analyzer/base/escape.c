/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Log text made harmless for terminals, shells and plain-text formats. UTF-8 is
 * judged by RFC 3629 (no overlong forms, no surrogates, up to U+10FFFF).
 */
#include "analyzer/base/escape.h"

/*
 * The length of the character at the front of @span and its code point; 0 when
 * the bytes are not UTF-8.
 */
static size_t decode(struct avow_span span, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char lead = (unsigned char)span.data[0];
	size_t length = lead < 0x80   ? 1
			: lead < 0xc0 ? 0
			: lead < 0xe0 ? 2
			: lead < 0xf0 ? 3
			: lead < 0xf8 ? 4
				      : 0;

	if (length == 0 || length > span.length)
		return 0;
	if (length == 1) {
		*code = lead;
		return 1;
	}
	*code = lead & (0x7fu >> length);
	for (size_t i = 1; i < length; i++) {
		unsigned char byte = (unsigned char)span.data[i];

		if ((byte & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (byte & 0x3f);
	}
	if (*code < least[length] || *code > 0x10ffff ||
	    (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return length;
}

/* Characters that act on a terminal, reorder text, or no XML may hold. */
static bool is_harmful(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00, 0x1f },     { 0x7f, 0x9f },       { 0xad, 0xad },
		{ 0x61c, 0x61c },   { 0x200b, 0x200f },   { 0x2028, 0x202e },
		{ 0x2060, 0x206f }, { 0xfdd0, 0xfdef },   { 0xfeff, 0xfeff },
		{ 0xfff0, 0xfffb }, { 0xe0000, 0xe007f },
	};

	if ((code & 0xfffe) == 0xfffe)
		return true;
	for (size_t i = 0; i < AVOW_ARRAY_SIZE(ranges); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

/* The number of bytes at the front that can stay; 0 when the first cannot. */
static size_t clean_prefix(struct avow_span span)
{
	size_t at = 0;

	while (at < span.length) {
		uint32_t code;
		size_t length;

		if (span.data[at] >= ' ' && span.data[at] <= '~') {
			at++;
			continue;
		}
		length = decode(avow_span_skip(span, at), &code);
		if (length == 0 || is_harmful(code))
			break;
		at += length;
	}
	return at;
}

bool avow_escape_is_clean(struct avow_span span)
{
	return clean_prefix(span) == span.length;
}

bool avow_escape_is_utf8(struct avow_span span)
{
	while (span.length) {
		uint32_t code;
		size_t length = decode(span, &code);

		if (length == 0)
			return false;
		span = avow_span_skip(span, length);
	}
	return true;
}

void avow_escape_display(struct avow_buf *out, struct avow_span span)
{
	while (span.length) {
		size_t clean = clean_prefix(span);
		uint32_t code;
		size_t length;

		avow_buf_append(out, avow_span_first(span, clean));
		span = avow_span_skip(span, clean);
		if (span.length == 0)
			return;
		length = decode(span, &code);
		if (length == 0)
			length = 1;
		for (size_t i = 0; i < length; i++)
			avow_buf_printf(out, "\\x%02x", (unsigned char)span.data[i]);
		span = avow_span_skip(span, length);
	}
}

static bool is_plain_word(struct avow_span span)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_./:=@%+,-";

	for (size_t i = 0; i < span.length; i++)
		if (span.data[i] == '\0' || !strchr(safe, span.data[i]))
			return false;
	return span.length > 0;
}

/*
 * Clean text in single quotes; anything else in $'...' with octal escapes
 * (POSIX.1-2024, bash, ksh, zsh), so that what is pasted shows no control byte.
 */
void avow_escape_shell(struct avow_buf *out, struct avow_span span)
{
	if (is_plain_word(span)) {
		avow_buf_append(out, span);
		return;
	}
	if (!avow_escape_is_clean(span)) {
		avow_buf_puts(out, "$'");
		for (size_t i = 0; i < span.length; i++) {
			unsigned char byte = (unsigned char)span.data[i];

			if (byte < 0x20 || byte > 0x7e || byte == '\'' || byte == '\\')
				avow_buf_printf(out, "\\%03o", byte);
			else
				avow_buf_putc(out, (char)byte);
		}
		avow_buf_putc(out, '\'');
		return;
	}
	avow_buf_putc(out, '\'');
	for (size_t i = 0; i < span.length; i++) {
		if (span.data[i] == '\'')
			avow_buf_puts(out, "'\\''");
		else
			avow_buf_putc(out, span.data[i]);
	}
	avow_buf_putc(out, '\'');
}

void avow_escape_hex(struct avow_buf *out, struct avow_span span)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < span.length; i++) {
		unsigned char byte = (unsigned char)span.data[i];

		avow_buf_putc(out, digits[byte >> 4]);
		avow_buf_putc(out, digits[byte & 15]);
	}
}

/* The value of a hexadecimal digit plus one; 0 for every other byte. */
static const unsigned char hex_values[256] = {
	['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
	['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['A'] = 11, ['B'] = 12,
	['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

static int hex_value(char byte)
{
	return hex_values[(unsigned char)byte] - 1;
}

bool avow_unescape_hex(struct avow_buf *out, struct avow_span span)
{
	char *bytes;

	if (span.length == 0 || span.length % 2)
		return false;
	for (size_t i = 0; i < span.length; i++)
		if (hex_value(span.data[i]) < 0)
			return false;
	bytes = avow_buf_extend(out, span.length / 2);
	for (size_t i = 0; bytes && i < span.length; i += 2)
		*bytes++ = (char)(hex_value(span.data[i]) << 4 |
				  hex_value(span.data[i + 1]));
	return true;
}
