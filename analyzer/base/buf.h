/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef AVOW_BASE_BUF_H
#define AVOW_BASE_BUF_H

#include "analyzer/base/span.h"

/*
 * A growing byte buffer. Zero it to begin, free it at the end. Running out of
 * memory is remembered in `failed` and makes every later call do nothing, so a
 * writer appends freely and asks once at the end.
 */
struct avow_buf {
	char *data;
	size_t length;
	size_t capacity;
	bool failed;
};

void avow_buf_append(struct avow_buf *buf, struct avow_span span);
void avow_buf_puts(struct avow_buf *buf, const char *string);
void avow_buf_putc(struct avow_buf *buf, char byte);
void avow_buf_printf(struct avow_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Room for @length bytes more, already counted in, for the caller to fill; NULL
 * when memory is out.
 */
char *avow_buf_extend(struct avow_buf *buf, size_t length);

/* Makes it hold a copy of @span and no more room than that: for what is kept long. */
void avow_buf_keep(struct avow_buf *buf, struct avow_span span);

/* Empties the buffer and keeps its memory. */
void avow_buf_clear(struct avow_buf *buf);

static inline struct avow_span avow_buf_span(const struct avow_buf *buf)
{
	return avow_span_make(buf->data ? buf->data : "", buf->length);
}

/* The bytes as a NUL-terminated string, lent until the next call; "" when failed. */
const char *avow_buf_string(struct avow_buf *buf);

void avow_buf_free(struct avow_buf *buf);

#endif
