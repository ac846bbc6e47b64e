/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_TESTS_UNIT_H
#define AVOW_TESTS_UNIT_H

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analyzer/base/span.h"

/* The bytes of @span are those of the literal or string @text. */
static inline void assert_span(struct avow_span span, const char *text)
{
	assert_int_equal(span.length, strlen(text));
	assert_memory_equal(span.data ? span.data : "", text, span.length);
}

/* A small generator with a seed of its own, so that a failure can be repeated. */
static inline uint64_t random_next(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

#endif
