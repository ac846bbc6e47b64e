/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Putting a verdict together. Which is the worse of two is decided here alone. */
#include "analyzer/collect/health/check.h"

#include <stdarg.h>
#include <stdio.h>

#include "analyzer/base/escape.h"

static const struct {
	const char *name, *text;
	int weight;
} healths[] = {
	[AVOW_HEALTH_OK] = { "ok", "ok", 0 },
	[AVOW_HEALTH_NOTE] = { "note", "note", 1 },
	[AVOW_HEALTH_WARNING] = { "warning", "warning", 3 },
	[AVOW_HEALTH_BLIND] = { "blind", "blind", 4 },
	[AVOW_HEALTH_UNKNOWN] = { "unknown", "cannot tell", 2 },
};

const char *avow_health_name(enum avow_health health)
{
	return healths[health].name;
}

const char *avow_health_text(enum avow_health health)
{
	return healths[health].text;
}

static void append(struct avow_buf *out, const char *format, va_list arguments)
{
	va_list again;
	int length;
	char *at;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length <= 0)
		return;
	at = avow_buf_extend(out, (size_t)length + 1);
	if (!at)
		return;
	vsnprintf(at, (size_t)length + 1, format, arguments);
	out->length--;
}

void avow_verdict_say(struct avow_verdict *verdict, enum avow_health health,
		      const char *format, ...)
{
	va_list arguments;

	if (healths[health].weight > healths[verdict->health].weight) {
		verdict->health = health;
		avow_buf_clear(&verdict->mend);
	}
	if (verdict->says.length)
		avow_buf_putc(&verdict->says, ' ');
	va_start(arguments, format);
	append(&verdict->says, format, arguments);
	va_end(arguments);
}

void avow_verdict_mend(struct avow_verdict *verdict, const char *format, ...)
{
	va_list arguments;

	if (verdict->mend.length)
		return;
	va_start(arguments, format);
	append(&verdict->mend, format, arguments);
	va_end(arguments);
}

void avow_verdict_mend_word(struct avow_verdict *verdict, const char *before,
			    const char *word, const char *after)
{
	if (verdict->mend.length)
		return;
	avow_buf_puts(&verdict->mend, before);
	avow_escape_shell(&verdict->mend, avow_span_of(word));
	avow_buf_puts(&verdict->mend, after);
}

void avow_verdict_say_error(struct avow_verdict *verdict, enum avow_health health,
			    const struct avow_error *error)
{
	char first = error->message[0];

	if (first >= 'a' && first <= 'z')
		first = (char)(first - 'a' + 'A');
	avow_verdict_say(verdict, health, "%c%s.", first, error->message + 1);
}

void avow_verdict_free(struct avow_verdict *verdict)
{
	avow_buf_free(&verdict->says);
	avow_buf_free(&verdict->mend);
	*verdict = (struct avow_verdict){ 0 };
}
