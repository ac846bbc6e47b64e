/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One sentence and a code; nothing is printed here. */
#include "analyzer/base/error.h"

#include <stdarg.h>
#include <stdio.h>

int avow_error_set(struct avow_error *error, int code, const char *format, ...)
{
	va_list arguments;

	if (!error)
		return code;
	error->code = code;
	va_start(arguments, format);
	vsnprintf(error->message, sizeof(error->message), format, arguments);
	va_end(arguments);
	return code;
}

int avow_error_nomem(struct avow_error *error)
{
	return avow_error_set(error, AVOW_E_NOMEM, "memory is out");
}
