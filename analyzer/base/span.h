/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_SPAN_H
#define AVOW_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define avow_must_check __attribute__((warn_unused_result))
#define AVOW_ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/*
 * Some bytes that belong to somebody else. A span never owns, is never NUL
 * terminated by promise, and may hold any byte: log text is chosen by the
 * confined process.
 */
struct avow_span {
	const char *data;
	size_t length;
};

/* A span over a string literal, for static tables. */
#define AVOW_SPAN(literal)                                                               \
	{                                                                                \
		(literal), sizeof(literal) - 1                                           \
	}

static inline struct avow_span avow_span_make(const char *data, size_t length)
{
	struct avow_span span = { data, length };

	return span;
}

static inline struct avow_span avow_span_of(const char *string)
{
	return avow_span_make(string, strlen(string));
}

static inline bool avow_span_is_empty(struct avow_span span)
{
	return span.length == 0;
}

static inline bool avow_span_equal(struct avow_span a, struct avow_span b)
{
	return a.length == b.length &&
	       (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

/* With a literal the compiler knows its length, and no function is called. */
static inline bool avow_span_is(struct avow_span span, const char *string)
{
	size_t length = strlen(string);

	return span.length == length && memcmp(span.data, string, length) == 0;
}

static inline bool avow_span_starts_with(struct avow_span span, const char *prefix)
{
	size_t length = strlen(prefix);

	return span.length >= length && memcmp(span.data, prefix, length) == 0;
}

/* What is left of @span after its first @count bytes; empty when there are fewer. */
static inline struct avow_span avow_span_skip(struct avow_span span, size_t count)
{
	if (count > span.length)
		count = span.length;
	return avow_span_make(span.data + count, span.length - count);
}

static inline struct avow_span avow_span_first(struct avow_span span, size_t count)
{
	return avow_span_make(span.data, count < span.length ? count : span.length);
}

/* Without the blanks at its front. */
static inline struct avow_span avow_span_trim_front(struct avow_span span)
{
	while (span.length && span.data[0] == ' ')
		span = avow_span_skip(span, 1);
	return span;
}

/* Without the blanks at its end. */
static inline struct avow_span avow_span_trim_end(struct avow_span span)
{
	while (span.length && span.data[span.length - 1] == ' ')
		span.length--;
	return span;
}

/* The offset of @byte in @span, or @span.length when it is not there. */
static inline size_t avow_span_find(struct avow_span span, char byte)
{
	const char *at = span.length ? memchr(span.data, byte, span.length) : NULL;

	return at ? (size_t)(at - span.data) : span.length;
}

/* Orders by unsigned bytes, a prefix first: memcmp's order, whatever the locale. */
int avow_span_compare(struct avow_span a, struct avow_span b);

/* The offset of @needle in @span, or @span.length when it is not there. */
size_t avow_span_search(struct avow_span span, const char *needle);

/* Whether @word is one of @list, whose words are apart by @separator. */
bool avow_span_is_among(struct avow_span word, const char *list, char separator);

/*
 * The whole of @span as an unsigned number in @base (8, 10 or 16; for 16 an
 * optional 0x goes before it). False when it is empty, holds any other byte, or
 * does not fit.
 */
bool avow_span_to_u64(struct avow_span span, int base, uint64_t *out);

/* A 64-bit hash of the bytes, the same on every machine and in every run. */
uint64_t avow_span_hash(struct avow_span span);

#endif
