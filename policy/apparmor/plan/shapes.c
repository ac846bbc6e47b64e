/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Shapes of names: what of them changes from one to the next. A name is a row of parts;
 * names with the same parts, but for digits, are of one shape.
 */
#include "policy/apparmor/plan/generalise.h"

#include <stdio.h>
#include <stdlib.h>

#define UUID_LENGTH 36
#define HEX_MIN 8
#define LENGTHS_MAX 6 /* more of a number's lengths are no pattern of their own */

enum part { LITERAL, DIGITS, HEX, UUID };

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

/* The part of @name at @at, and its length. */
static enum part next_part(struct avow_span name, size_t at, size_t *length)
{
	struct avow_span rest = avow_span_skip(name, at);
	bool is_front = !at || !is_hex(name.data[at - 1]);

	*length = UUID_LENGTH;
	if (is_front && is_uuid(rest))
		return UUID;
	*length = run(rest, is_hex);
	if (is_front && is_hex_word(name, at, *length))
		return HEX;
	*length = run(rest, is_digit);
	if (*length)
		return DIGITS;
	*length = 1;
	return LITERAL;
}

static bool put_digits_key(struct avow_span name, struct avow_buf *out)
{
	bool is_any = false;

	for (size_t at = 0, length; at < name.length; at += length) {
		enum part part = next_part(name, at, &length);

		is_any |= part != LITERAL;
		if (part == LITERAL)
			avow_buf_putc(out, name.data[at]);
		else if (part == DIGITS)
			avow_buf_puts(out, "\1#");
		else
			avow_buf_printf(out, "\1%zu", length);
	}
	return is_any;
}

static bool is_defined(const struct avow_variables *variables, const char *name)
{
	return avow_variables_find(variables, avow_span_of(name)) != NULL;
}

static void put_times(struct avow_buf *out, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		avow_buf_puts(out, text);
}

static void put_variable_or(const struct avow_variables *variables, const char *variable,
			    const char *text, size_t count, struct avow_buf *out)
{
	if (is_defined(variables, variable))
		avow_buf_printf(out, "@{%s}", variable);
	else
		put_times(out, text, count);
}

/* A place in each of several names. */
struct places {
	const struct avow_span *names;
	size_t *at;
	size_t count;
};

/* Lengths of the numbers at the places; whether they are one and the same. */
static bool compare_parts(const struct places *places, size_t *least, size_t *most)
{
	struct avow_span first = { 0 };
	bool is_same = true;

	*least = SIZE_MAX;
	*most = 0;
	for (size_t i = 0; i < places->count; i++) {
		size_t length;
		struct avow_span part;

		next_part(places->names[i], places->at[i], &length);
		part = avow_span_first(avow_span_skip(places->names[i], places->at[i]),
				       length);
		if (!i)
			first = part;
		is_same &= avow_span_equal(part, first);
		if (length < *least)
			*least = length;
		if (length > *most)
			*most = length;
	}
	return is_same;
}

static void advance(const struct places *places)
{
	for (size_t i = 0; i < places->count; i++) {
		size_t length;

		next_part(places->names[i], places->at[i], &length);
		places->at[i] += length;
	}
}

/* 2026-11-23 of a name, at its beginning or anywhere in it; 0: no such thing. */
static size_t date_length(struct avow_span rest)
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

static void put_digits(const struct avow_variables *variables, size_t least, size_t most,
		       struct avow_buf *out)
{
	if (is_defined(variables, "int")) {
		avow_buf_puts(out, "@{int}");
		return;
	}
	if (most - least > LENGTHS_MAX) {
		avow_buf_puts(out, "[0-9]*");
		return;
	}
	put_times(out, "[0-9]", least);
	put_times(out, "{,[0-9]}", most - least);
}

static void put_hex(const struct avow_variables *variables, size_t length,
		    struct avow_buf *out)
{
	char variable[32];

	snprintf(variable, sizeof(variable), "hex%zu", length);
	if (length <= 16)
		put_variable_or(variables, variable, "[0-9a-fA-F]", length, out);
	else
		put_variable_or(variables, variable, "?", length, out);
}

static void put_digits_pattern(const struct avow_variables *variables,
			       const struct avow_span *names, struct places *places,
			       struct avow_buf *out)
{
	size_t dated = 0; /* up to there the first name is a date */

	while (places->at[0] < names[0].length) {
		size_t at = places->at[0], length, least, most;
		enum part part = next_part(names[0], at, &length);
		struct avow_span text =
			avow_span_first(avow_span_skip(names[0], at), length);
		bool is_same = compare_parts(places, &least, &most);
		size_t date = date_length(avow_span_skip(names[0], at));

		if (date)
			dated = at + date;
		if (part == LITERAL || (is_same && at >= dated))
			avow_buf_append(out, text);
		else if (part == UUID)
			put_variable_or(variables, "uuid",
					"????????"
					"-"
					"????"
					"-"
					"????"
					"-"
					"????"
					"-"
					"????????????",
					1, out);
		else if (part == HEX)
			put_hex(variables, length, out);
		else
			put_digits(variables, least, most, out);
		advance(places);
	}
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

/* The @number-th word of the name that may be random; its length, or 0. */
static size_t random_word(struct avow_span name, size_t number, size_t *at)
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

/* Letters and digits mixed, or capitals within. */
static bool looks_random(struct avow_span word)
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

bool avow_shape_put_key(enum avow_shape_kind kind, size_t number, struct avow_span name,
			struct avow_buf *out)
{
	size_t at, length;

	if (kind == AVOW_SHAPE_DIGITS)
		return number == 0 && put_digits_key(name, out);
	length = random_word(name, number, &at);
	if (!length)
		return false;
	avow_buf_append(out, avow_span_first(name, at));
	avow_buf_printf(out, "\2%zu", length);
	avow_buf_append(out, avow_span_skip(name, at + length));
	return true;
}

bool avow_shape_is_likely(enum avow_shape_kind kind, size_t number,
			  const struct avow_span *names, size_t count)
{
	size_t random = 0;

	if (kind == AVOW_SHAPE_DIGITS)
		return true;
	for (size_t i = 0; i < count; i++) {
		size_t at, length = random_word(names[i], number, &at);

		random += looks_random(
			avow_span_first(avow_span_skip(names[i], at), length));
	}
	return 3 * random >= 2 * count;
}

void avow_shape_put_pattern(enum avow_shape_kind kind, size_t number,
			    const struct avow_variables *variables,
			    const struct avow_span *names, size_t count,
			    struct avow_buf *out)
{
	size_t at, length;
	char variable[32];

	if (kind == AVOW_SHAPE_DIGITS) {
		size_t *all = calloc(count, sizeof(*all));
		struct places places = { names, all, count };

		out->failed |= !all;
		if (all)
			put_digits_pattern(variables, names, &places, out);
		free(all);
		return;
	}
	length = random_word(names[0], number, &at);
	snprintf(variable, sizeof(variable), "rand%zu", length);
	avow_buf_append(out, avow_span_first(names[0], at));
	put_variable_or(variables, variable, "?", length, out);
	avow_buf_append(out, avow_span_skip(names[0], at + length));
}
