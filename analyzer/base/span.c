/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What of spans is too long for the header: order, search, numbers and the
 * hash. Nothing here allocates or writes to what a span points at.
 */
#include "analyzer/base/span.h"

int avow_span_compare(struct avow_span a, struct avow_span b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter ? memcmp(a.data, b.data, shorter) : 0;

	if (order)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

/*
 * By the first byte of @needle that is no blank: needles here are names of fields
 * with a blank before them, in texts of some hundred bytes, for which memmem(3)
 * spends more on its table than on the search.
 */
size_t avow_span_search(struct avow_span span, const char *needle)
{
	size_t length = strlen(needle), probe = length > 1 && needle[0] == ' ';
	size_t at = probe;

	while (span.length >= length && at <= span.length - length + probe) {
		const char *found = memchr(span.data + at, needle[probe],
					   span.length - length + probe + 1 - at);

		if (!found)
			break;
		if (memcmp(found - probe, needle, length) == 0)
			return (size_t)(found - probe - span.data);
		at = (size_t)(found - span.data) + 1;
	}
	return span.length;
}

bool avow_span_is_among(struct avow_span word, const char *list, char separator)
{
	struct avow_span rest = avow_span_of(list);

	while (rest.length) {
		size_t length = avow_span_find(rest, separator);

		if (avow_span_equal(avow_span_first(rest, length), word))
			return true;
		rest = avow_span_skip(rest, length + 1);
	}
	return false;
}

static int digit_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return 99;
}

bool avow_span_to_u64(struct avow_span span, int base, uint64_t *out)
{
	uint64_t value = 0;

	if (base == 16 && avow_span_starts_with(span, "0x"))
		span = avow_span_skip(span, 2);
	if (avow_span_is_empty(span))
		return false;
	for (size_t i = 0; i < span.length; i++) {
		int digit = digit_value(span.data[i]);

		if (digit >= base)
			return false;
		if (__builtin_mul_overflow(value, (uint64_t)base, &value) ||
		    __builtin_add_overflow(value, (uint64_t)digit, &value))
			return false;
	}
	*out = value;
	return true;
}

static uint64_t mix(uint64_t value)
{
	value ^= value >> 32;
	value *= 0xe9846af9b1a615dULL;
	value ^= value >> 32;
	value *= 0xe9846af9b1a615dULL;
	value ^= value >> 28;
	return value;
}

/* Eight bytes, little end first on every machine. */
static uint64_t load(const char *data, size_t length)
{
	uint64_t word = 0;

	memcpy(&word, data, length);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* Multiply and mix a word at a time (Maiga's mx3 finaliser); not against forgers. */
uint64_t avow_span_hash(struct avow_span span)
{
	uint64_t hash = 0x9e3779b97f4a7c15ULL ^ span.length;
	size_t at = 0;

	for (; span.length - at >= 8; at += 8)
		hash = (hash ^ load(span.data + at, 8)) * 0xbea225f9eb34556dULL,
		hash ^= hash >> 29;
	if (at < span.length)
		hash = (hash ^ load(span.data + at, span.length - at)) *
		       0xbea225f9eb34556dULL;
	return mix(hash);
}
