/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one user of libxml2's text writer. The stream's failures are kept back
 * from libxml2, which would print them.
 */
#include "reports/markup.h"

#include <libxml/xmlwriter.h>

#include "analyzer/base/escape.h"
#include "reports/phrase.h"

static int take(void *data, const char *bytes, int length)
{
	struct avow_markup *markup = data;

	avow_stream_write(&markup->stream, avow_span_make(bytes, (size_t)length));
	return length;
}

static int leave_open(void *data)
{
	(void)data;
	return 0;
}

static const xmlChar *to_xml(const char *text)
{
	return (const xmlChar *)text;
}

/* The writer's functions return -1 for failure, else how much they wrote. */
static void check(struct avow_markup *markup, int result)
{
	if (result < 0)
		markup->failed = true;
}

void avow_markup_open(struct avow_markup *markup, FILE *out, bool is_html)
{
	xmlOutputBufferPtr buffer;

	*markup = (struct avow_markup){ .stream = { .out = out }, .is_html = is_html };
	buffer = xmlOutputBufferCreateIO(take, leave_open, markup, NULL);
	if (!buffer) {
		markup->failed = true;
		return;
	}
	markup->writer = xmlNewTextWriter(buffer);
	if (!markup->writer) {
		xmlOutputBufferClose(buffer);
		markup->failed = true;
		return;
	}
	if (is_html) {
		avow_markup_raw(markup, "<!DOCTYPE html>\n");
		return;
	}
	check(markup, xmlTextWriterSetIndent(markup->writer, 1));
	check(markup, xmlTextWriterSetIndentString(markup->writer, to_xml(" ")));
	check(markup, xmlTextWriterStartDocument(markup->writer, NULL, "UTF-8", NULL));
}

int avow_markup_close(struct avow_markup *markup, struct avow_error *error)
{
	if (!markup->failed)
		check(markup, xmlTextWriterEndDocument(markup->writer));
	if (markup->writer)
		xmlFreeTextWriter(markup->writer);
	avow_buf_free(&markup->scratch);
	if (markup->failed)
		return avow_error_nomem(error);
	return avow_stream_finish(&markup->stream, error);
}

void avow_markup_begin(struct avow_markup *markup, const char *element)
{
	if (!markup->failed)
		check(markup, xmlTextWriterStartElement(markup->writer, to_xml(element)));
}

void avow_markup_end(struct avow_markup *markup)
{
	if (markup->failed)
		return;
	check(markup, markup->is_html ? xmlTextWriterFullEndElement(markup->writer)
				      : xmlTextWriterEndElement(markup->writer));
}

void avow_markup_end_void(struct avow_markup *markup)
{
	if (!markup->failed)
		check(markup, xmlTextWriterEndElement(markup->writer));
}

void avow_markup_attribute(struct avow_markup *markup, const char *name,
			   const char *value)
{
	if (!markup->failed)
		check(markup, xmlTextWriterWriteAttribute(markup->writer, to_xml(name),
							  to_xml(value)));
}

void avow_markup_number(struct avow_markup *markup, const char *name, size_t value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%zu", value);
	avow_markup_attribute(markup, name, digits);
}

void avow_markup_attribute_bytes(struct avow_markup *markup, const char *name,
				 const char *value)
{
	struct avow_buf clean = { 0 };

	avow_escape_display(&clean, avow_span_of(value));
	markup->failed |= clean.failed;
	avow_markup_attribute(markup, name, avow_buf_string(&clean));
	avow_buf_free(&clean);
}

void avow_markup_text(struct avow_markup *markup, const char *text)
{
	if (!markup->failed)
		check(markup, xmlTextWriterWriteString(markup->writer, to_xml(text)));
}

static void write_scratch(struct avow_markup *markup)
{
	const char *text = avow_buf_string(&markup->scratch);

	if (markup->scratch.failed)
		markup->failed = true;
	avow_markup_text(markup, text);
}

void avow_markup_bytes(struct avow_markup *markup, struct avow_span bytes)
{
	avow_buf_clear(&markup->scratch);
	avow_escape_display(&markup->scratch, bytes);
	write_scratch(markup);
}

void avow_markup_lines(struct avow_markup *markup, const char *text)
{
	avow_buf_clear(&markup->scratch);
	avow_phrase_lines(&markup->scratch, avow_span_of(text));
	write_scratch(markup);
}

void avow_markup_element(struct avow_markup *markup, const char *element,
			 const char *text)
{
	avow_markup_begin(markup, element);
	avow_markup_text(markup, text);
	avow_markup_end(markup);
}

void avow_markup_raw(struct avow_markup *markup, const char *constant)
{
	if (!markup->failed)
		check(markup, xmlTextWriterWriteRaw(markup->writer, to_xml(constant)));
}
