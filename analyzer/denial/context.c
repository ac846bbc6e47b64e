/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* user:role:type[:range], by its form alone; whether a policy knows it is asked later. */
#include "analyzer/denial/denial.h"

static bool is_identifier(struct avow_span span)
{
	for (size_t i = 0; i < span.length; i++) {
		char byte = span.data[i];

		if (!((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		      (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
		      byte == '.'))
			return false;
	}
	return span.length > 0;
}

static bool is_range(struct avow_span span)
{
	for (size_t i = 0; i < span.length; i++)
		if (!is_identifier(avow_span_make(span.data + i, 1)) &&
		    span.data[i] != ':' && span.data[i] != ',')
			return false;
	return span.length > 0;
}

static struct avow_span take_part(struct avow_span *rest)
{
	size_t length = avow_span_find(*rest, ':');
	struct avow_span part = avow_span_first(*rest, length);

	*rest = avow_span_skip(*rest, length + 1);
	return part;
}

bool avow_context_parse(struct avow_span text, struct avow_context *out)
{
	struct avow_span rest = text;
	struct avow_context context = { .text = text };

	context.user = take_part(&rest);
	context.role = take_part(&rest);
	context.type = take_part(&rest);
	context.range = rest;
	if (!is_identifier(context.user) || !is_identifier(context.role) ||
	    !is_identifier(context.type))
		return false;
	if (text.data[text.length - 1] == ':')
		return false;
	if (context.range.length && !is_range(context.range))
		return false;
	*out = context;
	return true;
}
