/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Paths to their shapes. It depends on the path alone, never on what was seen
 * before, so that clusters do not depend on order. It makes no rule: a rule is made
 * from the literal paths, which a cluster keeps beside.
 */
#include "analyzer/cluster/shape.h"

#define UUID_LENGTH 36
#define DIGEST_MIN 32 /* hexadecimal digits of an MD5 sum or a machine id */

static bool is_digits(struct avow_span span)
{
	for (size_t i = 0; i < span.length; i++)
		if (span.data[i] < '0' || span.data[i] > '9')
			return false;
	return span.length > 0;
}

static bool is_hex(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f') ||
	       (byte >= 'A' && byte <= 'F');
}

static size_t hex_length(struct avow_span span)
{
	size_t length = 0;

	while (length < span.length && is_hex(span.data[length]))
		length++;
	return length;
}

/* 8-4-4-4-12 hexadecimal digits at the front. */
static bool is_uuid(struct avow_span span)
{
	if (span.length < UUID_LENGTH)
		return false;
	for (size_t i = 0; i < UUID_LENGTH; i++) {
		bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (is_dash ? span.data[i] != '-' : !is_hex(span.data[i]))
			return false;
	}
	return true;
}

/* How many bytes at the front are of a name that no two machines share; 0: none. */
static size_t unique_length(struct avow_span rest)
{
	size_t length = hex_length(rest);

	if (length >= DIGEST_MIN)
		return length;
	return is_uuid(rest) ? UUID_LENGTH : 0;
}

static void put_component(struct avow_span rest, struct avow_buf *out)
{
	while (rest.length) {
		size_t length, run;

		if (rest.length < DIGEST_MIN) {
			avow_buf_append(out, rest);
			return;
		}
		length = unique_length(rest);

		if (length) {
			avow_buf_putc(out, '*');
		} else {
			run = hex_length(rest);
			length = run ? run : 1;
			avow_buf_append(out, avow_span_first(rest, length));
		}
		rest = avow_span_skip(rest, length);
	}
}

/* The variable for a number that stands behind the path @before; NULL: none. */
static const char *variable_for(struct avow_span before)
{
	static const struct {
		const char *path, *variable;
	} places[] = {
		{ "/proc/", "@{pid}" },
		{ "/proc/@{pid}/task/", "@{tid}" },
		{ "/run/user/", "@{uid}" },
		{ "/var/run/user/", "@{uid}" },
	};

	for (size_t i = 0; i < AVOW_ARRAY_SIZE(places); i++)
		if (avow_span_is(before, places[i].path))
			return places[i].variable;
	return NULL;
}

struct avow_span avow_shape_of(struct avow_span class_name, struct avow_span object,
			       struct avow_buf *scratch)
{
	struct avow_span rest = object;

	if (!avow_span_is(class_name, "file") && !avow_span_is(class_name, "mount"))
		return object;
	avow_buf_clear(scratch);
	while (rest.length) {
		size_t length = avow_span_find(rest, '/');
		struct avow_span component = avow_span_first(rest, length);
		const char *variable = is_digits(component)
					       ? variable_for(avow_buf_span(scratch))
					       : NULL;

		if (variable)
			avow_buf_puts(scratch, variable);
		else
			put_component(component, scratch);
		if (length < rest.length)
			avow_buf_putc(scratch, '/');
		rest = avow_span_skip(rest, length + 1);
	}
	return avow_buf_span(scratch);
}
