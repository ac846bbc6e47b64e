/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The growing buffer. It doubles, and keeps one byte beyond its length free for
 * the NUL of avow_buf_string().
 */
#include "analyzer/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static bool reserve(struct avow_buf *buf, size_t more)
{
	size_t capacity = buf->capacity ? buf->capacity : 256;
	size_t needed;
	char *data;

	if (buf->failed)
		return false;
	if (__builtin_add_overflow(buf->length, more, &needed) ||
	    __builtin_add_overflow(needed, 1, &needed) || needed > SIZE_MAX / 2) {
		buf->failed = true;
		return false;
	}
	if (needed <= buf->capacity)
		return true;
	while (capacity < needed)
		capacity *= 2;
	data = realloc(buf->data, capacity);
	if (!data) {
		buf->failed = true;
		return false;
	}
	buf->data = data;
	buf->capacity = capacity;
	return true;
}

void avow_buf_append(struct avow_buf *buf, struct avow_span span)
{
	if (span.length == 0 || !reserve(buf, span.length))
		return;
	memcpy(buf->data + buf->length, span.data, span.length);
	buf->length += span.length;
}

char *avow_buf_extend(struct avow_buf *buf, size_t length)
{
	if (!reserve(buf, length))
		return NULL;
	buf->length += length;
	return buf->data + buf->length - length;
}

void avow_buf_puts(struct avow_buf *buf, const char *string)
{
	avow_buf_append(buf, avow_span_of(string));
}

void avow_buf_putc(struct avow_buf *buf, char byte)
{
	avow_buf_append(buf, avow_span_make(&byte, 1));
}

void avow_buf_printf(struct avow_buf *buf, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0 || !reserve(buf, (size_t)length)) {
		buf->failed = true;
		return;
	}
	va_start(arguments, format);
	vsnprintf(buf->data + buf->length, (size_t)length + 1, format, arguments);
	va_end(arguments);
	buf->length += (size_t)length;
}

void avow_buf_keep(struct avow_buf *buf, struct avow_span span)
{
	char *data = realloc(buf->data, span.length + 1);

	if (!data) {
		buf->failed = true;
		return;
	}
	if (span.length)
		memcpy(data, span.data, span.length);
	buf->data = data;
	buf->length = span.length;
	buf->capacity = span.length + 1;
}

void avow_buf_clear(struct avow_buf *buf)
{
	buf->length = 0;
	buf->failed = false;
}

const char *avow_buf_string(struct avow_buf *buf)
{
	if (!reserve(buf, 0))
		return "";
	buf->data[buf->length] = '\0';
	return buf->data;
}

void avow_buf_free(struct avow_buf *buf)
{
	free(buf->data);
	*buf = (struct avow_buf){ 0 };
}
