/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_ERROR_H
#define AVOW_BASE_ERROR_H

#include "analyzer/base/span.h"

/*
 * Every function that can fail returns 0 or one of these (all negative).
 * Malformed input is not an error: it is counted (collect/evidence.h).
 */
enum avow_code {
	AVOW_OK = 0,
	AVOW_E_NOMEM = -1,  /* memory is out */
	AVOW_E_IO = -2,     /* a file cannot be opened, read or written */
	AVOW_E_INPUT = -3,  /* an input holds nothing that can be used */
	AVOW_E_POLICY = -4, /* a policy cannot be read, or is not one */
	AVOW_E_USAGE = -5,  /* the command line is wrong */
	AVOW_E_LIBRARY = -6 /* a library refused what should work */
};

/* One sentence about what went wrong, set once, where it is understood. */
struct avow_error {
	int code;
	char message[1024];
};

/*
 * Fills @error (which may be NULL) and returns @code, so that a failing function
 * can `return avow_error_set(...)`. The message may hold hostile bytes (file
 * names): whoever prints it escapes it (base/escape.h).
 */
int avow_error_set(struct avow_error *error, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

int avow_error_nomem(struct avow_error *error);

#endif
