/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Parts of names, by their bytes alone. */
#include "analyzer/cluster/words.h"

#define UUID_LENGTH 36
#define HEX_MIN 8

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_hex(char byte)
{
	return is_digit(byte) || (byte >= 'a' && byte <= 'f') ||
	       (byte >= 'A' && byte <= 'F');
}

static size_t run(struct avow_span rest, bool (*is)(char))
{
	size_t length = 0;

	while (length < rest.length && is(rest.data[length]))
		length++;
	return length;
}

static bool is_uuid(struct avow_span rest)
{
	if (rest.length < UUID_LENGTH)
		return false;
	for (size_t i = 0; i < UUID_LENGTH; i++) {
		bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (is_dash ? rest.data[i] != '-' : !is_hex(rest.data[i]))
			return false;
	}
	return rest.length == UUID_LENGTH || !is_hex(rest.data[UUID_LENGTH]);
}

/* Letters and digits, between what is neither. */
static bool is_hex_word(struct avow_span name, size_t at, size_t length)
{
	bool has_digit = false, has_letter = false;

	if (length < HEX_MIN || (at && is_letter(name.data[at - 1])) ||
	    (at + length < name.length && is_letter(name.data[at + length])))
		return false;
	for (size_t i = at; i < at + length; i++) {
		has_digit |= is_digit(name.data[i]);
		has_letter |= is_letter(name.data[i]);
	}
	return has_digit && has_letter;
}

enum avow_word avow_word_next(struct avow_span name, size_t at, size_t *length)
{
	struct avow_span rest = avow_span_skip(name, at);
	bool is_front = !at || !is_hex(name.data[at - 1]);

	*length = UUID_LENGTH;
	if (is_front && is_uuid(rest))
		return AVOW_WORD_UUID;
	*length = run(rest, is_hex);
	if (is_front && is_hex_word(name, at, *length))
		return AVOW_WORD_HEX;
	*length = run(rest, is_digit);
	if (*length)
		return AVOW_WORD_DIGITS;
	*length = 1;
	return AVOW_WORD_LITERAL;
}

size_t avow_word_date(struct avow_span rest)
{
	static const char shape[] = "0000-00-00";

	if (rest.length < sizeof(shape) - 1)
		return 0;
	for (size_t i = 0; i < sizeof(shape) - 1; i++)
		if (shape[i] == '0' ? !is_digit(rest.data[i])
				    : !strchr("-_.", rest.data[i]))
			return 0;
	return run(rest, is_digit) == 4 && run(avow_span_skip(rest, 8), is_digit) == 2
		       ? sizeof(shape) - 1
		       : 0;
}

/* What mkstemp(3) and its kin replace: so many letters, digits and underlines. */
static bool is_random_length(size_t length)
{
	return length == 6 || length == 8 || length == 10 || length == 12;
}

static bool is_word(char byte)
{
	return is_letter(byte) || is_digit(byte) || byte == '_';
}

size_t avow_word_random(struct avow_span name, size_t number, size_t *at)
{
	for (*at = 0; *at < name.length;) {
		size_t length = run(avow_span_skip(name, *at), is_word);
		size_t front =
			avow_span_starts_with(avow_span_skip(name, *at), "tmp") ? 3 : 0;

		if (front && (length == 9 || length == 11)) {
			*at += front;
			length -= front;
		}
		if (is_random_length(length) && number-- == 0)
			return length;
		*at += length ? length : 1;
	}
	return 0;
}

bool avow_word_looks_random(struct avow_span word)
{
	bool has_digit = false, has_letter = false, has_small = false,
	     has_capital = false;

	for (size_t i = 0; i < word.length; i++) {
		char byte = word.data[i];

		has_digit |= is_digit(byte) || byte == '_';
		has_letter |= is_letter(byte);
		has_small |= byte >= 'a' && byte <= 'z';
		has_capital |= i && byte >= 'A' && byte <= 'Z';
	}
	return has_letter && (has_digit || (has_small && has_capital));
}
