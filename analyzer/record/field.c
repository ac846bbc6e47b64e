/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * name=value as the kernel and its friends write it. A value is taken by its
 * quotes first and by blanks only then: quoted text of user-space senders holds
 * blanks, commas and equals signs. What a field means is not known here.
 */
#include "analyzer/record/field.h"

#include "analyzer/base/escape.h"

/* Letters, digits, `_`, `-`, `.`, `[` and `]`: what a field's name is made of. */
static const bool name_bytes[256] = {
	['a' ... 'z'] = true, ['A' ... 'Z'] = true, ['0' ... '9'] = true, ['_'] = true,
	['-'] = true,         ['.'] = true,         ['['] = true,         [']'] = true,
};

static size_t name_length(struct avow_span rest)
{
	size_t at = 0;

	while (at < rest.length && name_bytes[(unsigned char)rest.data[at]])
		at++;
	return at;
}

static struct avow_span skip_blanks(struct avow_span rest)
{
	while (rest.length && (rest.data[0] == ' ' || rest.data[0] == '\t'))
		rest = avow_span_skip(rest, 1);
	return rest;
}

/* Takes the value off the front of @rest, which stands behind the `=`. */
static struct avow_span take_value(struct avow_span rest, struct avow_field *out)
{
	char first = rest.length ? rest.data[0] : ' ';
	size_t length;

	out->is_cut = false;
	if (first != '"' && first != '\'') {
		out->quote = AVOW_QUOTE_NONE;
		length = avow_span_find(rest, ' ');
		out->value = avow_span_first(rest, length);
		return avow_span_skip(rest, length);
	}
	out->quote = first == '"' ? AVOW_QUOTE_DOUBLE : AVOW_QUOTE_SINGLE;
	rest = avow_span_skip(rest, 1);
	length = avow_span_find(rest, first);
	out->is_cut = length == rest.length;
	out->value = avow_span_first(rest, length);
	return avow_span_skip(rest, length + 1);
}

bool avow_field_or_word(struct avow_span *rest, struct avow_field *out)
{
	struct avow_span from = skip_blanks(*rest);
	size_t length = name_length(from);

	if (avow_span_is_empty(from)) {
		*rest = from;
		return false;
	}
	*out = (struct avow_field){ 0 };
	if (length && length < from.length && from.data[length] == '=') {
		out->name = avow_span_first(from, length);
		*rest = take_value(avow_span_skip(from, length + 1), out);
		return true;
	}
	length = avow_span_find(from, ' ');
	out->value = avow_span_first(from, length);
	*rest = avow_span_skip(from, length);
	return true;
}

bool avow_field_next(struct avow_span *rest, struct avow_field *out)
{
	while (avow_field_or_word(rest, out))
		if (!avow_span_is_empty(out->name))
			return true;
	return false;
}

struct avow_span avow_field_text(const struct avow_field *field, struct avow_buf *scratch)
{
	if (field->quote != AVOW_QUOTE_NONE)
		return field->value;
	if (avow_span_is(field->value, "(null)") || avow_span_is(field->value, "?"))
		return avow_span_make("", 0);
	avow_buf_clear(scratch);
	if (avow_unescape_hex(scratch, field->value))
		return avow_buf_span(scratch);
	return field->value;
}
