/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong in files, by its place: for people, and for programs. */
#include "reports/faults.h"

#include "analyzer/base/escape.h"
#include "reports/layout.h"
#include "reports/stream.h"
#include "reports/strings.h"

/* Of a long line, what is around the caret. */
enum { SHOWN_BEFORE = 40, SHOWN_MAX = 120, INDENT = 4 };

static const enum avow_tint tints[AVOW_FAULT_SEVERITIES] = {
	[AVOW_FAULT_ERROR] = AVOW_TINT_ALERT,
	[AVOW_FAULT_WARNING] = AVOW_TINT_HEADING,
	[AVOW_FAULT_NOTE] = AVOW_TINT_FAINT,
};

/* How many columns a text takes in its display form. */
static size_t width_of(struct avow_span text)
{
	struct avow_buf shown = { 0 };
	size_t width = 0;

	avow_escape_display(&shown, text);
	for (size_t i = 0; i < shown.length; i++)
		width += ((unsigned char)shown.data[i] & 0xc0) != 0x80;
	avow_buf_free(&shown);
	return width;
}

static void put_line(struct avow_layout *layout, const struct avow_fault *fault)
{
	struct avow_span text = fault->text;
	size_t column = fault->column < text.length ? fault->column : text.length;
	size_t begin = column > SHOWN_BEFORE ? column - SHOWN_BEFORE : 0;
	size_t length = fault->length, caret;

	if (text.length <= SHOWN_MAX)
		begin = 0;
	text = avow_span_first(avow_span_skip(text, begin), SHOWN_MAX);
	column -= begin;
	if (length > text.length - column)
		length = text.length - column;
	avow_buf_printf(&layout->out, "%*s", INDENT, "");
	avow_escape_display(&layout->out, text);
	avow_buf_putc(&layout->out, '\n');
	if (!length)
		return;
	caret = width_of(avow_span_first(text, column));
	avow_buf_printf(&layout->out, "%*s^", (int)(INDENT + caret), "");
	length = width_of(avow_span_first(avow_span_skip(text, column), length));
	while (length-- > 1)
		avow_buf_putc(&layout->out, '~');
	avow_buf_putc(&layout->out, '\n');
}

static void put_sentence(struct avow_layout *layout, const char *lead, const char *text)
{
	avow_layout_margin(layout, 2);
	avow_layout_puts(layout, AVOW_TINT_FAINT, lead);
	avow_layout_puts(layout, AVOW_TINT_NONE, text);
	avow_layout_end_line(layout);
}

/* Lines that are to be copied are not wrapped. */
static void put_rewrite(struct avow_layout *layout, const char *rewrite)
{
	struct avow_span rest = avow_span_of(rewrite);

	put_sentence(layout, rest.length ? "write:" : "take it out", "");
	while (rest.length) {
		size_t length = avow_span_find(rest, '\n');

		avow_buf_printf(&layout->out, "%*s", INDENT, "");
		avow_escape_display(&layout->out, avow_span_first(rest, length));
		avow_buf_putc(&layout->out, '\n');
		rest = avow_span_skip(rest, length + 1);
	}
}

/* The reason is told with the first of a code. */
static bool is_first(const struct avow_faults *faults, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(faults->items[i].code, faults->items[at].code) == 0)
			return false;
	return true;
}

static void put_head(struct avow_layout *layout, const struct avow_fault *fault)
{
	char place[48];

	snprintf(place, sizeof(place), ":%u:%u: ", fault->line, fault->column + 1);
	avow_layout_puts(layout, AVOW_TINT_STRONG, fault->path);
	avow_layout_puts(layout, AVOW_TINT_STRONG, place);
	avow_layout_puts(layout, tints[fault->severity],
			 avow_fault_severity_name(fault->severity));
	avow_layout_puts(layout, tints[fault->severity], " ");
	avow_layout_puts(layout, tints[fault->severity], fault->code);
	avow_layout_puts(layout, AVOW_TINT_NONE, ": ");
	avow_layout_puts(layout, AVOW_TINT_NONE, fault->says);
	if (fault->targets) {
		avow_layout_puts(layout, AVOW_TINT_FAINT, " (");
		avow_layout_puts(layout, AVOW_TINT_FAINT, fault->targets);
		avow_layout_puts(layout, AVOW_TINT_FAINT, ")");
	}
	avow_layout_end_line(layout);
}

static void put_counts(struct avow_layout *layout, const struct avow_faults *faults)
{
	for (unsigned i = 0; i < AVOW_FAULT_SEVERITIES; i++) {
		const char *name = avow_fault_severity_name((enum avow_fault_severity)i);

		if (i)
			avow_layout_puts(layout, AVOW_TINT_NONE, ", ");
		avow_layout_number(layout, AVOW_TINT_STRONG, faults->counts[i], 0);
		avow_layout_puts(layout, AVOW_TINT_NONE, " ");
		avow_layout_puts(layout, AVOW_TINT_NONE, name);
		if (faults->counts[i] != 1)
			avow_layout_puts(layout, AVOW_TINT_NONE, "s");
	}
	avow_layout_end_line(layout);
}

int avow_faults_text(const struct avow_faults *faults,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	struct avow_layout layout = { .columns = style->columns,
				      .has_colour = style->has_colour };
	struct avow_stream stream = { .out = out };

	for (size_t i = 0; i < faults->count; i++) {
		const struct avow_fault *fault = faults->items + i;

		put_head(&layout, fault);
		put_line(&layout, fault);
		if (fault->why && is_first(faults, i))
			put_sentence(&layout, "why: ", fault->why);
		if (fault->rewrite)
			put_rewrite(&layout, fault->rewrite);
	}
	put_counts(&layout, faults);
	if (layout.out.failed) {
		avow_buf_free(&layout.out);
		return avow_error_nomem(error);
	}
	avow_stream_write(&stream, avow_buf_span(&layout.out));
	avow_buf_free(&layout.out);
	return avow_stream_finish(&stream, error);
}

static json_t *make_span(struct avow_span text)
{
	struct avow_buf copy = { 0 };
	json_t *value;

	avow_buf_append(&copy, text);
	value = avow_json_string(avow_buf_string(&copy));
	avow_buf_free(&copy);
	return value;
}

/* The pieces of @text between @end; null for NULL. */
static json_t *make_list(const char *text, char end)
{
	struct avow_span rest = avow_span_of(text ? text : "");
	json_t *list;

	if (!text)
		return json_null();
	list = json_array();
	while (rest.length) {
		size_t length = avow_span_find(rest, end);

		json_array_append_new(list, make_span(avow_span_first(rest, length)));
		rest = avow_span_skip(rest, length + 1);
	}
	return list;
}

static json_t *make_fault(const struct avow_fault *fault)
{
	json_t *object = json_object();

	json_object_set_new(object, "code", avow_json_string(fault->code));
	json_object_set_new(object, "severity",
			    avow_json_string(avow_fault_severity_name(fault->severity)));
	json_object_set_new(object, "title", avow_json_string(fault->title));
	json_object_set_new(object, "path", avow_json_string(fault->path));
	json_object_set_new(object, "line", avow_json_number(fault->line));
	json_object_set_new(object, "column", avow_json_number(fault->column + 1u));
	json_object_set_new(object, "length", avow_json_number(fault->length));
	json_object_set_new(object, "says", avow_json_string(fault->says));
	json_object_set_new(object, "why", avow_json_string(fault->why));
	json_object_set_new(object, "text", make_span(fault->text));
	json_object_set_new(object, "rewrite", make_list(fault->rewrite, '\n'));
	json_object_set_new(object, "targets", make_list(fault->targets, ','));
	return object;
}

int avow_faults_json(const struct avow_faults *faults,
		     const struct avow_report_style *style, FILE *out,
		     struct avow_error *error)
{
	json_t *root = json_object(), *counts = json_object(), *list = json_array();

	(void)style;
	for (unsigned i = 0; i < AVOW_FAULT_SEVERITIES; i++)
		json_object_set_new(counts,
				    avow_fault_severity_name((enum avow_fault_severity)i),
				    avow_json_number(faults->counts[i]));
	for (size_t i = 0; i < faults->count; i++)
		json_array_append_new(list, make_fault(faults->items + i));
	json_object_set_new(root, "schema_version",
			    avow_json_string(AVOW_FAULTS_SCHEMA_VERSION));
	json_object_set_new(root, "counts", counts);
	json_object_set_new(root, "faults", list);
	return avow_json_finish(root, out, error);
}
