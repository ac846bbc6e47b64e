/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analyzer/record/scope.h"

static const char quote[] = "msg='";

/* Where the message begins. Few records have a quote like that, so it is looked for. */
static size_t find_message(struct avow_span body)
{
	return avow_span_find(body, '\'') == body.length ? body.length
							 : avow_span_search(body, quote);
}

static struct avow_span message_at(struct avow_span body, size_t at)
{
	struct avow_span message = avow_span_skip(body, at + sizeof(quote) - 1);

	for (size_t end = message.length; end > 0; end--)
		if (message.data[end - 1] == '\'')
			return avow_span_first(message, end - 1);
	return message;
}

struct avow_span avow_scope_message(struct avow_span body)
{
	return message_at(body, find_message(body));
}

struct avow_span avow_scope_permissions(struct avow_span body)
{
	size_t begin = avow_span_find(body, '{');
	struct avow_span rest = avow_span_skip(body, begin + 1);
	size_t end = avow_span_find(rest, '}');

	return end < rest.length ? avow_span_first(rest, end) : avow_span_make("", 0);
}

struct avow_scope avow_scope_begin(struct avow_span body)
{
	size_t at = find_message(body);

	return (struct avow_scope){ .rest = avow_span_first(body, at),
				    .message = message_at(body, at) };
}

/* Without the comma or parenthesis that stood behind an old field. */
static void trim(struct avow_scope *scope, struct avow_field *field)
{
	struct avow_span *value = &field->value;

	if (!scope->is_open || field->quote != AVOW_QUOTE_NONE || !value->length)
		return;
	if (value->data[value->length - 1] == ')') {
		scope->is_open = false;
		value->length--;
	} else if (value->data[value->length - 1] == ',') {
		value->length--;
	}
}

static bool next(struct avow_scope *scope, struct avow_span *rest, struct avow_field *out)
{
	const char *end = rest->data + rest->length;

	while (avow_field_or_word(rest, out)) {
		if (out->name.length) {
			trim(scope, out);
			return true;
		}
		if (avow_span_starts_with(out->value, "(") &&
		    avow_span_find(out->value, '=') < out->value.length) {
			scope->is_open = true;
			*rest = avow_span_make(out->value.data + 1,
					       (size_t)(end - out->value.data) - 1);
		}
	}
	return false;
}

bool avow_scope_next(struct avow_scope *scope, struct avow_field *out)
{
	if (!scope->has_message) {
		if (next(scope, &scope->rest, out))
			return true;
		scope->has_message = true;
	}
	return next(scope, &scope->message, out);
}
