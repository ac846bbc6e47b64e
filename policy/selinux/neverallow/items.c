/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finds the ends of CIL's words and lists; what they mean is cil.c's. */
#include "policy/selinux/neverallow/items.h"

static bool is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static size_t end_of_line(struct avow_span text, size_t at)
{
	while (at < text.length && text.data[at] != '\n')
		at++;
	return at;
}

static size_t end_of_word(struct avow_span text, size_t at)
{
	if (text.data[at] == '"') {
		for (at++; at < text.length && text.data[at] != '"'; at++)
			if (text.data[at] == '\n')
				return at;
		return at < text.length ? at + 1 : at;
	}
	while (at < text.length && !is_blank(text.data[at]) && text.data[at] != '(' &&
	       text.data[at] != ')' && text.data[at] != ';' && text.data[at] != '"')
		at++;
	return at;
}

static void skip_blanks(struct items *items)
{
	while (items->at < items->text.length) {
		char byte = items->text.data[items->at];

		if (byte == ';') {
			items->at = end_of_line(items->text, items->at);
			continue;
		}
		if (!is_blank(byte))
			return;
		items->line += byte == '\n';
		items->at++;
	}
}

/* Goes behind the closing bracket; false when there is none. */
static bool close_list(struct items *items)
{
	size_t depth = 0;

	for (skip_blanks(items); items->at < items->text.length; skip_blanks(items)) {
		char byte = items->text.data[items->at];

		if (byte != '(' && byte != ')') {
			items->at = end_of_word(items->text, items->at);
			continue;
		}
		items->at++;
		if (byte == '(')
			depth++;
		else if (--depth == 0)
			return true;
	}
	return false;
}

bool avow_items_next(struct items *items, struct item *out)
{
	size_t begin;

	skip_blanks(items);
	begin = items->at;
	if (begin == items->text.length)
		return false;
	*out = (struct item){ .line = items->line, .is_closed = true };
	if (items->text.data[begin] == '(') {
		out->is_list = true;
		out->is_closed = close_list(items);
	} else if (items->text.data[begin] == ')') {
		out->is_stray = true;
		items->at++;
	} else {
		items->at = end_of_word(items->text, begin);
	}
	out->whole = avow_span_make(items->text.data + begin, items->at - begin);
	out->text = out->whole;
	if (out->is_list)
		out->text = avow_span_first(avow_span_skip(out->whole, 1),
					    out->whole.length - 1 - out->is_closed);
	return true;
}

void avow_items_resume(struct items *items, const struct item *broken)
{
	size_t at = (size_t)(broken->whole.data - items->text.data);

	items->line = broken->line;
	for (at = end_of_line(items->text, at); at < items->text.length;
	     at = end_of_line(items->text, at + 1)) {
		items->line++;
		if (at + 1 < items->text.length && items->text.data[at + 1] == '(') {
			items->at = at + 1;
			return;
		}
	}
	items->at = items->text.length;
}
