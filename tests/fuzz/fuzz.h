/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_TESTS_FUZZ_H
#define AVOW_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* What libFuzzer and standalone.c call; 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A fuzzer that wants one directory of fixtures alone defines this as "/NAME". */
extern const char fuzz_fixtures[] __attribute__((weak));

/* Stops at once when a property does not hold, with the place. */
#define FUZZ_HOLDS(property)                                                             \
	do {                                                                             \
		if (!(property)) {                                                       \
			fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, \
				#property);                                              \
			abort();                                                         \
		}                                                                        \
	} while (0)

#endif
