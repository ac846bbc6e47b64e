/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From AppArmor's globbing to a regular expression, one byte after the other and with
 * the peculiarities of apparmor_parser, since what the kernel was given decides: `*`
 * behind a slash and before the end or a slash stands for one byte at least, and a star
 * within brackets is not quoted.
 */
#include "policy/apparmor/pattern/aare.h"

#include "policy/apparmor/pattern/escape.h"

#define DEPTH_MAX 50 /* of braces in braces, as for apparmor_parser */
#define NOT_SLASH "[^/\\x00]"
#define NOT_END "[^\\x00]"

struct conversion {
	struct avow_span text;
	size_t at;
	struct avow_buf *out;
	size_t begin; /* of this expression in `out` */
	unsigned depth;
	unsigned commas[DEPTH_MAX];
	bool is_class;
	const char *defect;
};

static char peek(const struct conversion *c, size_t ahead)
{
	return c->at + ahead < c->text.length ? c->text.data[c->at + ahead] : '\0';
}

static bool follows_slash(const struct conversion *c)
{
	return c->out->length > c->begin && c->out->data[c->out->length - 1] == '/';
}

static void convert_star(struct conversion *c)
{
	bool is_double = peek(c, 1) == '*';
	size_t behind = 0;

	while (peek(c, behind) == '*')
		behind++;
	if (follows_slash(c) && (peek(c, behind) == '/' || peek(c, behind) == '\0'))
		avow_buf_puts(c->out, NOT_SLASH);
	avow_buf_puts(c->out, is_double ? NOT_END "*" : NOT_SLASH "*");
	c->at += is_double;
}

static void open_group(struct conversion *c)
{
	if (c->is_class) {
		avow_buf_putc(c->out, '{');
	} else if (++c->depth >= DEPTH_MAX) {
		c->defect = "braces are nested too deeply";
	} else {
		c->commas[c->depth] = 0;
		avow_buf_putc(c->out, '(');
	}
}

static void close_group(struct conversion *c)
{
	if (c->is_class) {
		avow_buf_putc(c->out, '}');
	} else if (!c->depth) {
		c->defect = "a } has no { before it";
	} else if (!c->commas[c->depth]) {
		c->defect = "braces hold one alternative alone";
	} else {
		c->depth--;
		avow_buf_putc(c->out, ')');
	}
}

static void convert_comma(struct conversion *c)
{
	if (c->depth && !c->is_class) {
		c->commas[c->depth]++;
		avow_buf_putc(c->out, '|');
	} else {
		avow_buf_putc(c->out, ',');
	}
}

static void close_class(struct conversion *c)
{
	if (!c->is_class)
		c->defect = "a ] has no [ before it";
	c->is_class = false;
	avow_buf_putc(c->out, ']');
}

/* A byte that only regular expressions know. */
static void convert_other(struct conversion *c, char byte)
{
	bool is_quoted = byte && (strchr(".+|()", byte) ||
				  ((byte == '^' || byte == '$') && !c->is_class));

	if (is_quoted)
		avow_buf_putc(c->out, '\\');
	avow_buf_putc(c->out, byte);
}

static void convert_plain(struct conversion *c, char byte)
{
	switch (byte) {
	case '*':
		convert_star(c);
		break;
	case '?':
		avow_buf_puts(c->out, NOT_SLASH);
		break;
	case '[':
		c->is_class = true;
		avow_buf_putc(c->out, byte);
		break;
	case ']':
		close_class(c);
		break;
	case '{':
		open_group(c);
		break;
	case '}':
		close_group(c);
		break;
	case ',':
		convert_comma(c);
		break;
	default:
		convert_other(c, byte);
	}
}

/* The byte behind a backslash; `c->at` is at it. */
static void convert_escaped(struct conversion *c, char byte)
{
	struct avow_span rest = avow_span_skip(c->text, c->at);
	size_t used;

	if (byte && strchr("\\*[]{}", byte)) {
		avow_buf_putc(c->out, '\\');
		avow_buf_putc(c->out, byte);
	} else if (byte == ',' && c->is_class) {
		avow_buf_puts(c->out, "\\,");
	} else if (byte && strchr("?,", byte)) {
		avow_buf_putc(c->out, byte);
	} else if (byte && strchr(".+|()^$", byte)) {
		convert_other(c, byte);
	} else if (avow_aare_escape(rest, "", &used) >= 0) {
		avow_buf_putc(c->out, '\\');
		avow_buf_append(c->out, avow_span_first(rest, used));
		c->at += used - 1;
	} else {
		avow_buf_putc(c->out, byte);
	}
}

const char *avow_aare_to_regex(struct avow_span aare, struct avow_buf *out)
{
	struct conversion c = { .text = aare, .out = out, .begin = out->length };
	bool is_escaped = false;

	for (; c.at < aare.length && !c.defect; c.at++) {
		char byte = aare.data[c.at];

		if (is_escaped)
			convert_escaped(&c, byte);
		else if (byte != '\\')
			convert_plain(&c, byte);
		is_escaped = byte == '\\' && !is_escaped;
	}
	if (!c.defect && (c.depth || c.is_class))
		c.defect = "a { or [ is not closed";
	if (!c.defect && is_escaped)
		c.defect = "it ends in a backslash";
	return c.defect;
}

bool avow_aare_is_exact(struct avow_span aare)
{
	for (size_t i = 0; i < aare.length; i++) {
		if (aare.data[i] == '\\')
			i++;
		else if (aare.data[i] && strchr("*?[", aare.data[i]))
			return false;
	}
	return true;
}
