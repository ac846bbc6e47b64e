/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Shapes of names: what of them changes from one to the next. A name is a row of parts;
 * names with the same parts, but for digits, are of one shape.
 */
#include "policy/apparmor/plan/generalise.h"

#include <stdio.h>
#include <stdlib.h>

#include "analyzer/cluster/words.h"

#define LENGTHS_MAX 6 /* more of a number's lengths are no pattern of their own */

static bool put_digits_key(struct avow_span name, struct avow_buf *out)
{
	bool is_any = false;

	for (size_t at = 0, length; at < name.length; at += length) {
		enum avow_word part = avow_word_next(name, at, &length);

		is_any |= part != AVOW_WORD_LITERAL;
		if (part == AVOW_WORD_LITERAL)
			avow_buf_putc(out, name.data[at]);
		else if (part == AVOW_WORD_DIGITS)
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

		avow_word_next(places->names[i], places->at[i], &length);
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

		avow_word_next(places->names[i], places->at[i], &length);
		places->at[i] += length;
	}
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
		enum avow_word part = avow_word_next(names[0], at, &length);
		struct avow_span text =
			avow_span_first(avow_span_skip(names[0], at), length);
		bool is_same = compare_parts(places, &least, &most);
		size_t date = avow_word_date(avow_span_skip(names[0], at));

		if (date)
			dated = at + date;
		if (part == AVOW_WORD_LITERAL || (is_same && at >= dated))
			avow_buf_append(out, text);
		else if (part == AVOW_WORD_UUID)
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
		else if (part == AVOW_WORD_HEX)
			put_hex(variables, length, out);
		else
			put_digits(variables, least, most, out);
		advance(places);
	}
}

bool avow_shape_put_key(enum avow_shape_kind kind, size_t number, struct avow_span name,
			struct avow_buf *out)
{
	size_t at, length;

	if (kind == AVOW_SHAPE_DIGITS)
		return number == 0 && put_digits_key(name, out);
	length = avow_word_random(name, number, &at);
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
		size_t at, length = avow_word_random(names[i], number, &at);

		random += avow_word_looks_random(
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
	length = avow_word_random(names[0], number, &at);
	snprintf(variable, sizeof(variable), "rand%zu", length);
	avow_buf_append(out, avow_span_first(names[0], at));
	put_variable_or(variables, variable, "?", length, out);
	avow_buf_append(out, avow_span_skip(names[0], at + length));
}
